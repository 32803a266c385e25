import Core

/// A model that classifies pictures.
public protocol ImageClassifier: Layer {
    /// The loss of a batch from the model's outputs, averaged over its examples.
    ///
    /// - Shapes: outputs N × K; the result is a single number.
    func loss(_ outputs: Tensor, labels: Tensor) -> Tensor
    /// How likely each class is, from the model's outputs.
    ///
    /// - Shapes: N × K, each row summing to 1.
    func probabilities(_ outputs: Tensor) -> Tensor
    /// The layers, for pictures of a shape C × H × W.
    func architecture(of input: Shape) -> Architecture
    /// What the loss is, for charts.
    var lossName: String { get }
}

extension ImageClassifier {
    public func loss(_ outputs: Tensor, labels: Tensor) -> Tensor { softmaxCrossEntropy(outputs, labels) }

    public func probabilities(_ outputs: Tensor) -> Tensor { outputs.softmax() }

    public var lossName: String { "cross entropy" }

    /// Scores the model on every example of `source`.
    public func score(on source: ByteExamples, classes: Int) -> ClassificationScore {
        // 250 characters at once; fewer of larger pictures, so that memory stays bounded.
        let batchSize = min(250, max(16, 250 * 28 * 28 / max(1, source.exampleShape.elementCount)))
        return ClassificationScore(on: source, classes: classes, batchSize: batchSize) { batch in
            let outputs = self(batch.inputs)
            return (loss(outputs, labels: batch.labels), probabilities(outputs))
        }
    }
}
