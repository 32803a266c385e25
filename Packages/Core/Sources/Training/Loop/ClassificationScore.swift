import Datasets
import Tensors

/// The score of a classifier on a set of examples.
public struct ClassificationScore: Sendable {
    /// The loss, averaged over the examples.
    public private(set) var loss = 0.0
    /// The predicted class of each example.
    public private(set) var predictions: [Int] = []
    /// The model's probability of its prediction.
    public private(set) var confidences: [Float] = []
    /// Examples by true class (row) and predicted class (column).
    public private(set) var confusion: [[Int]]

    public var count: Int { predictions.count }
    public var correct: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }
    /// The fraction that is classified correctly.
    public var accuracy: Double { count == 0 ? .nan : Double(correct) / Double(count) }

    /// Scores every example of `source`.
    ///
    /// - Parameters:
    ///   - source: the examples, with their true classes as labels.
    ///   - classes: K, the number of classes.
    ///   - batchSize: examples that are evaluated at once.
    ///   - evaluate: a batch's loss, averaged over its examples, and its probabilities N × K.
    public init(
        on source: some ExampleSource, classes: Int, batchSize: Int = 250,
        evaluating evaluate: (Batch) -> (loss: Tensor, probabilities: Tensor)
    ) {
        confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
        predictions.reserveCapacity(source.count)
        confidences.reserveCapacity(source.count)
        for batch in Batches(of: source, size: batchSize) {
            let (batchLoss, probabilities) = evaluate(batch)
            loss += batchLoss.item * Double(batch.count)
            let rows = probabilities.scalars(Float.self)
            for (index, (predicted, label)) in zip(probabilities.argmax(), batch.labels.scalars(Int32.self))
                .enumerated()
            {
                predictions.append(predicted)
                confidences.append(rows[index * classes + predicted])
                confusion[Int(label)][predicted] += 1
            }
        }
        loss /= Double(max(1, source.count))
    }

    /// The confused pairs, most frequent first.
    public var confusedPairs: [(truth: Int, predicted: Int, count: Int)] {
        confusion.indices.flatMap { truth in
            confusion.indices.compactMap { predicted in
                truth == predicted || confusion[truth][predicted] == 0
                    ? nil : (truth, predicted, confusion[truth][predicted])
            }
        }.sorted { ($1.count, $0.truth, $0.predicted) < ($0.count, $1.truth, $1.predicted) }
    }
}
