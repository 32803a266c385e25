import Engine
import Foundations

/// A place on a tape.
struct TapeNode {
    let tape: Tape
    let index: Int
}

/// Records the operations between watched tensors and a loss, and runs them backwards once.
///
/// A tape lives only inside `valueAndGradients`. A tensor finds it through its node, so operations between constants
/// record nothing and have no additional cost. This is reverse-mode automatic differentiation (Griewank, Walther,
/// "Evaluating Derivatives", 2008, chapter 3).
final class Tape {
    /// Turns the gradient with respect to an operation's result into those with respect to its arguments, which it adds
    /// to the tape.
    typealias Pullback = (_ gradient: Tensor, _ tape: Tape) -> Void

    /// Nil for a watched tensor, whose gradient stays.
    private var pullbacks: [Pullback?] = []
    private var gradients: [Tensor?] = []
    /// Whether operations are still being recorded; afterward the tape's tensors count as constants.
    private(set) var isRecording = true

    /// `value` as a tensor whose gradient is required.
    func watch(_ value: Tensor) -> Tensor {
        append(value.buffer, nil)
    }

    /// The result of an operation, recorded.
    func record(_ result: Buffer, _ pullback: @escaping Pullback) -> Tensor {
        append(result, pullback)
    }

    private func append(_ buffer: Buffer, _ pullback: Pullback?) -> Tensor {
        pullbacks.append(pullback)
        return Tensor(buffer, node: TapeNode(tape: self, index: pullbacks.count - 1))
    }

    /// Adds to the gradient with respect to `tensor`, if it is required; otherwise `gradient` is not even computed.
    func add(to tensor: Tensor, _ gradient: () -> Tensor) {
        add(to: tensor.node, gradient)
    }

    /// The same for a tensor whose numbers a pullback does not need to keep.
    func add(to node: TapeNode?, _ gradient: () -> Tensor) {
        guard let node, node.tape === self else { return }
        gradients[node.index] = gradients[node.index].map { $0 + gradient() } ?? gradient()
    }

    /// Ends recording: later computations with the tape's tensors are not recorded.
    func stopRecording() {
        isRecording = false
    }

    /// Forgets what was recorded. Pullbacks hold tensors and tensors hold the tape: where it was never run, none of the
    /// three would end without this.
    func forget() {
        stopRecording()
        (pullbacks, gradients) = ([], [])
    }

    /// Runs the tape backwards from `loss`, and releases the data of each operation as soon as they are used.
    func run(backwardsFrom loss: Tensor) {
        stopRecording()
        gradients = Array(repeating: nil, count: pullbacks.count)
        add(to: loss) { Tensor(repeating: 1, shape: loss.shape, type: loss.type) }
        while let pullback = pullbacks.popLast() {
            let index = pullbacks.count
            guard let pullback else { continue }
            if let gradient = gradients[index] { pullback(gradient, self) }
            gradients[index] = nil
        }
    }

    /// The gradient with respect to a watched tensor; nil where the loss does not depend on it.
    func gradient(of tensor: Tensor) -> Tensor? {
        tensor.node.flatMap { gradients[$0.index] }
    }

    /// The tape that records through any of the tensors.
    static func shared(by tensors: Tensor?...) -> Tape? {
        var tape: Tape?
        for case let tensor? in tensors { tape = joined(tape, shared(by: tensor)) }
        return tape
    }

    @inline(__always)
    static func shared(by tensor: Tensor) -> Tape? {
        guard let tape = tensor.node?.tape, tape.isRecording else { return nil }
        return tape
    }

    @inline(__always)
    static func shared(by a: Tensor, _ b: Tensor) -> Tape? {
        joined(shared(by: a), shared(by: b))
    }

    /// The one of both that records. Two cannot: one of them would miss the operation, and its gradients.
    @inline(__always)
    static func joined(_ a: Tape?, _ b: Tape?) -> Tape? {
        guard let a else { return b }
        Contract.require(
            b == nil || b === a, "valueAndGradients",
            "a recording within another uses a tensor of the outer one, expected its detached value")
        return a
    }
}
