import Engine
import Foundations
import Tensors

/// A tensor of uniform numbers that depend only on the shape's size and `seed`.
package func randomTensor(
    _ shape: Shape, seed: UInt64 = 1, in range: Range<Double> = -1..<1, type: ScalarType = .float32
) -> Tensor {
    var random = RandomStream(seed: seed, name: StreamName("tensor.\(shape)"))
    return Tensor((0..<shape.elementCount).map { _ in random.uniform(in: range) }, shape: shape).cast(to: type)
}

/// Different numbers around zero in a random order, `spacing` apart, so that no two are near a tie.
package func distinctTensor(
    _ shape: Shape, seed: UInt64 = 1, spacing: Double = 0.1, type: ScalarType = .float32
) -> Tensor {
    var random = RandomStream(seed: seed, name: StreamName("distinct.\(shape)"))
    let count = shape.elementCount
    let numbers = random.permutation(of: count).map { (Double($0) - Double(count / 3) + 0.3) * spacing }
    return Tensor(numbers, shape: shape).cast(to: type)
}

/// One random tensor for each shape.
package func randomTensors(
    _ shapes: [Shape], in range: Range<Double> = -1..<1, type: ScalarType = .float32
) -> [Tensor] {
    shapes.enumerated().map { randomTensor($1, seed: UInt64($0 + 1), in: range, type: type) }
}

/// Labels 0, 1, 2, … in turn.
package func cyclicLabels(_ count: Int, classes: Int) -> Tensor {
    Tensor((0..<count).map { Int32($0 * 7 % classes) })
}

extension Tensor {
    /// The bytes of the numbers in row-major order.
    package var bytes: [UInt8] {
        Array(UnsafeRawBufferPointer(start: buffer.rowMajorMemory.address, count: count * type.size))
    }
}
