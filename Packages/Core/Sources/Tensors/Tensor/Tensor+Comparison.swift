import Engine
import Foundations

// Comparisons element by element, broadcast as arithmetic is. The results are 1 where the comparison holds and 0 where
// it does not, of the arguments' type, or float32 where these are int32; no gradient flows through them. What is not a
// number is unequal to everything. The operators are those by which Swift compares SIMD vectors.

extension Tensor {
    /// 1 where a = b, otherwise 0: `(predictions .== labels).mean()` is the accuracy.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { compare(a, b) { $0 == $1 } }
    /// 1 where a ≠ b, otherwise 0.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor { compare(a, b) { $0 != $1 } }
    /// 1 where a < b, otherwise 0.
    public static func .< (a: Tensor, b: Tensor) -> Tensor { compare(a, b) { $0 < $1 } }
    /// 1 where a ≤ b, otherwise 0.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor { compare(a, b) { $0 <= $1 } }
    /// 1 where a > b, otherwise 0.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { compare(a, b) { $0 > $1 } }
    /// 1 where a ≥ b, otherwise 0.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor { compare(a, b) { $0 >= $1 } }

    /// 1 where x equals the number, otherwise 0.
    public static func .== (x: Tensor, number: Double) -> Tensor { x .== x.constant(number) }
    /// 1 where x differs from the number, otherwise 0.
    public static func .!= (x: Tensor, number: Double) -> Tensor { x .!= x.constant(number) }
    /// 1 where x is below the number, otherwise 0.
    public static func .< (x: Tensor, number: Double) -> Tensor { x .< x.constant(number) }
    /// 1 where x is at most the number, otherwise 0.
    public static func .<= (x: Tensor, number: Double) -> Tensor { x .<= x.constant(number) }
    /// 1 where x is above the number, otherwise 0.
    public static func .> (x: Tensor, number: Double) -> Tensor { x .> x.constant(number) }
    /// 1 where x is at least the number, otherwise 0.
    public static func .>= (x: Tensor, number: Double) -> Tensor { x .>= x.constant(number) }

    /// One number of this tensor's type.
    private func constant(_ number: Double) -> Tensor { Tensor(repeating: number, shape: [], type: type) }

    private static func compare(_ a: Tensor, _ b: Tensor, _ holds: (Double, Double) -> Bool) -> Tensor {
        Contract.require(a.type == b.type, "comparison", "types \(a.type) and \(b.type), expected the same")
        return switch a.type {
        case .float32: compare(a, b, Float.self, Float.self) { holds(Double($0), Double($1)) }
        case .float64: compare(a, b, Double.self, Double.self, holds)
        case .int32: compare(a, b, Int32.self, Float.self) { holds(Double($0), Double($1)) }
        }
    }

    @inline(__always)
    private static func compare<Scalar: TensorScalar, Result: TensorScalar>(
        _ a: Tensor, _ b: Tensor, _ type: Scalar.Type, _ result: Result.Type, _ holds: (Scalar, Scalar) -> Bool
    ) -> Tensor {
        let plan = Broadcast(a.shape, b.shape)
        let result = Buffer(shape: plan.shape, type: Result.scalarType)
        let (x, y, to) = (a.buffer.rowMajor(type), b.buffer.rowMajor(type), result.rowMajor(Result.self))
        plan.forEachRow(in: 0..<plan.outerCount) { row, offsetA, offsetB in
            for i in 0..<plan.inner {
                let isTrue = holds(x[offsetA + i * plan.innerStrideA], y[offsetB + i * plan.innerStrideB])
                to[row * plan.inner + i] = isTrue ? 1 : 0
            }
        }
        return Tensor(result)
    }
}
