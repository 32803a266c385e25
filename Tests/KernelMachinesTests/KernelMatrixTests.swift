import Core
import Foundation
import Testing

@testable import KernelMachines

@Suite("Kernel matrices") struct KernelMatrixTests {
    private static var three: KernelRows { KernelRows([1, 2, 3, -1, 0, 4], width: 2) }

    @Test("the linear kernel of (1, 2), (3, −1) and (0, 4)")
    func linear() throws {
        let matrix = try KernelMatrix(Self.three, kernel: .linear)
        #expect(matrix.values == [[5, 1, 8], [1, 10, -4], [8, -4, 16]])
        #expect(matrix.range == -4...16)
        // Two features: the rank is 2.
        let eigenvalues = try #require(matrix.eigenvalues)
        #expect(abs(eigenvalues[2]) < 1e-9 && abs(eigenvalues.reduce(0, +) - 31) < 1e-9)
        #expect(KernelMatrix.isPositiveSemidefinite(eigenvalues))
    }

    @Test("the RBF kernel: 1 on the diagonal, exp(−γ |a − b|²) beside it, also far from zero")
    func rbf() throws {
        for shift in [0.0, 1_000] {
            let points = KernelRows([1, 2, 3, -1, 0, 4].map { $0 + shift }, width: 2)
            let matrix = try KernelMatrix(points, kernel: .rbf(gamma: 0.1))
            for number in 0..<3 { #expect(matrix.values[number][number] == 1) }
            // |a − b|² is 4 + 9, 1 + 4 and 9 + 25.
            #expect(abs(matrix.values[0][1] - exp(-1.3)) < 1e-6 && abs(matrix.values[2][0] - exp(-0.5)) < 1e-6)
            #expect(abs(matrix.values[1][2] - exp(-3.4)) < 1e-6)
        }
    }

    @Test("φ comes before the kernel")
    func features() throws {
        let map = try FeatureMap("x1*x2, x2^2", width: 2)
        // φ is (2, 4), (−3, 1) and (0, 16).
        #expect(
            try KernelMatrix(Self.three, kernel: .features(map)).values == [
                [20, -2, 64], [-2, 10, 16], [64, 16, 256],
            ])
    }

    @Test("eigenvalues of [[2, 1], [1, 2]] are 3 and 1, of [[0, 1], [1, 0]] 1 and −1")
    func eigenvalues() throws {
        let definite = try #require(KernelMatrix(values: [[2, 1], [1, 2]]).eigenvalues)
        #expect(abs(definite[0] - 3) < 1e-12 && abs(definite[1] - 1) < 1e-12)
        #expect(KernelMatrix.isPositiveSemidefinite(definite))
        let indefinite = try #require(KernelMatrix(values: [[0, 1], [1, 0]]).eigenvalues)
        #expect(abs(indefinite[0] - 1) < 1e-12 && abs(indefinite[1] + 1) < 1e-12)
        #expect(!KernelMatrix.isPositiveSemidefinite(indefinite))
    }

    @Test("eigenvalues are not computed for more than 200 examples")
    func large() throws {
        let points = KernelRows((0..<402).map(Double.init), width: 2)
        let matrix = try KernelMatrix(points, kernel: .rbf(gamma: 1))
        #expect(matrix.count == 201 && matrix.eigenvalues == nil)
        let report = KernelReport(
            matrix: matrix, classes: [String](repeating: "a", count: 201), among: ["a"], formula: "k")
        #expect(report.lines.contains { $0.contains("not computed for more than 200 examples") })
        #expect(report.isPositiveSemidefinite == nil && report.summary["eigenvalues"] == nil)
    }

    @Test("the picture has the examples of a class beside each other, the table the order of the file")
    func order() throws {
        let matrix = try KernelMatrix(Self.three, kernel: .linear)
        let report = KernelReport(
            matrix: matrix, classes: ["yes", "no", "yes"], among: ["no", "yes"], formula: "a · b")
        let figure = report.figure
        #expect(figure.values == [[10, 1, -4], [1, 5, 8], [-4, 8, 16]])
        #expect(figure.rowLabels == ["2  no", "1  yes", "3  yes"] && figure.columnLabels == ["2", "1", "3"])
        #expect(figure.x == "examples by class: no (1), yes (2)" && figure.y == "number in the file, and class")
        #expect(report.csv == "example,class,1,2,3\n1,yes,5,1,8\n2,no,1,10,-4\n3,yes,8,-4,16\n")
    }

    @Test("a value beyond float32 is refused")
    func overflow() {
        #expect(throws: FitError.self) { try KernelMatrix(KernelRows([1e30, 1], width: 1), kernel: .linear) }
    }
}
