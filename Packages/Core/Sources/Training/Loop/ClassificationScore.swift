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

    /// Scores every example of `source`; within a training by shards, each rank and thread does some batches.
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
        if let divided = DividedEvaluation.current {
            let all: any ExampleSource = source
            let count = (all.count + batchSize - 1) / batchSize
            let scores = withoutActuallyEscaping(evaluate) { evaluate in
                // Examples and weights are only read, as by the shards of a step.
                nonisolated(unsafe) let (all, evaluate) = (all, evaluate)
                return divided.results(of: count) { number in
                    let examples = number * batchSize..<min(all.count, (number + 1) * batchSize)
                    let batch = all.batch(ArraySlice(examples.map(Int32.init)), epoch: 0)
                    return BatchScore(batch, classes: classes, evaluate).words
                }
            }
            for words in scores { add(BatchScore(words)) }
        } else {
            for batch in Batches(of: source, size: batchSize) {
                add(BatchScore(batch, classes: classes, evaluate))
            }
        }
        loss /= Double(max(1, source.count))
    }

    private mutating func add(_ batch: BatchScore) {
        loss += batch.loss * Double(batch.rows.count)
        for row in batch.rows {
            predictions.append(row.predicted)
            confidences.append(row.confidence)
            confusion[row.label][row.predicted] += 1
        }
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

/// The score of a batch.
private struct BatchScore {
    let loss: Double
    var rows: [(label: Int, predicted: Int, confidence: Float)] = []

    init(_ batch: Batch, classes: Int, _ evaluate: (Batch) -> (loss: Tensor, probabilities: Tensor)) {
        let (batchLoss, probabilities) = evaluate(batch)
        loss = batchLoss.item
        let numbers = probabilities.scalars(Float.self)
        rows.reserveCapacity(batch.count)
        for (index, (predicted, label)) in zip(probabilities.argmax(), batch.labels.scalars(Int32.self)).enumerated() {
            rows.append((Int(label), predicted, numbers[index * classes + predicted]))
        }
    }

    /// The score that another rank has sent.
    init(_ words: [UInt32]) {
        loss = Double(bitPattern: UInt64(words[0]) << 32 | UInt64(words[1]))
        rows = stride(from: 2, to: words.count, by: 3).map { place in
            (Int(words[place]), Int(words[place + 1]), Float(bitPattern: words[place + 2]))
        }
    }

    /// The loss's bits, and three words for every example.
    var words: [UInt32] {
        let bits = loss.bitPattern
        return [UInt32(truncatingIfNeeded: bits >> 32), UInt32(truncatingIfNeeded: bits)]
            + rows.flatMap { [UInt32($0.label), UInt32($0.predicted), $0.confidence.bitPattern] }
    }
}
