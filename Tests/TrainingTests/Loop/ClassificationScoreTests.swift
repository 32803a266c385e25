import Testing

@testable import Datasets
@testable import Tensors
@testable import Training

@Suite("Scores of a classifier") struct ClassificationScoreTests {
    /// Seven examples whose labels are 0, 1, 2, 0, …
    private struct Source: ExampleSource {
        let count = 7

        func batch(_ numbers: ArraySlice<Int32>) -> Batch {
            Batch(inputs: Tensor(numbers.map { Float($0) }), labels: Tensor(numbers.map { $0 % 3 }))
        }
    }

    @Test("loss, accuracy, confusion and confidences, over batches of unequal size")
    func score() {
        // Class 0 is always predicted as 2, the others are right; the loss of a batch is its first example's number.
        let score = ClassificationScore(on: Source(), classes: 3, batchSize: 3) { batch in
            let rows = batch.labels.scalars(Int32.self).flatMap { label -> [Float] in
                label == 1 ? [0.1, 0.7, 0.2] : [0.2, 0.2, 0.6]
            }
            return (Tensor(batch.inputs.scalars()[0]), Tensor(rows, shape: [batch.count, 3]))
        }
        #expect(score.count == 7)
        #expect(score.predictions == [2, 1, 2, 2, 1, 2, 2])
        #expect(score.confidences == [0.6, 0.7, 0.6, 0.6, 0.7, 0.6, 0.6])
        #expect(score.confusion == [[0, 0, 3], [0, 2, 0], [0, 0, 2]])
        #expect(score.correct == 4)
        #expect(score.accuracy == 4 / 7.0)
        #expect((score.loss - (0 * 3 + 3 * 3 + 6 * 1) / 7.0).magnitude < 1e-12)
        #expect(score.confusedPairs.map { [$0.truth, $0.predicted, $0.count] } == [[0, 2, 3]])
    }

    @Test("confused pairs come most frequent first, then by class")
    func confusedPairs() {
        let predictions: [Int32] = [1, 0, 0, 2, 0, 0, 2]
        var next = 0
        let score = ClassificationScore(on: Source(), classes: 3, batchSize: 7) { batch in
            next += 1
            let rows = predictions.flatMap { predicted in (0..<3).map { $0 == Int(predicted) ? 1 : 0 as Float } }
            return (Tensor(0 as Float), Tensor(rows, shape: [batch.count, 3]))
        }
        #expect(next == 1)
        // Truths 0 1 2 0 1 2 0.
        #expect(
            score.confusedPairs.map { [$0.truth, $0.predicted, $0.count] } == [
                [0, 2, 2], [1, 0, 2], [2, 0, 2], [0, 1, 1],
            ])
    }

    @Test("the first of equal numbers is the predicted class")
    func argmax() {
        let x = Tensor([1, 3, 3, -1, -2, -1] as [Float], shape: [2, 3])
        #expect(x.argmax() == [1, 0])
    }
}
