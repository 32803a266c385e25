import Engine
import Testing

extension Buffer {
    /// A row-major buffer of these numbers, or a vector where no shape is given.
    package convenience init<Scalar: TensorScalar>(_ numbers: [Scalar], _ shape: Shape? = nil) {
        self.init(shape: shape ?? [numbers.count], type: Scalar.scalarType)
        precondition(count == numbers.count, "\(numbers.count) numbers for shape \(self.shape)")
        let to = rowMajor(Scalar.self)
        for (i, number) in numbers.enumerated() { to[i] = number }
    }

    /// The numbers in row-major order, in their own type.
    package func numbers<Scalar: TensorScalar>(_ type: Scalar.Type) -> [Scalar] {
        withExtendedLifetime(self) { Array(UnsafeBufferPointer(start: rowMajor(type), count: count)) }
    }

    /// The numbers in row-major order, whatever their type.
    package var doubles: [Double] {
        switch type {
        case .float32: numbers(Float.self).map(Double.init)
        case .float64: numbers(Double.self)
        case .int32: numbers(Int32.self).map(Double.init)
        }
    }

    /// The same numbers in another type.
    package func cast(to type: ScalarType) -> Buffer { ReferenceEngine.shared.cast(self, to: type) }
}

/// The largest |a − b| / max(1, |b|) over all elements; infinite where shapes differ or only one is not a number.
package func largestDifference(_ a: Buffer, _ b: Buffer) -> Double {
    a.shape == b.shape ? largestDifference(a.doubles, b.doubles) : .infinity
}

package func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { largest, pair in
        let (x, y) = pair
        if x == y || (x.isNaN && y.isNaN) { return largest }
        let difference = abs(x - y) / max(1, abs(y))
        return difference.isNaN ? .infinity : max(largest, difference)
    }
}

/// A type to compute in and how near to float64 values its results must come.
package struct Precision: Sendable, CustomTestStringConvertible {
    package let type: ScalarType
    package let tolerance: Double

    package static let float64 = Precision(type: .float64, tolerance: 1e-13)
    package static let float32 = Precision(type: .float32, tolerance: 2e-6)
    package static let both = [float64, float32]

    package var testDescription: String { type.rawValue }
}
