import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Update rules") struct UpdateRuleTests {
    /// The rules under the names that `training.json` gives them, with their learning rates.
    static let rules: [(name: String, rule: UpdateRule, learningRate: Double)] = [
        ("sgd", .sgd(), 0.1), ("sgd decay", .sgd(weightDecay: 0.05), 0.1),
        ("momentum", .sgd(momentum: 0.9), 0.1), ("momentum decay", .sgd(momentum: 0.9, weightDecay: 0.05), 0.1),
        ("nesterov", .sgd(momentum: 0.9, nesterov: true), 0.1),
        ("nesterov decay", .sgd(momentum: 0.9, nesterov: true, weightDecay: 0.05), 0.1), ("adam", .adam(), 0.05),
        ("adam decay", .adam(beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.05), 0.05),
        ("adamw", .adam(weightDecay: 0.05, decoupled: true), 0.05), ("adamax", .adamax(), 0.05),
        ("adamax decay", .adamax(weightDecay: 0.05), 0.05), ("adagrad", .adaGrad(), 0.05),
        ("adagrad decay", .adaGrad(weightDecay: 0.05), 0.05), ("rmsprop", .rmsProp(), 0.05),
        ("rmsprop decay", .rmsProp(decay: 0.9, weightDecay: 0.05), 0.05),
    ]

    /// The largest difference between PyTorch's five steps and ours in numbers of `type`.
    private func error(_ index: Int, in type: ScalarType) throws -> Double {
        let (name, rule, learningRate) = Self.rules[index]
        let golden = try TrainingGoldens.read().updates
        let path = try #require(golden.paths[name])
        var random = RandomStream(seed: 1, name: .initialization)
        let model = Linear(3, 2, random: &random)
        model.weight.value = Tensor(golden.weight, shape: [2, 3]).cast(to: type)
        model.bias?.value = Tensor(golden.bias).cast(to: type)
        let inputs = Tensor(golden.inputs, shape: [6, 3]).cast(to: type)
        let targets = Tensor(golden.targets, shape: [6, 2]).cast(to: type)
        let optimizer = Optimizer(rule, learningRate: learningRate)
        #expect(path.count == 5)
        return try path.reduce(0) { largest, step in
            let gradients = valueAndGradients(of: model, in: .training()) { meanSquaredError(model(inputs), targets) }
                .gradients
            optimizer.update(model, along: gradients)
            let bias = try #require(model.bias)
            return max(
                largest, relativeDifference(model.weight.value.doubles, step.weight),
                relativeDifference(bias.value.doubles, step.bias))
        }
    }

    @Test("the reference engine follows PyTorch to the last digits of float64", arguments: rules.indices)
    func reference(_ index: Int) throws {
        #expect(try error(index, in: .float64) < 1e-12, "\(Self.rules[index].name)")
    }

    @Test("the fast engine follows PyTorch within float32", arguments: rules.indices)
    func fast(_ index: Int) throws {
        #expect(try error(index, in: .float32) < 1e-6, "\(Self.rules[index].name)")
    }

    @Test("both engines' rules agree on parameters large enough for several threads", arguments: rules.indices)
    func engines(_ index: Int) {
        let (name, rule, learningRate) = Self.rules[index]
        let made = [OneDNNEngine.shared, ReferenceEngine.shared].map { (engine: any ComputeEngine) -> [[Double]] in
            let parameter = randomTensor([200, 201]).copy.buffer
            let slots = rule.slots.map { _ in Tensor.zeros([200, 201]).buffer }
            for step in 1...3 {
                engine.update(
                    rule, parameter: parameter, gradient: randomTensor([200, 201], seed: UInt64(step + 1)).buffer,
                    slots: slots, learningRate: learningRate, step: step)
            }
            return ([parameter] + slots).map { Tensor($0).doubles }
        }
        // Where decay nearly cancels a gradient, the last digit decides its sign, and these rules go by signs.
        let tolerance = name.contains("decay") ? 1e-4 : 2e-6
        for (fast, exact) in zip(made[0], made[1]) { #expect(relativeDifference(fast, exact) < tolerance) }
    }
}
