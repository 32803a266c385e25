import Foundations

extension ReferenceEngine {
    public func unary(_ operation: UnaryOperation, _ x: Buffer) -> Buffer {
        inPrecision(
            of: x.type, "unary",
            float32: { unary(operation, x, as: Float.self) }, float64: { unary(operation, x, as: Double.self) })
    }

    private func unary<Scalar: ReferenceScalar>(
        _ operation: UnaryOperation, _ x: Buffer, as type: Scalar.Type
    ) -> Buffer {
        let result = Buffer(shape: x.shape, type: x.type)
        let from = x.rowMajor(type)
        let to = result.rowMajor(type)
        for i in 0..<x.count { to[i] = operation.value(from[i]) }
        return result
    }

    public func unaryGradient(_ operation: UnaryOperation, x: Buffer, y: Buffer, gradient: Buffer) -> Buffer {
        inPrecision(
            of: gradient.type, "unaryGradient",
            float32: { unaryGradient(operation, x, y, gradient, as: Float.self) },
            float64: { unaryGradient(operation, x, y, gradient, as: Double.self) })
    }

    private func unaryGradient<Scalar: ReferenceScalar>(
        _ operation: UnaryOperation, _ x: Buffer, _ y: Buffer, _ gradient: Buffer, as type: Scalar.Type
    ) -> Buffer {
        let result = Buffer(shape: gradient.shape, type: gradient.type)
        let (xs, ys, ds) = (x.rowMajor(type), y.rowMajor(type), gradient.rowMajor(type))
        let to = result.rowMajor(type)
        for i in 0..<gradient.count { to[i] = operation.gradient(ds[i], x: xs[i], y: ys[i]) }
        return result
    }

    // MARK: Two arguments

    public func binary(_ operation: BinaryOperation, _ a: Buffer, _ b: Buffer) -> Buffer {
        switch a.type {
        case .float32: broadcast(a, b) { Self.combine(operation, $0 as Float, $1) }
        case .float64: broadcast(a, b) { Self.combine(operation, $0 as Double, $1) }
        case .int32: broadcast(a, b) { Self.combine(operation, $0 as Int32, $1) }
        }
    }

    @inline(__always)
    private static func combine<Scalar: ReferenceScalar>(
        _ operation: BinaryOperation, _ a: Scalar, _ b: Scalar
    ) -> Scalar {
        switch operation {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .maximum: .larger(a, b)
        case .minimum: .smaller(a, b)
        }
    }

    /// Integers wrap around, as in C.
    @inline(__always)
    private static func combine(_ operation: BinaryOperation, _ a: Int32, _ b: Int32) -> Int32 {
        switch operation {
        case .add: a &+ b
        case .subtract: a &- b
        case .multiply: a &* b
        case .divide: Contract.fail("binary", "divide of int32, expected float32 or float64")
        case .maximum: max(a, b)
        case .minimum: min(a, b)
        }
    }

    @inline(__always)
    private func broadcast<Scalar: TensorScalar>(
        _ a: Buffer, _ b: Buffer, _ combine: (Scalar, Scalar) -> Scalar
    ) -> Buffer {
        let rank = max(a.shape.count, b.shape.count)
        let shapeA = Shape(repeating: 1, count: rank - a.shape.count) + a.shape
        let shapeB = Shape(repeating: 1, count: rank - b.shape.count) + b.shape
        // An extent of 1 becomes the other extent, even if that is 0.
        let result = Buffer(shape: zip(shapeA, shapeB).map { $0 == 1 ? $1 : $0 }, type: a.type)
        let (from, other, to) = (a.rowMajor(Scalar.self), b.rowMajor(Scalar.self), result.rowMajor(Scalar.self))
        var next = 0
        StridedWalk.visit(result.shape, strides: repeatingStrides(of: shapeA), repeatingStrides(of: shapeB)) { i, j in
            to[next] = combine(from[i], other[j])
            next += 1
        }
        return result
    }

    /// Row-major strides in which an axis of extent 1 does not step.
    private func repeatingStrides(of shape: Shape) -> [Int] {
        zip(shape, StridedWalk.rowMajorStrides(of: shape)).map { $0 == 1 ? 0 : $1 }
    }

    // MARK: Dropout

    public func dropout(_ x: Buffer, rate: Double, key: UInt64, counter: UInt64) -> Buffer {
        Contract.require(0 <= rate && rate < 1, "dropout", "rate \(rate), expected one in 0 ..< 1")
        return DropoutMask(DropoutDraw(rate: rate, key: key, counter: counter), count: x.count).applied(to: x)
    }
}
