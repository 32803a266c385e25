import Engine
import Foundations

// Functions of two numbers, broadcast as NumPy does: axes are matched from the last, an extent of 1 is repeated.

extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        combine(.add, a, b, { $0 }, { $0 })
    }

    public static func - (a: Tensor, b: Tensor) -> Tensor {
        combine(.subtract, a, b, { $0 }, { -$0 })
    }

    public static func * (a: Tensor, b: Tensor) -> Tensor {
        combine(.multiply, a, b, { $0 * b.detached }, { $0 * a.detached })
    }

    public static func / (a: Tensor, b: Tensor) -> Tensor {
        combine(.divide, a, b, { $0 / b.detached }, { -($0 * a.detached) / square(b.detached) })
    }

    /// a op b, whose gradients with respect to a and b follow from the gradient with respect to the result, before
    /// broadcasting is undone.
    fileprivate static func combine(
        _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor, _ gradientA: @escaping (Tensor) -> Tensor,
        _ gradientB: @escaping (Tensor) -> Tensor
    ) -> Tensor {
        Contract.require(a.type == b.type, "arithmetic", "types \(a.type) and \(b.type), expected the same")
        let result = a.engine.binary(operation, a.buffer, b.buffer)
        guard let tape = Tape.shared(by: a, b) else { return Tensor(result) }
        return tape.record(result) { gradient, tape in
            tape.add(to: a) { gradientA(gradient).summed(backTo: a.shape) }
            tape.add(to: b) { gradientB(gradient).summed(backTo: b.shape) }
        }
    }

    /// Undoes broadcasting: the sum over the axes along which a tensor of `shape` was repeated.
    private func summed(backTo shape: Shape) -> Tensor {
        if self.shape == shape { return self }
        let axes = Broadcast.repeatedAxes(of: shape, in: self.shape)
        let sum = axes.isEmpty ? buffer : engine.reduce(.sum, buffer, axes: axes)
        return Tensor(sum.reshaped(to: shape))
    }
}

/// The larger of each pair; where both are equal the gradient flows to `a`.
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor {
    .combine(
        .maximum, a, b, { $0 * hardLimit(a.detached - b.detached) },
        { $0 * (1 - hardLimit(a.detached - b.detached)) })
}

/// The smaller of each pair; where both are equal the gradient flows to `a`.
public func minimum(_ a: Tensor, _ b: Tensor) -> Tensor {
    .combine(
        .minimum, a, b, { $0 * hardLimit(b.detached - a.detached) },
        { $0 * (1 - hardLimit(b.detached - a.detached)) })
}
