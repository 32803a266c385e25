/// A small symmetric matrix of float64, and its eigenvalues by Jacobi's rotations (Golub, Van Loan, "Matrix
/// Computations", section 8.5).
struct SymmetricMatrix: Sendable {
    let width: Int
    private var numbers: [Double]

    init(width: Int) {
        self.width = width
        numbers = [Double](repeating: 0, count: width * width)
    }

    subscript(row: Int, column: Int) -> Double {
        get { numbers[row * width + column] }
        set { numbers[row * width + column] = newValue }
    }

    var trace: Double { (0..<width).reduce(0) { $0 + self[$1, $1] } }

    /// The matrix product, which the caller knows to be symmetric or uses as a step to one that is.
    func times(_ other: SymmetricMatrix) -> SymmetricMatrix {
        var result = SymmetricMatrix(width: width)
        for i in 0..<width {
            for k in 0..<width {
                let factor = self[i, k]
                for j in 0..<width { result[i, j] += factor * other[k, j] }
            }
        }
        return result
    }

    /// The root V √Λ Vᵀ of a matrix without negative eigenvalues; what rounding made negative counts as 0.
    var squareRoot: SymmetricMatrix {
        let (values, vectors) = decomposed()
        var result = SymmetricMatrix(width: width)
        for k in 0..<width {
            let root = max(0, values[k]).squareRoot()
            for i in 0..<width { for j in 0..<width { result[i, j] += vectors[i, k] * root * vectors[j, k] } }
        }
        return result
    }

    var eigenvalues: [Double] { decomposed().values }

    /// Eigenvalues, and eigenvectors as columns.
    private func decomposed() -> (values: [Double], vectors: SymmetricMatrix) {
        var (a, v) = (self, SymmetricMatrix(width: width))
        for i in 0..<width { v[i, i] = 1 }
        let size = numbers.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<60 {
            var off = 0.0
            for i in 0..<width { for j in 0..<i { off += 2 * a[i, j] * a[i, j] } }
            if off <= 1e-24 * size { break }
            for p in 0..<width { for q in (p + 1)..<max(p + 1, width) { Self.rotate(&a, &v, p, q) } }
        }
        return ((0..<width).map { a[$0, $0] }, v)
    }

    /// The rotation that makes a[p, q] zero.
    private static func rotate(_ a: inout SymmetricMatrix, _ v: inout SymmetricMatrix, _ p: Int, _ q: Int) {
        guard abs(a[p, q]) > 1e-300 else { return }
        let slope = (a[q, q] - a[p, p]) / (2 * a[p, q])
        let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in 0..<a.width {
            let (x, y) = (a[k, p], a[k, q])
            (a[k, p], a[k, q]) = (cosine * x - sine * y, sine * x + cosine * y)
        }
        for k in 0..<a.width {
            let (x, y) = (a[p, k], a[q, k])
            (a[p, k], a[q, k]) = (cosine * x - sine * y, sine * x + cosine * y)
            let (s, t) = (v[k, p], v[k, q])
            (v[k, p], v[k, q]) = (cosine * s - sine * t, sine * s + cosine * t)
        }
    }
}
