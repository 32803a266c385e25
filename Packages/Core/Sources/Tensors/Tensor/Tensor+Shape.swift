import Engine
import Foundations

extension Tensor {
    /// The same numbers in row-major order under another shape; one extent may be −1, which is computed.
    public func reshaped(to shape: Shape) -> Tensor {
        let shape = resolved(shape)
        let result = buffer.reshaped(to: shape)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, original) = (node, self.shape)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) { Tensor(gradient.buffer.reshaped(to: original)) }
        }
    }

    private func resolved(_ shape: Shape) -> Shape {
        let known = shape.filter { $0 != -1 }.elementCount
        let resolved = shape.map { $0 == -1 && known > 0 ? count / known : $0 }
        Contract.require(
            resolved.elementCount == count && shape.count { $0 == -1 } <= 1, "reshape",
            "\(self.shape) to \(shape): \(count) numbers do not fit")
        return resolved
    }

    /// All axes after the first as one.
    ///
    /// - Shapes: N × … to N × D.
    public func flattened() -> Tensor { reshaped(to: [shape[0], -1]) }

    /// Axis i of the result is axis axes[i]; by default the order of the axes is reversed.
    public func transposed(_ axes: [Int]? = nil) -> Tensor {
        let axes = axes ?? Array((0..<rank).reversed())
        Contract.require(axes.sorted() == Array(0..<rank), "transpose", "axes \(axes) of shape \(shape)")
        let result = engine.transpose(buffer, axes: axes)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let source = node
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                var inverse = axes
                for (index, axis) in axes.enumerated() { inverse[axis] = index }
                return gradient.transposed(inverse)
            }
        }
    }

    /// The part of one axis within `range`.
    public func sliced(_ range: Range<Int>, axis: Int = 0) -> Tensor {
        Contract.require(
            (0..<rank).contains(axis) && range.lowerBound >= 0 && range.upperBound <= shape[axis], "slice",
            "\(range) of axis \(axis) of shape \(shape)")
        let result = engine.slice(buffer, axis: axis, range: range)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, shape, type) = (node, shape, type)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                var (before, after) = (shape, shape)
                before[axis] = range.lowerBound
                after[axis] = shape[axis] - range.upperBound
                return concatenated([.zeros(before, type: type), gradient, .zeros(after, type: type)], axis: axis)
            }
        }
    }

    /// The numbers as another type. Gradients flow between floating-point types.
    public func cast(to type: ScalarType) -> Tensor {
        if type == self.type { return self }
        let result = engine.cast(buffer, to: type)
        guard type.isFloatingPoint, let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, original) = (node, self.type)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) { gradient.cast(to: original) }
        }
    }

    /// Rows of the first axis by number: result[i, …] = self[indices[i], …].
    ///
    /// - Shapes: V × … with indices N of int32 to N × ….
    public func gathering(_ indices: Tensor) -> Tensor {
        Contract.require(
            rank > 0 && indices.rank == 1 && indices.type == .int32, "gather",
            "indices \(indices.shape) of \(indices.type) into shape \(shape), expected N of int32")
        Contract.require(
            indices.scalars(Int32.self).allSatisfy { (0..<shape[0]).contains(Int($0)) }, "gather",
            "an index is outside 0 ..< \(shape[0])")
        let result = engine.gather(buffer, indices: indices.buffer)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, rows, engine) = (node, shape[0], engine)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                Tensor(engine.scatterAdd(gradient.buffer, indices: indices.buffer, count: rows))
            }
        }
    }
}

/// Tensors side by side along `axis`; their shapes may differ only in this axis.
public func concatenated(_ parts: [Tensor], axis: Int = 0) -> Tensor {
    guard let first = parts.first else { Contract.fail("concatenate", "no tensors") }
    Contract.require(
        first.shape.indices.contains(axis), "concatenate", "shapes \(parts.map(\.shape)) along axis \(axis)")
    var expected = first.shape
    for part in parts {
        expected[axis] = part.shape.indices.contains(axis) ? part.shape[axis] : 0
        Contract.require(
            part.shape == expected && part.type == first.type, "concatenate",
            "shapes \(parts.map(\.shape)) along axis \(axis)")
    }
    let result = first.engine.concatenate(parts.map(\.buffer), axis: axis)
    guard let tape = parts.lazy.compactMap({ Tape.shared(by: $0) }).first else { return Tensor(result) }
    let sources = parts.map { ($0.node, $0.shape[axis]) }
    return tape.record(result) { gradient, tape in
        var start = 0
        for (source, extent) in sources {
            tape.add(to: source) { gradient.sliced(start..<(start + extent), axis: axis) }
            start += extent
        }
    }
}
