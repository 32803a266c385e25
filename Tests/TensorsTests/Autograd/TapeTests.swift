import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Recording gradients") struct TapeTests {
    private struct Stopped: Error {}

    private func layer() -> Linear {
        var random = RandomStream(seed: 1, name: .initialization)
        return Linear(3, 2, random: &random)
    }

    @Test("constants record nothing, inside and outside")
    func constants() {
        let x = randomTensor([4, 3])
        #expect(tanh(x).node == nil)
        let gradients = valueAndGradients(at: [x], in: .evaluation) { inputs in
            #expect(tanh(x).node == nil)
            #expect((x * 2 + inputs[0].detached).node == nil)
            #expect((x + inputs[0]).node != nil)
            return (inputs[0] * x).sum()
        }.gradients
        #expect(gradients[0].bytes == x.bytes)
        #expect(layer()(x).node == nil)
    }

    @Test("a tensor that leaks counts as a constant")
    func leak() {
        let model = layer()
        let x = randomTensor([4, 3])
        var leaked = x
        _ = valueAndGradients(of: model, in: .training()) {
            leaked = model(x)
            return leaked.sum()
        }
        #expect(model.weight.value.node == nil)
        #expect(tanh(leaked).node?.tape.isRecording != true)
        let gradients = valueAndGradients(at: [x], in: .evaluation) { ($0[0].sum() * leaked).sum() }.gradients
        #expect(relativeDifference(gradients[0].doubles, Array(repeating: leaked.sum().item, count: 12)) < 1e-6)
    }

    @Test("a closure that throws leaves constants behind")
    func thrown() {
        let model = layer()
        let x = randomTensor([4, 3])
        var leaked = x
        #expect(throws: Stopped.self) {
            _ = try valueAndGradients(of: model, in: .training()) {
                leaked = model(x)
                throw Stopped()
            }
        }
        #expect(model.parameters.allSatisfy { $0.parameter.value.node == nil })
        #expect(TrainingPhase.current == nil)
        let gradients = valueAndGradients(of: model, in: .training()) { (leaked * model(x)).sum() }.gradients
        #expect(gradients.norm > 0)
        #expect(throws: Stopped.self) {
            _ = try valueAndGradients(at: [x], in: .evaluation) {
                leaked = $0[0]
                throw Stopped()
            }
        }
        #expect((leaked * 2).node == nil)
    }

    @Test("a closure that throws leaves no memory behind")
    func thrownMemory() {
        let model = layer()
        weak var tape: Tape?
        weak var result: Buffer?
        func compute(_ x: Tensor) throws -> Tensor {
            // Parameters and results alike hold the tape.
            let y = tanh(model(x))
            (tape, result) = (y.node?.tape, y.buffer)
            throw Stopped()
        }
        #expect(throws: Stopped.self) {
            _ = try valueAndGradients(of: model, in: .training()) { try compute(randomTensor([4, 3])) }
        }
        #expect(tape == nil && result == nil)
        #expect(throws: Stopped.self) {
            try Optimizer(.sgd(), learningRate: 0.1).takeStep(of: model) { try compute(randomTensor([4, 3])) }
        }
        #expect(tape == nil && result == nil)
        #expect(throws: Stopped.self) {
            _ = try valueAndGradients(at: [randomTensor([4, 3])], in: .evaluation) { try compute($0[0]) }
        }
        #expect(tape == nil && result == nil)
    }

    @Test("what the loss does not use has gradients of zero")
    func unused() {
        var random = RandomStream(seed: 1, name: .initialization)
        let model = Sequential(Linear(3, 2, random: &random), Linear(5, 4, random: &random))
        let x = randomTensor([4, 3])
        let gradients = valueAndGradients(of: model, in: .training()) { model.layers[0](x).sum() }.gradients.tensors
        #expect(gradients.map(\.shape) == [[2, 3], [2], [4, 5], [4]])
        #expect(gradients[2].doubles.allSatisfy { $0 == 0 } && gradients[3].doubles.allSatisfy { $0 == 0 })
        #expect(gradients[1].scalars() == [4, 4])
        let inputs = valueAndGradients(at: [x, x], in: .evaluation) { $0[0].sum() }.gradients
        #expect(inputs[1].doubles == Array(repeating: 0, count: 12))
    }

    @Test("a loss that depends on no parameter has gradients of zero")
    func constantLoss() {
        let model = layer()
        let (value, gradients) = valueAndGradients(of: model, in: .training()) { Tensor(3 as Float) }
        #expect(value.item == 3)
        #expect(gradients.norm == 0)
    }

    @Test("the value is the loss itself, and a constant")
    func value() {
        let model = layer()
        let x = randomTensor([4, 3])
        let (value, _) = valueAndGradients(of: model, in: .training()) { square(model(x)).mean() }
        #expect(value.node == nil)
        #expect(value.item == square(model(x)).mean().item)
    }

    @Test("a recording within another one has gradients of its own")
    func nested() {
        let x = Tensor([2, 3] as [Float])
        let gradients = valueAndGradients(at: [x], in: .evaluation) { outer in
            let inner = valueAndGradients(at: [outer[0].detached], in: .evaluation) { square($0[0]).sum() }.gradients[0]
            #expect(inner.scalars() == [4, 6])
            return (outer[0] * inner).sum()
        }.gradients
        #expect(gradients[0].scalars() == [4, 6])
    }

    @Test("gradients add up over the uses of a parameter")
    func sharedParameter() {
        let model = layer()
        let (x, y) = (randomTensor([4, 3]), randomTensor([4, 3], seed: 2))
        func gradient(_ loss: () -> Tensor) -> [Double] {
            valueAndGradients(of: model, in: .training(), loss).gradients.tensors[0].doubles
        }
        let both = gradient { model(x).sum() + square(model(y)).sum() }
        let apart = zip(gradient { model(x).sum() }, gradient { square(model(y)).sum() }).map { $0 + $1 }
        #expect(relativeDifference(both, apart) < 1e-6)
    }

    @Test("a copy of a parameter's value does not change when the parameter does", arguments: [false, true])
    func valueSemantics(_ blocked: Bool) {
        var random = RandomStream(seed: 1, name: .initialization)
        let model = Conv2D(16, 32, kernelSize: 3, random: &random)
        let x = randomTensor([2, 16, 6, 6])
        if blocked {
            // The engine keeps the weights in its own layout once it has used them.
            _ = model(x)
            #expect(model.weight.value.buffer.copy().layout != nil)
        }
        let optimizer = Optimizer(.adam(), learningRate: 0.1)
        for _ in 0..<2 {
            let copies = [
                model.weight.value, model.weight.value.reshaped(to: [32, -1]), model.weight.value.cast(to: .float64),
            ]
            let before = copies.map(\.bytes)
            let gradients = valueAndGradients(of: model, in: .training()) { square(model(x)).mean() }.gradients
            optimizer.update(model, along: gradients)
            #expect(copies.map(\.bytes) == before)
            #expect(model.weight.value.bytes != before[0])
        }
    }

    @Test("a parameter's initial tensor and an assigned one stay as they were")
    func assignment() {
        let initial = randomTensor([2, 3])
        let bytes = initial.bytes
        let model = layer()
        model.weight.assign(initial)
        #expect(model.weight.value.bytes == bytes)
        let gradients = valueAndGradients(of: model, in: .training()) { model(randomTensor([4, 3])).sum() }.gradients
        Optimizer(.sgd(), learningRate: 1).update(model, along: gradients)
        #expect(initial.bytes == bytes)
        #expect(model.weight.value.bytes != bytes)
    }
}
