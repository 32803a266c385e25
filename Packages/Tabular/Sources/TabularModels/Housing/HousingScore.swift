import Core

/// A network's score on some rows.
public struct HousingScore: Sendable {
    /// Cross entropy, or the squared error of standardized values, averaged over the rows.
    public let loss: Double
    /// Where classes are predicted.
    public let classes: ClassificationScore?
    /// Where the value is predicted, in the preparation's unit.
    public let values: RegressionScore?

    private static let batchSize = 4_096

    /// Tests `network` on `examples`.
    public init(of network: HousingNet, on examples: TableExamples, _ preparation: HousingPreparation) {
        if examples.targets.type == .int32 {
            let score = ClassificationScore(
                on: examples, classes: preparation.classNames.count, batchSize: Self.batchSize
            ) { batch in
                let logits = network(batch.inputs)
                return (softmaxCrossEntropy(logits, batch.labels), logits.softmax())
            }
            (loss, classes, values) = (score.loss, score, nil)
        } else {
            let predictions = network.outputs(examples.inputs).map { $0[0] }
            let truths = examples.targets.scalars()
            let standardized = RegressionScore(predictions: predictions, truths: truths)
            let scale = preparation.deviation / preparation.unit
            loss = standardized.rootMeanSquare * standardized.rootMeanSquare
            classes = nil
            values = RegressionScore(predictions: predictions.map { $0 * scale }, truths: truths.map { $0 * scale })
        }
    }
}

extension HousingScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        var all = [Measurement(.loss(part), loss)]
        if let classes { all.append(Measurement(.accuracy(part), classes.accuracy)) }
        if let values {
            all += [
                Measurement(.rmse(part), values.rootMeanSquare), Measurement(.mae(part), values.meanAbsolute),
                Measurement(.r2(part), values.determination),
            ]
        }
        return all
    }
}

extension Metric {
    /// The root of the mean squared error, in $100,000 or the target's own unit.
    public static func rmse(_ part: DataPart) -> Metric { Metric("\(part.rawValue)_rmse") }
    /// The mean of |error|, likewise.
    public static func mae(_ part: DataPart) -> Metric { Metric("\(part.rawValue)_mae") }
    /// The part of the variance that is explained.
    public static func r2(_ part: DataPart) -> Metric { Metric("\(part.rawValue)_r2", isBetterHigher: true) }
}

extension HousingNet {
    /// The outputs for many rows, a few thousand at a time.
    ///
    /// - Shapes: inputs N × D; N rows of K numbers.
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
