import Core
import Foundation
import Testing

@Suite("Symmetric matrices") struct SymmetricMatrixTests {
    @Test("eigenvalues of [[2, 1], [1, 2]] are 3 and 1; a matrix without rows has none")
    func two() {
        let values = SymmetricMatrix([[2, 1], [1, 2]]).eigenvalues.sorted()
        #expect(abs(values[0] - 1) < 1e-12 && abs(values[1] - 3) < 1e-12)
        #expect(SymmetricMatrix(width: 0).eigenvalues.isEmpty && SymmetricMatrix([[7]]).eigenvalues == [7])
        #expect(SymmetricMatrix(width: 3).eigenvalues == [0, 0, 0])
    }

    @Test("eigenvalues of a path's matrix are 2 − 2 cos(kπ/(n + 1))")
    func path() {
        let n = 30
        let rows = (0..<n).map { i in (0..<n).map { j in i == j ? 2.0 : abs(i - j) == 1 ? -1 : 0 } }
        let values = SymmetricMatrix(rows).eigenvalues.sorted()
        for k in 1...n { #expect(abs(values[k - 1] - (2 - 2 * cos(Double(k) * .pi / Double(n + 1)))) < 1e-12) }
    }

    @Test("the root of a random covariance times itself is the matrix; its trace is the sum of the eigenvalues")
    func root() {
        let width = 12
        var random = RandomStream(seed: 2, name: StreamName("matrix"))
        let rows = (0..<40).map { _ in (0..<width).map { _ in random.normal() } }
        var matrix = SymmetricMatrix(width: width)
        for row in rows { for i in 0..<width { for j in 0..<width { matrix[i, j] += row[i] * row[j] / 39 } } }
        let root = matrix.squareRoot
        let square = root.times(root)
        for i in 0..<width { for j in 0..<width { #expect(abs(square[i, j] - matrix[i, j]) < 1e-10) } }
        #expect(abs(matrix.eigenvalues.reduce(0, +) - matrix.trace) < 1e-10)
    }
}
