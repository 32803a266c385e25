import TestSupport
import Testing

@testable import Training

@Suite("Seeds in a table") struct SeedTableTests {
    @Test("mean and standard deviation by hand")
    func report() throws {
        var table = SeedTable([.accuracy(.test)])
        for (seed, accuracy) in [(3, 0.5), (4, 0.7), (5, 0.9)] {
            table.add(["seed": .integer(seed), "test_accuracy": .number(accuracy), "other": 1])
        }
        let report = table.report
        #expect(abs((report.summary.number("test_accuracy_mean") ?? 0) - 0.7) < 1e-12)
        #expect(abs((report.summary.number("test_accuracy_deviation") ?? 0) - 0.2) < 1e-12)
        #expect(report.lines.last == "test accuracy over 3 seeds: 70.00 % ± 20.00")
        #expect(report.files.map(\.name) == ["runs.csv"])
        let csv = report.files.first.map { String(decoding: $0.bytes, as: UTF8.self) }
        #expect(csv == "seed,test_accuracy\n3,0.5\n4,0.7\n5,0.9\n")
        #expect(report.summary["seeds"]?.text.hasPrefix("[{\"seed\":3,\"test_accuracy\":0.5},") == true)
    }

    @Test("kept epochs are a column, and a figure that is no number is left out of the mean, which says so")
    func gaps() {
        var table = SeedTable([.trainLoss])
        for (seed, loss) in [(0, 1.0), (1, .nan), (2, 2.0)] {
            table.add(["seed": .integer(seed), "kept_epoch": 7, "train_loss": .number(loss)])
        }
        let report = table.report
        #expect(report.lines[0].split(separator: "  ").map { $0.trimmed } == ["seed", "epoch", "train loss"])
        #expect(report.lines.last == "train loss over 2 seeds: 1.5000 ± 0.7071")
    }
}

extension Substring {
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}
