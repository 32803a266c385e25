import Core

/// A classifier that begins with stages of convolutions, whose maps can be shown.
public protocol ConvolutionalClassifier: ImageClassifier {
    /// The stages, in order, with the weights that the model has now.
    var featureStages: [FeatureStage] { get }
}

extension ConvNet: ConvolutionalClassifier {
    public var featureStages: [FeatureStage] {
        [FeatureStage("conv1", conv1, pooling: 2), FeatureStage("conv2", conv2, pooling: 2)]
    }
}

extension MRINet: ConvolutionalClassifier {
    /// Pooling and leaky rectifiers commute; here they are in the order in which textbooks draw them.
    public var featureStages: [FeatureStage] {
        convolutions.enumerated().map { number, convolution in
            FeatureStage(
                "conv\(number + 1)", convolution, slope: Self.slope, pooling: isPooled(number) ? 2 : nil)
        }
    }
}

extension FeatureStage {
    /// A stage of a model's layer.
    init(_ name: String, _ layer: Conv2D, slope: Double = 0, pooling: Size2D?) {
        self.init(
            name, weight: layer.weight.value, bias: layer.bias?.value, padding: layer.padding, slope: slope,
            pooling: pooling)
    }
}
