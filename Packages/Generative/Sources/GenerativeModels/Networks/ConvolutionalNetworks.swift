import Core

/// The sizes of a convolutional pair: the discriminator halves a picture level by level, and the generator doubles it.
///
/// 28 × 28 has two levels, 7 × 7 of 128 channels and 14 × 14 of 64. 64 × 64 has four, beginning with 4 × 4 of 512: with
/// the convolution at the end this is the classic stack of five (Radford, Metz, Chintala 2016).
public struct ConvolutionalSizes: Sendable, Equatable {
    /// C × H × W of a picture.
    public let picture: Shape
    /// The side of the smallest maps.
    public let base: Int
    /// Channels by level, the smallest maps first.
    public let widths: [Int]
    /// Units between the discriminator's smallest maps and its logit, usually as many as the generator's noise has; nil
    /// where the logit is computed from the maps. After two levels a cell of these sees 10 × 10 pixels, and a sum over
    /// cells depends on parts of a picture but not on the whole; hidden units do (as in Chen et al., "InfoGAN", 2016).
    public let hidden: Int?

    /// Nil where the picture is not a square that can be halved at least twice, down to 4 … 7 pixels.
    public init?(_ picture: Shape) {
        guard picture.count == 3, picture[1] == picture[2] else { return nil }
        var (side, levels) = (picture[1], 0)
        while side > 7 && side % 2 == 0 { (side, levels) = (side / 2, levels + 1) }
        guard (4...7).contains(side), (2...5).contains(levels) else { return nil }
        self.picture = picture
        base = side
        widths = (0..<levels).reversed().map { 64 << $0 }
        hidden = levels == 2 ? 100 : nil
    }

    /// Initial weights of mean 0 and small deviation, as in the paper.
    static let weights = Initializer.normal(standardDeviation: 0.02)
    /// The same with mean 1.
    static let scales = Initializer { _, _, random in random.normal(mean: 1, standardDeviation: 0.02) }
}

/// Noise → transposed convolutions with batch normalization and rectifiers → tanh.
///
/// - Shapes: noise N × Z, with K classes labels N, to N × C × H × W.
public struct ConvolutionalGenerator: Generator {
    public let convolutions: [ConvTranspose2D]
    public let norms: [BatchNorm2D]
    public let classes: Int

    public init(noise: Int, sizes: ConvolutionalSizes, classes: Int = 0, random: inout RandomStream) {
        let widths = sizes.widths
        var convolutions = [
            ConvTranspose2D(
                noise + classes, widths[0], kernelSize: Size2D(sizes.base, sizes.base), hasBias: false,
                initializer: ConvolutionalSizes.weights, random: &random)
        ]
        for (inputs, outputs) in zip(widths, widths.dropFirst() + [sizes.picture[0]]) {
            convolutions.append(
                ConvTranspose2D(
                    inputs, outputs, kernelSize: 4, stride: 2, padding: 1, hasBias: false,
                    initializer: ConvolutionalSizes.weights, random: &random))
        }
        var norms: [BatchNorm2D] = []
        for width in widths {
            norms.append(BatchNorm2D(width, initializer: ConvolutionalSizes.scales, random: &random))
        }
        self.convolutions = convolutions
        self.norms = norms
        self.classes = classes
    }

    public var parameters: [NamedParameter] {
        for (place, layer) in convolutions.enumerated() { ("conv\(place + 1)", layer) }
        for (place, layer) in norms.enumerated() { ("bn\(place + 1)", layer) }
    }

    public func callAsFunction(_ noise: Tensor, labels: Tensor?) -> Tensor {
        let told = labels.map { concatenated([noise, oneHot($0, classes: classes)], axis: 1) } ?? noise
        var x = told.reshaped(to: [told.shape[0], told.shape[1], 1, 1])
        for (convolution, norm) in zip(convolutions, norms) { x = norm(convolution(x), rectifier: .relu) }
        return tanh(convolutions[convolutions.count - 1](x))
    }
}

/// Strided convolutions with batch normalization and leaky rectifiers → a logit.
///
/// With classes, the picture has an additional channel: a learned plane for its class (Mirza, Osindero 2014).
///
/// - Shapes: N × C × H × W, with K classes labels N, to N × 1.
public struct ConvolutionalDiscriminator: Discriminator {
    public let convolutions: [Conv2D]
    /// Of all levels except the first.
    public let norms: [BatchNorm2D]
    /// From hidden units to the logit, where there are any.
    public let logit: Linear?
    public let planes: Embedding?
    public let judgesEachAlone = false

    public init(sizes: ConvolutionalSizes, classes: Int = 0, random: inout RandomStream) {
        let widths = Array(sizes.widths.reversed())
        let inputs = sizes.picture[0] + (classes > 0 ? 1 : 0)
        var convolutions: [Conv2D] = []
        for (from, to) in zip([inputs] + widths, widths) {
            convolutions.append(
                Conv2D(
                    from, to, kernelSize: 4, stride: 2, padding: 1, hasBias: false,
                    initializer: ConvolutionalSizes.weights, random: &random))
        }
        convolutions.append(
            Conv2D(
                widths[widths.count - 1], sizes.hidden ?? 1, kernelSize: Size2D(sizes.base, sizes.base), hasBias: false,
                initializer: ConvolutionalSizes.weights, random: &random))
        var norms: [BatchNorm2D] = []
        for width in widths.dropFirst() {
            norms.append(BatchNorm2D(width, initializer: ConvolutionalSizes.scales, random: &random))
        }
        self.convolutions = convolutions
        self.norms = norms
        logit = sizes.hidden.map { Linear($0, 1, initializer: ConvolutionalSizes.weights, random: &random) }
        planes = classes > 0 ? Embedding(classes, width: sizes.picture[1] * sizes.picture[2], random: &random) : nil
    }

    public var parameters: [NamedParameter] {
        for (place, layer) in convolutions.enumerated() { ("conv\(place + 1)", layer) }
        for (place, layer) in norms.enumerated() { ("bn\(place + 2)", layer) }
        if let logit { ("logit", logit) }
        if let planes { ("planes", planes) }
    }

    public func callAsFunction(_ pictures: Tensor, labels: Tensor?) -> Tensor {
        let leaky = Rectifier.leakyReLU(slope: 0.2)
        var x = convolutions[0](told(pictures, labels), rectifier: leaky)
        for (convolution, norm) in zip(convolutions.dropFirst(), norms) { x = norm(convolution(x), rectifier: leaky) }
        let last = convolutions[convolutions.count - 1]
        guard let logit else { return last(x).reshaped(to: [pictures.shape[0], 1]) }
        return logit(last(x, rectifier: leaky).flattened())
    }

    /// The pictures, with the planes of their classes.
    private func told(_ pictures: Tensor, _ labels: Tensor?) -> Tensor {
        guard let planes, let labels else { return pictures }
        let shape = [pictures.shape[0], 1, pictures.shape[2], pictures.shape[3]]
        return concatenated([pictures, planes(labels).reshaped(to: shape)], axis: 1)
    }
}
