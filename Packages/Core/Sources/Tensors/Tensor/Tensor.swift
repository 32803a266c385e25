import Engine
import Foundations

/// An array of numbers of any rank, and, while gradients are being recorded, its place on the tape.
///
/// Tensors are values: operations make new ones and never change their arguments. A shape lists the extents of the
/// axes, outermost first; a tensor of shape [] is a single number.
public struct Tensor {
    /// The numbers, in the layout that the engine chose.
    public let buffer: Buffer
    /// Where gradients flow through this tensor; nil for a constant.
    let node: TapeNode?

    /// A constant with these numbers.
    public init(_ buffer: Buffer) {
        self.init(buffer, node: nil)
    }

    init(_ buffer: Buffer, node: TapeNode?) {
        self.buffer = buffer
        self.node = node
    }

    /// A tensor of `shape` from its numbers in row-major order.
    public init<Scalar: TensorScalar>(_ scalars: [Scalar], shape: Shape) {
        Contract.require(
            scalars.count == shape.elementCount, "Tensor", "\(scalars.count) numbers for shape \(shape)")
        let buffer = Buffer(shape: shape, type: Scalar.scalarType)
        scalars.withUnsafeBufferPointer { from in
            guard let start = from.baseAddress else { return }
            buffer.stored(Scalar.self).update(from: start, count: from.count)
        }
        self.init(buffer)
    }

    /// A tensor of `shape` from numbers in memory, in row-major order.
    package init(copying numbers: UnsafePointer<Float>, shape: Shape) {
        let buffer = Buffer(shape: shape, type: .float32)
        buffer.stored(Float.self).update(from: numbers, count: buffer.count)
        self.init(buffer)
    }

    /// A tensor of one axis.
    public init<Scalar: TensorScalar>(_ scalars: [Scalar]) {
        self.init(scalars, shape: [scalars.count])
    }

    /// A single number.
    public init<Scalar: TensorScalar>(_ scalar: Scalar) {
        self.init([scalar], shape: [])
    }

    /// A tensor of one repeated number, of a floating-point type.
    public init(repeating value: Double, shape: Shape, type: ScalarType = .float32) {
        let buffer = Buffer(shape: shape, type: type)
        switch type {
        case .float32: buffer.stored(Float.self).update(repeating: Float(value), count: buffer.count)
        case .float64: buffer.stored(Double.self).update(repeating: value, count: buffer.count)
        case .int32: buffer.stored(Int32.self).update(repeating: Int32(value), count: buffer.count)
        }
        self.init(buffer)
    }

    public static func zeros(_ shape: Shape, type: ScalarType = .float32) -> Tensor {
        Tensor(repeating: 0, shape: shape, type: type)
    }

    public static func ones(_ shape: Shape, type: ScalarType = .float32) -> Tensor {
        Tensor(repeating: 1, shape: shape, type: type)
    }

    public var shape: Shape { buffer.shape }
    public var rank: Int { buffer.shape.count }
    public var count: Int { buffer.count }
    public var type: ScalarType { buffer.type }

    /// The same numbers, through which no gradient flows.
    public var detached: Tensor { Tensor(buffer) }

    /// The same numbers in separate memory.
    package var copy: Tensor { Tensor(buffer.copy()) }

    package var engine: any ComputeEngine { ComputeContext.engine(for: buffer.type) }
}

// MARK: - Reading

extension Tensor {
    /// The numbers in row-major order.
    public func scalars<Scalar: TensorScalar>(_ type: Scalar.Type = Float.self) -> [Scalar] {
        buffer.withUnsafeNumbers(type) { Array($0) }
    }

    /// The numbers in row-major order, as float64 for any type.
    public var doubles: [Double] {
        switch type {
        case .float32: scalars(Float.self).map(Double.init)
        case .float64: scalars(Double.self)
        case .int32: scalars(Int32.self).map(Double.init)
        }
    }

    /// The bits of the numbers in row-major order, of 32 bits each.
    package var bitPatterns: [UInt32] {
        switch type {
        case .float32: scalars(Float.self).map(\.bitPattern)
        case .float64:
            scalars(Double.self).flatMap { [UInt32(truncatingIfNeeded: $0.bitPattern), UInt32($0.bitPattern >> 32)] }
        case .int32: scalars(Int32.self).map { UInt32(bitPattern: $0) }
        }
    }

    /// The number of a tensor with only one.
    public var item: Double {
        Contract.require(count == 1, "item", "shape \(shape) holds \(count) numbers, expected one")
        return switch type {
        case .float32: Double(buffer.rowMajor(Float.self).pointee)
        case .float64: buffer.rowMajor(Double.self).pointee
        case .int32: Double(buffer.rowMajor(Int32.self).pointee)
        }
    }
}

extension Tensor: CustomStringConvertible {
    public var description: String {
        let shown = doubles.prefix(8).map { String($0) }.joined(separator: ", ")
        return "Tensor(\(type), shape \(shape), [\(shown)\(count > 8 ? ", …" : "")])"
    }
}
