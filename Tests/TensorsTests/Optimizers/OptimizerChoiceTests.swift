import Foundation
import TestSupport
import Testing

@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("Optimizers by name") struct OptimizerChoiceTests {
    @Test("every name stands for the rule and the numbers that help states")
    func rules() {
        let rules = OptimizerChoice.all.map { ($0.name, $0.rule()) }
        #expect(rules.map(\.0) == ["sgd", "nesterov", "adam", "adamw", "adamax", "adagrad", "rmsprop"])
        #expect(
            rules.map(\.1) == [
                .sgd(), .sgd(momentum: 0.9, nesterov: true), .adam(), .adam(weightDecay: 0.01, decoupled: true),
                .adamax(),
                .adaGrad(), .rmsProp(),
            ])
        #expect(OptimizerChoice.nesterov(momentum: 0).rule() == .sgd())
        #expect(OptimizerChoice.adam(beta1: 0.5).rule(weightDecay: 0.1) == .adam(beta1: 0.5, weightDecay: 0.1))
        #expect(OptimizerChoice.adamw().rule(weightDecay: 0) == .adam(decoupled: true))
    }

    @Test("after two steps every optimizer has gone somewhere else than every other")
    func distinct() {
        let ends = OptimizerChoice.all.map { choice -> [Double] in
            var random = RandomStream(seed: 1, name: .initialization)
            let model = Linear(3, 2, random: &random)
            let optimizer = Recipe(learningRate: 0.01, optimizer: choice).makeOptimizer()
            for step in 0..<2 {
                optimizer.takeStep(of: model) { square(model(randomTensor([4, 3], seed: UInt64(step)))).mean() }
            }
            return model.weight.value.doubles
        }
        for (number, end) in ends.enumerated() {
            for (other, otherEnd) in ends.enumerated() where other > number {
                #expect(end != otherEnd, "\(OptimizerChoice.all[number].name), \(OptimizerChoice.all[other].name)")
            }
        }
    }

    @Test("files keep the name and every number, and a name alone stands for the usual ones")
    func coding() throws {
        for choice in OptimizerChoice.all + [.sgd(momentum: 0.25), .adam(beta1: 0.5, beta2: 0.9, epsilon: 1e-6)] {
            let bytes = try JSONEncoder().encode(choice)
            #expect(try JSONDecoder().decode(OptimizerChoice.self, from: bytes) == choice)
            let name = try JSONEncoder().encode(choice.name)
            #expect(try JSONDecoder().decode(OptimizerChoice.self, from: name) == .named(choice.name))
        }
        for schedule in LearningRateSchedule.all + [.step(epochs: 3, factor: 0.5), .cosine(floor: 0.1)] {
            let bytes = try JSONEncoder().encode(schedule)
            #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: bytes) == schedule)
        }
    }

    @Test(
        "an unknown name, and a number that the optimizer does not have, are refused",
        arguments: [
            ("\"adan\"", "optimizer is 'adan', expected sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop"),
            (
                "{\"name\":\"adan\"}",
                "optimizer is 'adan', expected sgd, nesterov, adam, adamw, adamax, adagrad, rmsprop"
            ),
            (
                "{\"name\":\"adam\",\"momentum\":0.5}",
                "optimizer is momentum, expected the numbers of adam: beta1, beta2, epsilon"
            ),
        ])
    func refused(text: String, message: String) {
        #expect {
            try JSONDecoder().decode(OptimizerChoice.self, from: Data(text.utf8))
        } throws: {
            String(describing: $0) == message
        }
    }

    @Test(
        "a schedule's number that none can have is refused by name and value, not a trap and not the usual one",
        arguments: ["1e300", "-1e300", "0", "2.5"])
    func absurd(epochs: String) {
        let json = "{\"name\":\"step\",\"epochs\":\(epochs),\"factor\":0.1}"
        #expect {
            try JSONDecoder().decode(LearningRateSchedule.self, from: Data(json.utf8))
        } throws: {
            "\($0)".hasPrefix("schedule.epochs is ") && "\($0)".contains(epochs == "2.5" ? "a whole number" : "1.0 to ")
        }
    }

    @Test("numbers are replaced by name alone")
    func with() {
        #expect(OptimizerChoice.sgd().with(["momentum": 0.9]) == .sgd(momentum: 0.9))
        #expect(OptimizerChoice.adamax().with(["beta1": 0.5]) == .adamax(beta1: 0.5))
        #expect(OptimizerChoice.adagrad().with(["momentum": 0.9]) == nil)
    }
}
