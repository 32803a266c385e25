import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Optimizers") struct OptimizerTests {
    private func layer(seed: UInt64 = 1) -> Linear {
        var random = RandomStream(seed: seed, name: .initialization)
        return Linear(4, 3, random: &random)
    }

    private func gradients(of model: Linear, at step: Int) -> Gradients {
        let x = randomTensor([5, 4], seed: UInt64(step))
        return valueAndGradients(of: model, in: .training()) { square(model(x)).mean() }.gradients
    }

    @Test("clipping to a norm follows torch.nn.utils.clip_grad_norm_")
    func clippingToNorm() throws {
        let golden = try TrainingGoldens.read().clipping
        for type in [ScalarType.float32, .float64] {
            let gradients = Gradients(tensors: golden.before.map { Tensor($0).cast(to: type) })
            #expect((gradients.norm - golden.norm).magnitude < 1e-6 * golden.norm)
            let clipped = gradients.clipped(toNorm: golden.limit)
            for (ours, expected) in zip(clipped.tensors, golden.after) {
                // PyTorch adds 1e-6 to the norm that it divides by.
                #expect(relativeDifference(ours.doubles, expected) < 1e-6)
            }
            let untouched = gradients.clipped(toNorm: golden.norm * 1.01)
            #expect(untouched.tensors.map(\.doubles) == gradients.tensors.map(\.doubles))
        }
    }

    @Test("clipping to a value")
    func clippingToValue() {
        let clipped = Gradients(tensors: [Tensor([-3, -0.5, 0, 0.5, 3] as [Float])]).clipped(toValue: 1)
        #expect(clipped.tensors[0].scalars() == [-1, -0.5, 0, 0.5, 1])
    }

    @Test("going on from a saved state takes the same steps", arguments: UpdateRuleTests.rules.indices)
    func resume(_ index: Int) throws {
        let (_, rule, learningRate) = UpdateRuleTests.rules[index]
        for pause in [0, 1, 3] {
            let (model, other) = (layer(), layer(seed: 2))
            let optimizer = Optimizer(rule, learningRate: learningRate)
            for step in 0..<pause { optimizer.update(model, along: gradients(of: model, at: step)) }
            let state = optimizer.state(of: model)
            for (a, b) in zip(other.parameters, model.parameters) { a.parameter.assign(b.parameter.value.copy) }
            let second = Optimizer(rule, learningRate: learningRate)
            try second.restore(state, step: optimizer.step, of: other)
            for step in pause..<6 {
                optimizer.update(model, along: gradients(of: model, at: step))
                second.update(other, along: gradients(of: other, at: step))
            }
            #expect(second.step == 6)
            #expect(model.parameters.map(\.parameter.value.bytes) == other.parameters.map(\.parameter.value.bytes))
        }
    }

    @Test("a state that does not fit is refused")
    func badState() throws {
        let model = layer()
        let optimizer = Optimizer(.adam(), learningRate: 0.1)
        #expect(
            optimizer.state(of: model).keys.sorted() == [
                "bias.exp_avg", "bias.exp_avg_sq", "weight.exp_avg", "weight.exp_avg_sq",
            ])
        var state = optimizer.state(of: model)
        state["bias.exp_avg"] = .zeros([4])
        #expect { try optimizer.restore(state, step: 1, of: model) } throws: {
            String(describing: $0) == "'bias.exp_avg' has shape [4], expected [3]"
        }
        state["bias.exp_avg"] = nil
        #expect { try optimizer.restore(state, step: 1, of: model) } throws: {
            String(describing: $0) == "'bias.exp_avg' is missing"
        }
    }

    @Test("a saved state does not change with the next step")
    func stateIsACopy() {
        let model = layer()
        let optimizer = Optimizer(.sgd(momentum: 0.9), learningRate: 0.1)
        optimizer.update(model, along: gradients(of: model, at: 0))
        let state = optimizer.state(of: model)
        let before = state.mapValues(\.bytes)
        optimizer.update(model, along: gradients(of: model, at: 1))
        #expect(state.mapValues(\.bytes) == before)
        #expect(optimizer.state(of: model).mapValues(\.bytes) != before)
    }
}
