import Core
import Foundation
import TestSupport
import Testing

@testable import KernelMachines

/// The examples of `make-svm-goldens.py`, and what LIBSVM makes of them.
struct GoldenProblem: Decodable {
    let count: Int
    let width: Int
    let classes: Int
    let cost: Double
    /// What is added to every feature.
    var shift = 0.0
    let objective: Double
    let rho: [Double]
    let vectors: [Int]
    let predictions: [Int]
    let model: String

    static let names = ["linear", "polynomial", "rbf", "sigmoid", "weighted", "four classes"]

    static func named(_ name: String) throws -> GoldenProblem {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(components: "Golden", "svm.json")
        return try #require(JSONDecoder().decode([String: GoldenProblem].self, from: Data(contentsOf: file))[name])
    }

    /// The generator's numbers: examples to learn from, then those that LIBSVM predicted.
    var rows: [[Float]] {
        var numbers = GoldenNumbers(state: 20)
        return (0..<(count + predictions.count)).map { number in
            let label = number % classes
            return (0..<width).map { column in
                Float(Double((label * (column + 2)) % classes) / Double(classes) + 1.6 * numbers.next() + shift)
            }
        }
    }

    func points(_ range: Range<Int>) -> KernelRows {
        KernelRows(Tensor(rows[range].flatMap { $0 }, shape: [range.count, width]).buffer)
    }

    var training: KernelRows { points(0..<count) }
    var unseen: KernelRows { points(count..<(count + predictions.count)) }
    var labels: [ClassLabel] { (0..<classes).map { ClassLabel(Double($0)) } }
    var trainingClasses: [Int] { (0..<count).map { $0 % classes } }

    func kernel(_ name: String) -> Kernel {
        switch name {
        case "linear", "far": .linear
        case "polynomial": Kernel(.polynomial, gamma: 0.5, coef0: 1, degree: 3)
        case "rbf": .rbf(gamma: 0.5)
        case "sigmoid": Kernel(.sigmoid, gamma: 0.1, coef0: -0.2)
        case "weighted": .rbf(gamma: 2)
        default: .rbf(gamma: 0.2)
        }
    }

    func options(_ name: String) -> FitOptions {
        var options = FitOptions(cost: cost)
        if name == "weighted" { options.classWeights = ["0": 5, "1": 0.5] }
        return options
    }
}

@Suite("Support vector classifiers against LIBSVM") struct SupportVectorGoldenTests {
    @Test("the dual problem's value, the support vectors, ρ and predictions", arguments: GoldenProblem.names)
    func fit(name: String) throws {
        let golden = try GoldenProblem.named(name)
        let result = try SupportVectorClassifier.fit(
            golden.training, classes: golden.trainingClasses, labels: golden.labels, kernel: golden.kernel(name),
            options: golden.options(name))
        #expect(result.report.unconvergedPairs == 0)
        #expect(abs(result.report.objective - golden.objective) < 1e-4 * golden.objective)
        // At the same tolerance the two take the same steps; only rounding tells them apart.
        for (bias, rho) in zip(result.classifier.biases, golden.rho) { #expect(abs(bias + rho) < 2e-3) }
        #expect(zip(result.classifier.vectorCounts, golden.vectors).allSatisfy { abs($0 - $1) <= 1 })
        #expect(try result.classifier.predict(golden.unseen) == golden.predictions)
        #expect(result.report.gap >= 0 && result.report.gap < 2e-3 * golden.objective)
    }

    @Test("sparse rows, rows by the cache and whole matrices come to the same", arguments: GoldenProblem.names)
    func forms(name: String) throws {
        let golden = try GoldenProblem.named(name)
        var options = golden.options(name)
        options.solver.tolerance = 1e-5
        for (points, bytes) in [
            (golden.training, 512 << 20), (golden.training.sparse, 512 << 20), (golden.training, 1),
            (golden.training.sparse, 1),
        ] {
            options.solver.cacheBytes = bytes
            for shrinks in [true, false] {
                options.solver.shrinks = shrinks
                let report = try SupportVectorClassifier.fit(
                    points, classes: golden.trainingClasses, labels: golden.labels, kernel: golden.kernel(name),
                    options: options
                ).report
                #expect(abs(report.objective - golden.objective) < 2e-5 * golden.objective)
            }
        }
    }

    @Test("kernel values that are given come to the same as the kernel")
    func precomputed() throws {
        let golden = try GoldenProblem.named("rbf")
        let kernel = golden.kernel("rbf")
        let all = KernelRows.joined([golden.training, golden.unseen])
        let values = kernel.function.matrix(all, golden.training)
        let given = KernelRows(
            kernelValues: values,
            places: (0..<all.count).map { $0 < golden.count ? Int32($0) : -1 })
        let result = try SupportVectorClassifier.fit(
            given.selecting(0..<golden.count), classes: golden.trainingClasses, labels: golden.labels,
            kernel: Kernel(.precomputed), options: golden.options("rbf"))
        #expect(abs(result.report.objective - golden.objective) < 1e-4 * golden.objective)
        #expect(try result.classifier.predict(given.selecting(golden.count..<all.count)) == golden.predictions)
    }

    @Test("points far from zero: nothing of the differences is lost, neither in training nor in decisions")
    func far() throws {
        let golden = try GoldenProblem.named("far")
        let result = try SupportVectorClassifier.fit(
            golden.training, classes: golden.trainingClasses, labels: golden.labels, kernel: .linear,
            options: golden.options("far"))
        // LIBSVM's own kernel rows are float32.
        #expect(abs(result.report.objective - golden.objective) < 1e-3 * golden.objective)
        #expect(try result.classifier.predict(golden.unseen) == golden.predictions)
    }

    @Test("LIBSVM's model files predict as LIBSVM does", arguments: GoldenProblem.names + ["far"])
    func models(name: String) throws {
        let golden = try GoldenProblem.named(name)
        let stored = try StoredMachine(bytes: Array(golden.model.utf8), file: "model")
        #expect(stored.classifier.vectorCounts == golden.vectors)
        let predicted = try stored.decisions(golden.unseen).map { stored.classifier.vote($0) }
        #expect(predicted.map { Int(stored.classifier.labels[$0].value) } == golden.predictions)
    }
}
