import Core

/// A classifier of any kind, as experiments make it.
public struct Classifier: ImageClassifier {
    public let base: any ImageClassifier

    public init(_ base: any ImageClassifier) { self.base = base }

    public var parameters: [NamedParameter] { base.parameters }
    public var lossName: String { base.lossName }

    public func callAsFunction(_ x: Tensor) -> Tensor { base(x) }
    public func architecture(of input: Shape) -> Architecture { base.architecture(of: input) }
    public func loss(_ outputs: Tensor, labels: Tensor) -> Tensor { base.loss(outputs, labels: labels) }
    public func probabilities(_ outputs: Tensor) -> Tensor { base.probabilities(outputs) }
}
