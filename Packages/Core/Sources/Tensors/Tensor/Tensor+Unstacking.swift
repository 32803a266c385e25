import Engine
import Foundations

extension Tensor {
    /// The parts of the first axis one after the other, such as the steps of a sequence. Gradients flow through.
    ///
    /// The gradients of all parts are put together once. That of a slice is as large as the whole, so that the slices of
    /// a long sequence would take a time that grows with the square of its length.
    ///
    /// - Shapes: T × … to T of ….
    func unstacked() -> [Tensor] {
        let (count, part) = (shape[0], Array(shape.dropFirst()))
        let parts = (0..<count).map { engine.slice(buffer, axis: 0, range: $0..<$0 + 1).reshaped(to: part) }
        guard let tape = Tape.shared(by: self) else { return parts.map { Tensor($0) } }
        let (gradients, source, type) = (PartGradients(count), node, type)
        // It is recorded before the parts, so that its turn comes after theirs.
        let whole = tape.record(Tensor.zeros([1], type: type).buffer) { _, tape in
            tape.add(to: source) {
                concatenated(gradients.known.map { ($0 ?? .zeros(part, type: type)).reshaped(to: [1] + part) })
            }
        }
        return parts.enumerated().map { number, part in
            tape.record(part) { gradient, tape in
                if gradients.areAllUnknown { tape.add(to: whole) { .zeros([1], type: type) } }
                gradients.known[number] = gradient
            }
        }
    }
}

/// The gradients by parts, until all are there; nil where the loss does not depend on a part.
private final class PartGradients {
    var known: [Tensor?]

    init(_ count: Int) { known = Array(repeating: nil, count: count) }

    var areAllUnknown: Bool { known.allSatisfy { $0 == nil } }
}
