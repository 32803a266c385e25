import Foundations

/// Arithmetic in plain Swift, float32 and float64: the reference of every test and the engine of gradient checks.
///
/// Its loops are written to be compared with the formula, not to be fast. Results are in row-major order. Sums are in
/// float64 for all types of numbers, so that a difference to a fast engine is that engine's rounding.
public final class ReferenceEngine: ComputeEngine {
    public static let shared = ReferenceEngine()

    public let name = "reference"

    private init() {}

    /// Integers are moved, and added or multiplied by `binary`, but no model computes in them.
    public func supports(_ type: ScalarType) -> Bool { type.isFloatingPoint }

    /// The result of the body that computes in numbers of `type`.
    func inPrecision<Result>(
        of type: ScalarType, _ operation: StaticString, float32: () -> Result, float64: () -> Result
    ) -> Result {
        switch type {
        case .float32: float32()
        case .float64: float64()
        case .int32: Contract.fail(operation, "numbers of int32, expected float32 or float64")
        }
    }
}

/// Running sums in float64, zero at first.
struct ReferenceSums {
    private let memory: Memory
    private let numbers: UnsafeMutablePointer<Double>
    private let count: Int

    init(count: Int) {
        self.count = count
        memory = Memory(byteCount: count * MemoryLayout<Double>.size)
        numbers = memory.address.assumingMemoryBound(to: Double.self)
        numbers.update(repeating: 0, count: count)
    }

    subscript(index: Int) -> Double {
        get { numbers[index] }
        nonmutating set { numbers[index] = newValue }
    }

    /// The sums rounded to the type of the result.
    func rounded<Scalar: ReferenceScalar>(to shape: Shape, as type: Scalar.Type) -> Buffer {
        let result = Buffer(shape: shape, type: type.scalarType)
        let to = result.rowMajor(type)
        for i in 0..<count { to[i] = Scalar(numbers[i]) }
        return result
    }
}
