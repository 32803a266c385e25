import Core

/// A model that sorts pictures into classes.
public protocol ImageClassifier: Layer {
    /// The loss of a batch from the model's outputs, meant over its examples.
    ///
    /// - Shapes: outputs N × K; the result is a single number.
    func loss(_ outputs: Tensor, labels: Tensor) -> Tensor
    /// How likely each class is, from the model's outputs.
    ///
    /// - Shapes: N × K, each row summing to 1.
    func probabilities(_ outputs: Tensor) -> Tensor
    /// What the loss is, for charts.
    var lossName: String { get }
}

extension ImageClassifier {
    public func loss(_ outputs: Tensor, labels: Tensor) -> Tensor { softmaxCrossEntropy(outputs, labels) }

    public func probabilities(_ outputs: Tensor) -> Tensor { outputs.softmax() }

    public var lossName: String { "cross entropy" }

    /// Scores the model on every example of `source`.
    public func score(on source: some ExampleSource, classes: Int) -> ClassificationScore {
        ClassificationScore(on: source, classes: classes) { batch in
            let outputs = self(batch.inputs)
            return (loss(outputs, labels: batch.labels), probabilities(outputs))
        }
    }
}
