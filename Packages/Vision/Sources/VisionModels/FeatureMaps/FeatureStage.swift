import Core

/// A convolution, the rectifier behind it, and perhaps a max pooling behind that.
///
/// - Shapes: C × H × W to O × H′ × W′.
public struct FeatureStage {
    /// The stage's name, such as "stage 1" or "conv1".
    public let name: String
    /// The filters, O × C × kH × kW.
    public let weight: Tensor
    /// What is added to each map, O; nil for nothing.
    public let bias: Tensor?
    /// Zeros that the convolution puts around its input.
    public let padding: Padding2D
    /// The slope of the rectifier below 0: max(x, slope · x); 0 for ReLU.
    public let slope: Double
    /// The window of the pooling; nil where there is none.
    public let pooling: Size2D?
    /// The filters' names, or their numbers from 1.
    public let filterNames: [String]

    /// - Parameters:
    ///   - name: what the stage is called, such as "stage 1" or "conv1".
    ///   - weight: the filters, O × C × kH × kW.
    ///   - bias: O; nil for none.
    ///   - padding: zeros around the input of the convolution.
    ///   - slope: what the rectifier multiplies numbers below 0 by; 0 for ReLU.
    ///   - pooling: the window of the max pooling; nil for none.
    ///   - filterNames: one for each filter; nil for their numbers.
    public init(
        _ name: String, weight: Tensor, bias: Tensor? = nil, padding: Padding2D = 0, slope: Double = 0,
        pooling: Size2D? = 2, filterNames: [String]? = nil
    ) {
        self.name = name
        self.weight = weight
        self.bias = bias
        self.padding = padding
        self.slope = slope
        self.pooling = pooling
        self.filterNames = filterNames ?? (1...max(1, weight.shape[0])).map(String.init)
    }

    /// The height and width of a filter.
    public var kernelSize: Size2D { Size2D(weight.shape[2], weight.shape[3]) }
    /// How many maps it makes.
    public var mapCount: Int { weight.shape[0] }
    /// How many maps, or colors, it reads.
    public var inputCount: Int { weight.shape[1] }

    /// The sizes of its maps after the convolution and at its end, for an input of a size; nil where it is too small.
    public func sizes(for input: Size2D) -> (convolved: Size2D, last: Size2D)? {
        let convolved = Size2D(
            input.height + padding.top + padding.bottom - kernelSize.height + 1,
            input.width + padding.left + padding.right - kernelSize.width + 1)
        guard min(convolved.height, convolved.width) >= 1 else { return nil }
        guard let pooling else { return (convolved, convolved) }
        let pooled = Size2D(convolved.height / pooling.height, convolved.width / pooling.width)
        return min(pooled.height, pooled.width) >= 1 ? (convolved, pooled) : nil
    }

    /// The smallest input for which every stage has an output.
    public static func smallestInput(of stages: [FeatureStage]) -> Size2D {
        stages.reversed().reduce(Size2D(1, 1)) { (output: Size2D, stage: FeatureStage) in
            let (pooling, padding) = (stage.pooling ?? 1, stage.padding)
            let height = output.height * pooling.height + stage.kernelSize.height - 1 - padding.top - padding.bottom
            let width = output.width * pooling.width + stage.kernelSize.width - 1 - padding.left - padding.right
            return Size2D(max(1, height), max(1, width))
        }
    }

    /// How many numbers all stages together compute for an input; nil where it is too small.
    public static func numberCount(of stages: [FeatureStage], for input: Size2D) -> Int? {
        var (size, count) = (input, 0)
        for stage in stages {
            guard let (convolved, last) = stage.sizes(for: size) else { return nil }
            // The convolution's maps count twice: before and after the rectifier.
            let pooled = stage.pooling == nil ? 0 : last.height * last.width
            count += stage.mapCount * (2 * convolved.height * convolved.width + pooled)
            size = last
        }
        return count
    }
}
