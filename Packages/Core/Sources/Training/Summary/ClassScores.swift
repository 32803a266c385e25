import Foundations

/// The scores of one class.
public struct ClassScore: Sendable, Equatable {
    /// The number of examples of the class.
    public let count: Int
    /// The fraction of the examples predicted as this class that belong to it; NaN where there are none.
    public let precision: Double
    /// The fraction of the examples of this class that are predicted as it; NaN where there are none.
    public let recall: Double

    /// The harmonic mean of precision and recall; 0 where no example is classified correctly, NaN where there are no
    /// examples.
    public var f1: Double {
        if precision == 0 || recall == 0 { return 0 }
        return 2 * precision * recall / (precision + recall)
    }
}

extension ClassificationScore {
    /// A score for every class, in order.
    public var byClass: [ClassScore] {
        confusion.indices.map { label in
            let (count, right) = (confusion[label].reduce(0, +), confusion[label][label])
            let taken = confusion.reduce(0) { $0 + $1[label] }
            return ClassScore(
                count: count, precision: taken == 0 ? .nan : Double(right) / Double(taken),
                recall: count == 0 ? .nan : Double(right) / Double(count))
        }
    }

    /// The scores by class as a table.
    public func classTable(_ classNames: [String]) -> TextTable {
        var table = TextTable([.left("class"), .right("examples"), .right("precision"), .right("recall"), .right("F1")])
        for (name, score) in zip(classNames, byClass) {
            let parts = [score.precision, score.recall, score.f1].map { $0.isNaN ? "–" : Readable.percent($0) }
            table.add([name, Readable.count(score.count)] + parts)
        }
        return table
    }

    /// The scores by class as `--json` prints them.
    public func classJSON(_ classNames: [String]) -> JSONValue {
        .array(
            zip(classNames, byClass).map { name, score in
                .object([
                    "class": .string(name), "examples": .integer(score.count), "precision": .number(score.precision),
                    "recall": .number(score.recall), "f1": .number(score.f1),
                ])
            })
    }
}
