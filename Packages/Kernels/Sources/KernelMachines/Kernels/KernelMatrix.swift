import Core

/// The kernel matrix K of examples, Kᵢⱼ = k(xᵢ, xⱼ), as a fit uses it: float32 numbers.
///
/// A kernel is an inner product in some space exactly where K is positive semidefinite for all examples (Schölkopf,
/// Smola, "Learning with Kernels", section 2.2).
public struct KernelMatrix: Sendable {
    /// - Shapes: N × N, symmetric.
    public let values: [[Double]]

    /// The maximum number of examples for eigenvalues.
    public static let mostDecomposed = 200

    init(values: [[Double]]) { self.values = values }

    /// - Parameters:
    ///   - points: N rows before φ.
    ///   - kernel: φ and the function of two rows.
    /// - Throws: `FitError` where a feature of φ or a kernel value is not a finite number.
    public init(_ points: KernelRows, kernel: Kernel) throws(FitError) {
        var rows = kernel.suited(try kernel.features(of: points))
        if let map = ColumnMap(rows) {
            rows = map.mapped(rows)
        } else if kernel.kind == .rbf {
            // Distances stay the same, and do not lose digits far from zero.
            rows = rows.centered(on: kernel.center(of: rows))
        }
        let (count, matrix) = (rows.count, kernel.function.matrix(rows, rows))
        values = try matrix.withUnsafeNumbers(Float.self) { (numbers) throws(FitError) in
            var values = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
            for row in 0..<count {
                for column in 0...row {
                    // Sums in a different order may differ in their last digit.
                    let value = (Double(numbers[row * count + column]) + Double(numbers[column * count + row])) / 2
                    guard value.isFinite else { throw .notFinite("a kernel value, \(value),") }
                    (values[row][column], values[column][row]) = (value, value)
                }
            }
            return values
        }
    }

    public var count: Int { values.count }

    /// The smallest and the largest value; nil without examples.
    public var range: ClosedRange<Double>? {
        guard let low = values.joined().min(), let high = values.joined().max() else { return nil }
        return low...high
    }

    /// All eigenvalues, the largest first; nil for more than ``mostDecomposed`` examples.
    public var eigenvalues: [Double]? {
        count <= Self.mostDecomposed ? SymmetricMatrix(values).eigenvalues.sorted(by: >) : nil
    }

    /// Whether no eigenvalue is negative beyond the rounding of float32, N 2⁻²³ times the largest magnitude.
    public static func isPositiveSemidefinite(_ eigenvalues: [Double]) -> Bool {
        let largest = eigenvalues.map(abs).max() ?? 0
        return (eigenvalues.min() ?? 0) >= -Double(eigenvalues.count) * 0x1p-23 * largest
    }

    /// The smallest eigenvalue, where it is negative beyond rounding; for many examples an upper bound vᵀKv / vᵀv from
    /// power iteration, so that a reported matrix certainly has such an eigenvalue.
    var negativeEigenvalue: Double? {
        if let eigenvalues { return Self.isPositiveSemidefinite(eigenvalues) ? nil : eigenvalues.min() }
        let largest = abs(rayleighQuotient(shift: 0))
        let smallest = rayleighQuotient(shift: largest)
        return smallest < -Double(count) * 0x1p-23 * largest ? smallest : nil
    }

    private static let powerSteps = 60

    /// vᵀKv / vᵀv of the direction v that the matrix K − shift stretches most.
    private func rayleighQuotient(shift: Double) -> Double {
        var random = RandomStream(seed: 0, name: StreamName("power iteration"))
        var vector = (0..<count).map { _ in random.normal() }
        var quotient = 0.0
        for _ in 0..<Self.powerSteps {
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard length > 0 else { return 0 }
            vector = vector.map { $0 / length }
            let product = values.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
            quotient = zip(product, vector).reduce(0) { $0 + $1.0 * $1.1 }
            vector = zip(product, vector).map { $0 - shift * $1 }
        }
        return quotient
    }
}
