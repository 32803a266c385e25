import Core

/// How well a network does on some rows.
public struct HousingScore: Sendable {
    /// Cross entropy, or the squared error of standardised values; meant over the rows.
    public let loss: Double
    /// Where classes are told apart.
    public let classes: ClassificationScore?
    /// Where the value is predicted, in $100,000.
    public let values: RegressionScore?

    /// The unit of predicted values, in dollars.
    public static let unit: Float = 100_000
    private static let batchSize = 4_096

    /// Tests `network` on `examples`.
    public init(of network: HousingNet, on examples: TableExamples, _ preparation: HousingPreparation) {
        if examples.targets.type == .int32 {
            let score = ClassificationScore(
                on: examples, classes: HousingColumns.classNames.count, batchSize: Self.batchSize
            ) { batch in
                let logits = network(batch.inputs)
                return (softmaxCrossEntropy(logits, batch.labels), logits.softmax())
            }
            (loss, classes, values) = (score.loss, score, nil)
        } else {
            let predictions = network.outputs(examples.inputs).map { $0[0] }
            let truths = examples.targets.scalars()
            let standardised = RegressionScore(predictions: predictions, truths: truths)
            let scale = preparation.deviation / Self.unit
            loss = standardised.rootMeanSquare * standardised.rootMeanSquare
            classes = nil
            values = RegressionScore(predictions: predictions.map { $0 * scale }, truths: truths.map { $0 * scale })
        }
    }

    /// The figures that are kept of every tested epoch, by column name.
    public var metrics: [(name: String, value: Double)] {
        var metrics = [("test_loss", loss)]
        if let classes { metrics.append(("test_accuracy", classes.accuracy)) }
        if let values { metrics.append(("test_rmse", values.rootMeanSquare)) }
        return metrics
    }
}

extension HousingNet {
    /// What the network answers to many rows, a few thousand at a time.
    ///
    /// - Shapes: inputs N × D; N answers of K numbers.
    public func outputs(_ inputs: Tensor, batchSize: Int = 4_096) -> [[Float]] {
        let width = layers.last.map { $0.weight.shape[0] } ?? 0
        var rows: [[Float]] = []
        rows.reserveCapacity(inputs.shape[0])
        for start in stride(from: 0, to: inputs.shape[0], by: batchSize) {
            let numbers = self(inputs.sliced(start..<min(start + batchSize, inputs.shape[0]))).scalars()
            for row in 0..<(numbers.count / width) { rows.append(Array(numbers[(row * width)..<((row + 1) * width)])) }
        }
        return rows
    }
}
