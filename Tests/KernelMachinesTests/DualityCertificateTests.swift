import Core
import Foundation
import Testing

@testable import KernelMachines

@Suite("Objective and gap are those of the machine that is written") struct DualityCertificateTests {
    /// Features of very unequal sizes, far from zero, as measurements are before they are scaled.
    private func measurements(_ count: Int, sizes: [Double], seed: UInt64) -> (rows: [[Double]], classes: [Int]) {
        var random = RandomStream(seed: seed, name: StreamName("measurements"))
        let classes = (0..<count).map { $0 % 2 }
        let rows = classes.map { label in
            sizes.map { size in size * (3 + 0.3 * Double(label) + random.normal(standardDeviation: 0.5)) }
        }
        return (rows, classes)
    }

    /// Both problems' values by their definitions, from the model's text.
    private func values(
        _ machine: StoredMachine, _ rows: [[Double]], _ classes: [Int], cost: Double
    ) throws -> (dual: Double, gap: Double) {
        let read = try StoredMachine(bytes: Array(machine.libsvmText.utf8), file: "m").classifier
        func kernel(_ a: [Double], _ b: [Double]) -> Double {
            let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
            return switch read.kernel.kind {
            case .polynomial:
                (0..<read.kernel.degree).reduce(1) { power, _ in
                    power * (read.kernel.gamma * product + read.kernel.coef0)
                }
            case .rbf: exp(-read.kernel.gamma * zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
            default: product
            }
        }
        let vectors = (0..<read.vectors.count).map(read.vectors.row)
        func sum(_ x: [Double]) -> Double {
            zip(read.coefficients, vectors).reduce(0) { $0 + $1.0[0] * kernel($1.1, x) }
        }
        let square = zip(read.coefficients, vectors).reduce(0) { $0 + $1.0[0] * sum($1.1) }
        let slack = zip(rows, classes).reduce(0) { total, row in
            total + cost * max(0, 1 - (row.1 == 0 ? 1 : -1) * (sum(row.0) + read.biases[0]))
        }
        let dual = read.coefficients.reduce(0) { $0 + abs($1[0]) } - square / 2
        return (dual, square / 2 + slack - dual)
    }

    @Test(
        "to a hundredth, also where steps run out",
        arguments: [
            (Kernel.linear, [1, 1_000, 0.01], 2_000), (.linear, [4_000, 0.001], 1_000_000),
            (.rbf(gamma: 0.5), [1, 2, 3], 1_000_000),
            (Kernel(.polynomial, gamma: 1, coef0: 1, degree: 3), [300, 2, 40], 3_000),
        ] as [(Kernel, [Double], Int)])
    func values(_ kernel: Kernel, sizes: [Double], steps: Int) throws {
        let (rows, classes) = measurements(150, sizes: sizes, seed: 4)
        let points = KernelRows(rows.flatMap { $0 }, width: sizes.count)
        var options = FitOptions(cost: 10)
        options.solver.iterationLimit = steps
        let fit = try SupportVectorClassifier.fit(
            points, classes: classes, labels: [ClassLabel(0), ClassLabel(1)], kernel: kernel, options: options)
        let expected = try values(StoredMachine(classifier: fit.classifier), rows, classes, cost: 10)
        let scale = max(abs(expected.dual), expected.gap)
        #expect(abs(fit.report.objective - expected.dual) < 0.01 * scale)
        #expect(abs(fit.report.gap - expected.gap) < 0.01 * scale)
    }

    @Test("of several classes they are sums over pairs, and given kernel values keep the solver's own")
    func pairs() throws {
        let (rows, _) = measurements(60, sizes: [1, 2], seed: 5)
        let classes = (0..<60).map { $0 % 3 }
        let points = KernelRows(rows.flatMap { $0 }, width: 2)
        let labels = (0..<3).map { ClassLabel(Double($0)) }
        let all = try SupportVectorClassifier.fit(points, classes: classes, labels: labels, kernel: .rbf(gamma: 1))
        var sums = (objective: 0.0, gap: 0.0)
        for pair in all.classifier.pairs {
            let own = classes.indices.filter { classes[$0] == pair.first || classes[$0] == pair.second }
            let report = try SupportVectorClassifier.fit(
                points.selecting(own), classes: own.map { classes[$0] }, labels: labels, kernel: .rbf(gamma: 1)
            ).report
            sums = (sums.objective + report.objective, sums.gap + report.gap)
        }
        #expect(abs(all.report.objective - sums.objective) < 1e-6 && abs(all.report.gap - sums.gap) < 1e-6)
    }
}
