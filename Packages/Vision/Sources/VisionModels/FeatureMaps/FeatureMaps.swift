import Core

/// The maps that stages of convolution, rectifier and max pooling make of one picture, after every step.
///
/// Convolution has the meaning that it has in neural networks: the filter is not flipped (a cross-correlation).
public struct FeatureMaps {
    /// A stage and what it made.
    public struct Stage {
        public let stage: FeatureStage
        /// After the convolution, the rectifier, and the pooling where there is one.
        public let layers: [FeatureLayer]
    }

    public let stages: [Stage]

    /// - Parameters:
    ///   - input: 1 × C × H × W, with as many channels as the first filters read.
    ///   - stages: in order; each reads the maps of the stage before.
    /// - Throws: `FeatureMapError` where the picture is too small, or numbers become too large for float32.
    public init(of input: Tensor, through stages: [FeatureStage]) throws(FeatureMapError) {
        let size = Size2D(input.shape[2], input.shape[3])
        guard FeatureStage.numberCount(of: stages, for: size) != nil else {
            throw .tooSmall(size, smallest: FeatureStage.smallestInput(of: stages), stages: stages.count)
        }
        var (x, field) = (input, ReceptiveField())
        var results: [Stage] = []
        for stage in stages {
            var layers: [FeatureLayer] = []
            x = x.conv2D(stage.weight, bias: stage.bias, padding: stage.padding)
            field = field.followed(by: stage.kernelSize, top: stage.padding.top, left: stage.padding.left)
            layers.append(try Self.layer(.convolution, x, field, stage))
            x = stage.slope == 0 ? relu(x) : leakyReLU(x, slope: stage.slope)
            layers.append(try Self.layer(.rectifier(slope: stage.slope), x, field, stage))
            if let pooling = stage.pooling {
                x = x.maxPool2D(pooling)
                field = field.followed(by: pooling, stride: pooling)
                layers.append(try Self.layer(.pooling(pooling), x, field, stage))
            }
            results.append(Stage(stage: stage, layers: layers))
        }
        self.stages = results
    }

    private static func layer(
        _ step: FeatureStep, _ x: Tensor, _ field: ReceptiveField, _ stage: FeatureStage
    ) throws(FeatureMapError) -> FeatureLayer {
        let (height, width) = (x.shape[2], x.shape[3])
        let (numbers, size) = (x.scalars(Float.self), height * width)
        guard numbers.allSatisfy(\.isFinite) else { throw .tooLarge(stage: stage.name) }
        let maps = stage.filterNames.enumerated().map { index, name in
            FeatureMap(
                name: name, values: Array(numbers[index * size..<(index + 1) * size]), height: height, width: width)
        }
        return FeatureLayer(step: step, maps: maps, field: field)
    }
}

/// Why there are no maps.
public enum FeatureMapError: Error, Equatable, CustomStringConvertible {
    /// The picture is too small: a stage leaves nothing of it.
    case tooSmall(Size2D, smallest: Size2D, stages: Int)
    /// Numbers are beyond float32.
    case tooLarge(stage: String)

    public var description: String {
        switch self {
        case .tooSmall(let size, let smallest, let stages):
            "\(size.width)×\(size.height) pixels are too few for \(stages == 1 ? "the stage" : "\(stages) stages") of "
                + "these filters, expected at least \(smallest.width)×\(smallest.height)"
        case .tooLarge(let stage): "\(stage): numbers beyond float32; smaller filters may help"
        }
    }
}
