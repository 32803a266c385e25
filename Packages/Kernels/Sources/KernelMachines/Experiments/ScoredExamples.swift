import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Examples with a machine's predictions.
public struct ScoredExamples: ModelScore {
    /// Numbers of the machine's labels.
    public let predicted: [Int]
    /// f of every pair, by example.
    public let decisions: [[Double]]
    /// By example and class, of a calibrated machine.
    public let probabilities: [[Double]]?
    /// `confusion[t][p]` examples of class t were predicted as p.
    public let confusion: [[Int]]
    /// The names of the machine's labels.
    public let names: [String]
    /// The seconds of the prediction itself.
    public let seconds: Double
    /// The number of examples with a class in their file.
    public let labeled: Int
    public let count: Int
    /// The number of examples of each class that the machine does not know, by its name.
    public let unknown: [DataFacts.ClassCount]
    /// The number of examples whose most probable class is not the predicted one.
    public let contradictions: Int
    /// −log of the true class's probability, averaged over the examples of known classes; nil where there are none, and
    /// where the machine is not calibrated.
    public let logLoss: Double?

    /// - Throws: `ToolError` where φ of an example is not a finite number.
    public init(_ set: ExampleSet, by stored: StoredMachine) throws {
        let classifier = stored.classifier
        let start = ContinuousClock.now
        let decisions = try fitting(set.file) { () throws(FitError) in try stored.decisions(set.points) }
        let predicted = decisions.map { classifier.vote($0) }
        seconds = (ContinuousClock.now - start) / .seconds(1)
        let probabilities = classifier.calibration == nil ? nil : decisions.compactMap { classifier.probabilities($0) }
        let truths = set.classes(among: classifier.labels)
        var confusion = classifier.labels.map { _ in classifier.labels.map { _ in 0 } }
        for (truth, guess) in zip(truths, predicted) where truth >= 0 { confusion[truth][guess] += 1 }
        let known = truths.indices.filter { truths[$0] >= 0 }
        logLoss = probabilities.flatMap { rows in
            guard !known.isEmpty else { return nil }
            return known.reduce(0) { $0 - log(max(1e-300, rows[$1][truths[$1]])) } / Double(known.count)
        }
        var others: [String: Int] = [:]
        for (target, truth) in zip(set.targets, truths) where truth < 0 && !target.isNaN {
            others[set.label(target).name, default: 0] += 1
        }
        unknown = others.sorted { $0.key < $1.key }.map { DataFacts.ClassCount($0.key, $0.value) }
        contradictions = zip(predicted, probabilities ?? []).count { guess, row in row.contains { $0 > row[guess] } }
        (labeled, count, names) = (set.targets.count { !$0.isNaN }, set.count, classifier.labels.map(\.name))
        (self.decisions, self.predicted, self.probabilities, self.confusion) = (
            decisions, predicted, probabilities, confusion
        )
    }

    /// The fraction of the labeled examples that is classified correctly; a class that the machine does not know counts
    /// as an error. Nil where no example is labeled.
    public var accuracy: Double? {
        let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
        return labeled == 0 ? nil : Double(right) / Double(labeled)
    }

    /// Warnings about the examples, one sentence each.
    ///
    /// - Parameter name: the name of the part: "test".
    public func notes(_ name: String = "") -> [String] {
        var notes: [String] = []
        let examples = name.isEmpty ? "example" : "\(name) example"
        if !unknown.isEmpty {
            let all = unknown.reduce(0) { $0 + $1.count }
            let listed = unknown.prefix(8).map { "'\($0.name)' (\(Readable.count($0.count)))" }.joined(separator: ", ")
            notes.append(
                "\(Readable.count(all, examples)) of classes that the model does not know: "
                    + listed + (unknown.count > 8 ? ", …" : "") + "; each counts as an error")
        }
        if contradictions > 0 {
            notes.append(
                "\(Readable.count(contradictions, examples)) whose most probable class is not the predicted one: "
                    + "decision values predict classes, and probabilities are calibrated on other examples")
        }
        return notes
    }

    public func measurements(on part: DataPart) -> [Measurement] {
        [logLoss.map { Measurement(.loss(part), $0) }, accuracy.map { Measurement(.accuracy(part), $0) }]
            .compactMap { $0 }
    }
}
