import Core
import Foundation
import Testing

@testable import KernelMachines

@Suite("Regression and one class against LIBSVM") struct KernelExpansionTests {
    private struct Golden: Decodable {
        let objective: Double
        let rho: Double
        let predictions: [Double]
    }

    private func golden(_ name: String) throws -> Golden {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Golden", "svm-single.json")
        return try #require(JSONDecoder().decode([String: Golden].self, from: Data(contentsOf: file))[name])
    }

    /// The rows of `make-svm-goldens.py`.
    private let problem = GoldenProblem(
        count: 100, width: 4, classes: 3, cost: 1, objective: 0, rho: [], vectors: [],
        predictions: [Int](repeating: 0, count: 60), model: "")

    private var options: SolverOptions {
        var options = SolverOptions()
        options.tolerance = 1e-5
        return options
    }

    @Test(
        "ε-insensitive regression, by the whole matrix, without room beside it, and by cached rows",
        arguments: [512 << 20, 40_000, 1])
    func regression(bytes: Int) throws {
        let golden = try golden("regression")
        var options = options
        options.cacheBytes = bytes
        let result = try KernelExpansion.regression(
            problem.training, targets: problem.trainingClasses.map(Double.init), kernel: .rbf(gamma: 0.5), cost: 2,
            tube: 0.1, options: options)
        #expect(abs(result.report.objective - golden.objective) < 1e-4 * abs(golden.objective))
        #expect(abs(result.machine.bias + golden.rho) < 1e-3)
        for (value, expected) in zip(try result.machine.values(problem.unseen), golden.predictions) {
            #expect(abs(value - expected) < 1e-3)
        }
    }

    @Test("one class: about the wanted share is outside", arguments: [512 << 20, 40_000, 1])
    func oneClass(bytes: Int) throws {
        let golden = try golden("one class")
        var options = options
        options.cacheBytes = bytes
        let result = try KernelExpansion.oneClass(
            problem.training, kernel: .rbf(gamma: 0.5), share: 0.3, options: options)
        #expect(abs(result.report.objective - golden.objective) < 1e-4 * abs(golden.objective))
        let values = try result.machine.values(problem.unseen)
        #expect(zip(values, golden.predictions).allSatisfy { ($0 > 0) == ($1 > 0) || abs($0) < 1e-3 })
        let outside = try result.machine.values(problem.training).count { $0 < -1e-4 }
        #expect((20...30).contains(outside))
    }
}
