import Foundations

/// A small symmetric matrix A of float64, with its eigenvalues and its square root.
///
/// Jacobi's cyclic method: rotations J with A ← Jᵀ A J make the off-diagonal numbers zero, one after the other, sweep
/// after sweep, until the diagonal has the eigenvalues λ and the product of all rotations the eigenvectors V, A = V Λ
/// Vᵀ (Golub, Van Loan, "Matrix Computations", 4th edition, section 8.5). A sweep takes about 6 N³ operations, and
/// convergence is quadratic: matrices of some hundred rows need about ten sweeps.
public struct SymmetricMatrix: Sendable {
    /// Rows, and columns.
    public let width: Int
    /// Row by row.
    private var numbers: [Double]

    /// Far more than matrices of some hundred rows need.
    private static let mostSweeps = 60
    /// The largest remaining part of Σ a² off the diagonal: its effect on an eigenvalue is far below rounding.
    private static let tolerance = 1e-24

    /// A matrix of zeros.
    public init(width: Int) {
        self.width = width
        numbers = [Double](repeating: 0, count: width * width)
    }

    /// - Shapes: rows N × N, symmetric.
    public init(_ rows: [[Double]]) {
        Contract.require(
            rows.allSatisfy { $0.count == rows.count }, "SymmetricMatrix",
            "the length of the rows differs from their number")
        (width, numbers) = (rows.count, Array(rows.joined()))
    }

    /// The number of a row and a column. Setting changes only this one; the caller sets the mirrored one.
    public subscript(row: Int, column: Int) -> Double {
        get { numbers[row * width + column] }
        set { numbers[row * width + column] = newValue }
    }

    /// Σ aᵢᵢ, which is Σ λ.
    public var trace: Double { (0..<width).reduce(0) { $0 + self[$1, $1] } }

    /// The matrix product, which is symmetric for the caller or a step to a symmetric one.
    public func times(_ other: SymmetricMatrix) -> SymmetricMatrix {
        var result = SymmetricMatrix(width: width)
        for i in 0..<width {
            for k in 0..<width {
                let factor = self[i, k]
                for j in 0..<width { result[i, j] += factor * other[k, j] }
            }
        }
        return result
    }

    /// The root V √Λ Vᵀ of a matrix without negative eigenvalues; values that are negative from rounding count as 0.
    public var squareRoot: SymmetricMatrix {
        var vectors: SymmetricMatrix? = identity
        let values = diagonal(following: &vectors)
        var result = SymmetricMatrix(width: width)
        guard let vectors else { return result }
        for k in 0..<width {
            let root = max(0, values[k]).squareRoot()
            for i in 0..<width { for j in 0..<width { result[i, j] += vectors[i, k] * root * vectors[j, k] } }
        }
        return result
    }

    /// All eigenvalues, in no order.
    public var eigenvalues: [Double] {
        var none: SymmetricMatrix?
        return diagonal(following: &none)
    }

    private var identity: SymmetricMatrix {
        var identity = SymmetricMatrix(width: width)
        for i in 0..<width { identity[i, i] = 1 }
        return identity
    }

    /// The diagonal after all rotations.
    ///
    /// - Parameter vectors: also rotated; the identity becomes the eigenvectors, as columns.
    private func diagonal(following vectors: inout SymmetricMatrix?) -> [Double] {
        var a = self
        let size = numbers.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<Self.mostSweeps {
            var off = 0.0
            for i in 0..<width { for j in 0..<i { off += 2 * a[i, j] * a[i, j] } }
            if off <= Self.tolerance * size { break }
            for p in 0..<width { for q in (p + 1)..<max(p + 1, width) { a.rotate(p, q, with: &vectors) } }
        }
        return (0..<width).map { a[$0, $0] }
    }

    /// The rotation that makes a[p, q] zero.
    private mutating func rotate(_ p: Int, _ q: Int, with vectors: inout SymmetricMatrix?) {
        guard abs(self[p, q]) > 1e-300 else { return }
        let slope = (self[q, q] - self[p, p]) / (2 * self[p, q])
        let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        turnColumns(p, q, cosine, sine)
        for k in 0..<width {
            let (x, y) = (self[p, k], self[q, k])
            (self[p, k], self[q, k]) = (cosine * x - sine * y, sine * x + cosine * y)
        }
        vectors?.turnColumns(p, q, cosine, sine)
    }

    private mutating func turnColumns(_ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
        for k in 0..<width {
            let (x, y) = (self[k, p], self[k, q])
            (self[k, p], self[k, q]) = (cosine * x - sine * y, sine * x + cosine * y)
        }
    }
}
