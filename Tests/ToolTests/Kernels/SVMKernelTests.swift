import Core
import Foundation
import Testing

@Suite("svm kernel") struct SVMKernelTests {
    private func place() throws -> Workplace {
        let place = try Workplace(tool: "svm")
        try place.write(Array("x1,x2,class\n1,2,yes\n3,-1,no\n0,4,yes\n".utf8), to: "three.csv")
        return place
    }

    @Test("the linear kernel of three points is printed, written and drawn")
    func linear() throws {
        let place = try place()
        let outcome = try place.succeed("kernel", "--dataset", "three.csv", "--kernel", "linear")
        let lines = outcome.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines.prefix(4) == [
                "example class 1 2 3", "1 yes 5.0000 1.0000 8.0000", "2 no 1.0000 10.0000 -4.0000",
                "3 yes 8.0000 -4.0000 16.0000",
            ])
        #expect(lines.contains("kernel a · b") && lines.contains("K 3 × 3, symmetric"))
        #expect(lines.contains("positive semidefinite yes: no eigenvalue is negative beyond rounding"))
        #expect(place.names(in: "svm-kernel") == ["kernel.csv", "kernel.png", "kernel.svg"])
        #expect(
            try place.text("svm-kernel/kernel.csv")
                == "example,class,1,2,3\n1,yes,5,1,8\n2,no,1,10,-4\n3,yes,8,-4,16\n")
        #expect(try Picture.readPNG(place.path("svm-kernel/kernel.png")).width > 100)
    }

    @Test("--json has the matrix, its eigenvalues, and whether it is positive semidefinite")
    func json() throws {
        let place = try place()
        let rbf = try place.succeed(
            "kernel", "--dataset", "three.csv", "--gamma", "0.1", "--output", "rbf", "--json", "--quiet"
        ).json()
        let matrix = try #require(rbf["matrix"] as? [[Double]])
        #expect((0..<3).allSatisfy { matrix[$0][$0] == 1 } && abs(matrix[0][1] - exp(-1.3)) < 1e-6)
        let eigenvalues = try #require(rbf["eigenvalues"] as? [Double])
        #expect(abs(eigenvalues.reduce(0, +) - 3) < 1e-6 && rbf["is_positive_semidefinite"] as? Bool == true)
        #expect(rbf["kernel"] as? String == "exp(−0.1 |a − b|²)" && rbf["csv"] as? String == "rbf/kernel.csv")
        // tanh(−1 + …) is no inner product: the first value of the diagonal is negative.
        let sigmoid = try place.succeed(
            "kernel", "--dataset", "three.csv", "--kernel", "sigmoid", "--gamma", "0.01", "--coef0", "-1", "--json",
            "--quiet"
        ).json()
        #expect(sigmoid["is_positive_semidefinite"] as? Bool == false)
    }

    @Test("φ and scaling are those of svm train")
    func features() throws {
        let place = try place()
        try place.succeed(
            "kernel", "--dataset", "three.csv", "--kernel", "linear", "--features", "x1*x2, x2^2", "--output", "a",
            "--quiet")
        #expect(
            try place.text("a/kernel.csv") == "example,class,1,2,3\n1,yes,20,-2,64\n2,no,-2,10,16\n3,yes,64,16,256\n")
        try place.succeed(
            "kernel", "--dataset", "three.csv", "--kernel", "linear", "--scale", "magnitude", "--features", "x1",
            "--output", "b", "--quiet")
        let rows = try CSVTable.read(place.path("b/kernel.csv")).numbers("2")
        #expect(abs(rows[0] - 1.0 / 3) < 1e-6 && rows[1] == 1 && rows[2] == 0)
    }

    @Test("given kernel values are taken; too many examples in one clear line")
    func refusals() throws {
        let place = try place()
        try place.write(Array("1 0:1 1:1 2:2\n0 0:2 1:2 2:1\n".utf8), to: "k.txt")
        let given = try place.succeed("kernel", "--dataset", "k.txt", "--kernel", "precomputed", "--json", "--quiet")
            .json()
        // Eigenvalues of [[1, 2], [2, 1]].
        let eigenvalues = try #require(given["eigenvalues"] as? [Double])
        #expect(abs(eigenvalues[0] - 3) < 1e-9 && abs(eigenvalues[1] + 1) < 1e-9)
        #expect(given["is_positive_semidefinite"] as? Bool == false)
        let rows = (0..<2_001).map { "\($0),\($0 % 2)\n" }
        try place.write(Array(("x,class\n" + rows.joined()).utf8), to: "many.csv")
        try place.start(["kernel", "--dataset", "many.csv", "--output", "none"]).outcome().expectRefusal(
            65, "many.csv: 2,001 examples, expected at most 2,000; --examples 2000 uses the first ones")
        #expect(!place.exists("none"))
        try place.start(["kernel", "--dataset", "three.csv", "--kernel", "linear", "--gamma", "1"]).outcome()
            .expectRefusal(64, "--gamma: the linear kernel has none")
        let first = try place.succeed("kernel", "--dataset", "many.csv", "--examples", "201")
        #expect(first.output.contains("not computed for more than 200 examples"))
    }
}
