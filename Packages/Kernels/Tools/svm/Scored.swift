import CommandLineSupport
import Core
import KernelMachines

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Examples with what a machine predicts for them.
struct Scored {
    /// Numbers of the machine's labels.
    let predicted: [Int]
    /// f of every pair, by example.
    let decisions: [[Double]]
    /// By example and class, of a calibrated machine.
    let probabilities: [[Double]]?
    /// True classes in rows and predicted ones in columns.
    let score: Confusion
    let names: [String]
    /// Of prediction alone.
    let seconds: Double
    /// How many examples tell their class.
    let labelled: Int
    let count: Int

    struct Confusion {
        var counts: [[Int]]

        func table(_ names: [String]) -> TextTable { .confusion(counts, names: names) }
    }

    init(_ set: ExampleSet, by stored: StoredMachine) throws {
        let labels = stored.classifier.labels
        let start = ContinuousClock.now
        let decisions = try fitting(set.file) { () throws(FitError) in try stored.decisions(set.points) }
        let predicted = decisions.map { stored.classifier.vote($0) }
        seconds = (ContinuousClock.now - start) / .seconds(1)
        probabilities =
            stored.classifier.calibration == nil ? nil : decisions.compactMap { stored.classifier.probabilities($0) }
        (self.decisions, self.predicted, names, count) = (decisions, predicted, labels.map(\.name), set.count)
        var counts = labels.map { _ in labels.map { _ in 0 } }
        let truths = set.classes(among: labels)
        for (truth, guess) in zip(truths, predicted) where truth >= 0 { counts[truth][guess] += 1 }
        score = Confusion(counts: counts)
        labelled = set.targets.count { !$0.isNaN }
        let known = truths.indices.filter { truths[$0] >= 0 }
        logLoss = probabilities.flatMap { rows in
            guard !known.isEmpty else { return nil }
            return known.reduce(0) { $0 - log(max(1e-300, rows[$1][truths[$1]])) } / Double(known.count)
        }
    }

    /// −log of the true class's probability, in the mean; nil where the machine tells none, and where no example is of a
    /// class that it knows.
    let logLoss: Double?

    /// Of the examples that tell their class, the part that is right; a class that the machine does not know is wrong.
    /// Nil where none tells its class.
    var accuracy: Double? {
        let right = score.counts.indices.reduce(0) { $0 + score.counts[$1][$1] }
        return labelled == 0 ? nil : Double(right) / Double(labelled)
    }
}
