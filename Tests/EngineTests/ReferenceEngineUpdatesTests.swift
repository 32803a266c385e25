import TestSupport
import Testing

@testable import Engine

@Suite struct ReferenceEngineUpdatesTests {
    private let engine = ReferenceEngine.shared

    /// The rules that make-engine-goldens.py ran, under the names it gave them.
    private static let rules: [(String, UpdateRule, Double)] = [
        ("sgd", .sgd(weightDecay: 0.05), 0.1),
        ("momentum", .sgd(momentum: 0.9, weightDecay: 0.05), 0.1),
        ("nesterov", .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.05), 0.1),
        ("adam", .adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.05), 0.01),
        ("adamw", .adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.05, decoupled: true), 0.01),
        ("adamax", .adamax(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.05), 0.01),
        ("adagrad", .adaGrad(epsilon: 1e-6, weightDecay: 0.05), 0.1),
        ("rmsprop", .rmsProp(decay: 0.9, epsilon: 1e-6, weightDecay: 0.05), 0.01),
    ]

    /// Parameters and running values after each of three steps.
    @Test(arguments: Precision.both)
    func updatesAsPyTorch(_ precision: Precision) throws {
        let goldens = try GoldenCase.all(of: "update")
        #expect(goldens.compactMap(\.name) == Self.rules.map(\.0))
        for (golden, (name, rule, learningRate)) in zip(goldens, Self.rules) {
            let parameter = try golden.buffer("start", precision.type).copy()
            let slots = rule.slots.map { _ in Buffer([0.0, 0, 0, 0, 0]).cast(to: precision.type).copy() }
            for step in 1...3 {
                engine.update(
                    rule, parameter: parameter, gradient: try golden.buffer("gradient\(step)", precision.type),
                    slots: slots, learningRate: learningRate, step: step)
                let expected = try golden.buffer("parameter\(step)")
                #expect(largestDifference(parameter, expected) <= precision.tolerance, "\(name), step \(step)")
                for (slot, slotName) in zip(slots, rule.slots) {
                    let expected = try golden.buffer("\(slotName)\(step)")
                    #expect(largestDifference(slot, expected) <= precision.tolerance, "\(name), \(slotName) \(step)")
                }
            }
        }
    }

    @Test func theFirstStepOfMomentumIgnoresWhatTheSlotHeld() {
        let parameter = Buffer([1.0, 2])
        let slot = Buffer([.nan, 1e9])
        engine.update(
            .sgd(momentum: 0.5), parameter: parameter, gradient: Buffer([4.0, -4]), slots: [slot], learningRate: 0.25,
            step: 1)
        #expect(parameter.doubles == [0, 3])
        #expect(slot.doubles == [4, -4])
        engine.update(
            .sgd(momentum: 0.5), parameter: parameter, gradient: Buffer([0.0, 2]), slots: [slot], learningRate: 0.25,
            step: 2)
        #expect(slot.doubles == [2, 0])
        #expect(parameter.doubles == [-0.5, 3])
    }
}
