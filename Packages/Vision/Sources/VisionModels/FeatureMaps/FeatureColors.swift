import Core

/// How numbers of feature maps become colors.
public enum FeatureColors: String, CaseIterable, Sendable {
    /// Blue below 0, white at 0, red above.
    case blueRed = "blue-red"
    /// Black to white: mid-gray is 0 after a convolution, black after a rectifier.
    case gray

    /// A map as an image.
    ///
    /// - Parameters:
    ///   - map: the numbers to color.
    ///   - step: what made the map; after any step but a convolution, gray begins with black at 0.
    ///   - reach: the magnitude at which colors are full; one for all steps of a stage, so that they compare.
    ///   - frame: the color of a frame around the image; nil for none.
    public func image(of map: FeatureMap, after step: FeatureStep, reach: Float, frame: Color? = nil) -> GridImage {
        let limit = reach > 0 ? reach : 1
        let smallest: Float = self == .gray && step != .convolution ? 0 : -limit
        return GridImage(
            values: map.values, width: map.width, height: map.height, colors: colors, range: smallest...limit,
            frame: frame)
    }

    /// The windows of a filter as images of one scale.
    func images(of filter: Int, in stage: FeatureStage) -> [(image: GridImage, weights: [Float])] {
        let (height, width) = (stage.kernelSize.height, stage.kernelSize.width)
        let (size, count) = (height * width, stage.inputCount)
        let all = stage.weight.sliced(filter..<filter + 1).scalars(Float.self)
        let limit = max(all.map(abs).max() ?? 1, 1e-30)
        return (0..<count).map { channel in
            let weights = Array(all[channel * size..<(channel + 1) * size])
            let image = GridImage(values: weights, width: width, height: height, colors: colors, range: -limit...limit)
            return (image, weights)
        }
    }

    private var colors: ColorMap { self == .gray ? .gray : .blueRed }
}
