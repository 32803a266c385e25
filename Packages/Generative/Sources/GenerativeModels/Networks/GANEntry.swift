import Core

/// A generative adversarial model as `--model` names it, and its default recipe.
public struct GANEntry: Sendable {
    public let name: String
    public let summary: String
    /// Whether it is conditioned on the classes of pictures.
    public let isConditional: Bool
    /// The learning rates of the generator and the discriminator.
    public let learningRates: (generator: Double, discriminator: Double)
    /// Adam's decay of the running gradient.
    public let beta1: Double
    /// The discriminator's dropout rate; nil where it has no dropout.
    public let dropout: Double?
    /// The decay of the generator's averaged weights; 0 for none.
    public let average: Double
    /// Which pictures it can generate, after its name.
    let limits: String
    /// The model for a kind of pictures; nil where it cannot generate them.
    public let make: @Sendable (_ request: GANRequest, _ random: inout RandomStream) -> AdversarialModel?

    /// - Parameters:
    ///   - name: what `--model` takes.
    ///   - summary: what help says of it, in a few words.
    ///   - isConditional: whether it is conditioned on the classes of pictures.
    ///   - learningRates: of the generator and the discriminator.
    ///   - beta1: Adam's decay of the running gradient.
    ///   - dropout: the discriminator's usual rate; nil where it has no dropout.
    ///   - average: the decay of the generator's averaged weights; 0 for none.
    ///   - limits: what an error says after the name where `make` gives nil: "builds squares".
    ///   - make: the model for a kind of pictures, its initial weights from the stream; nil where it cannot generate
    ///     them.
    public init(
        name: String, summary: String, isConditional: Bool = false,
        learningRates: (generator: Double, discriminator: Double) = (0.0002, 0.0002), beta1: Double = 0.9,
        dropout: Double? = nil, average: Double = 0, limits: String = "cannot generate them",
        make: @escaping @Sendable (_ request: GANRequest, _ random: inout RandomStream) -> AdversarialModel?
    ) {
        (self.name, self.summary, self.isConditional, self.learningRates) = (
            name, summary, isConditional, learningRates
        )
        (self.beta1, self.dropout, self.average, self.limits, self.make) = (beta1, dropout, average, limits, make)
    }

    public static let all = [
        GANEntry(
            name: "gan", summary: "two perceptrons", learningRates: (0.0002, 0.0002), beta1: 0.9, dropout: 0.3
        ) { request, random in
            AdversarialModel(
                generator: DenseGenerator(noise: request.noise, picture: request.picture, random: &random),
                discriminator: DenseDiscriminator(
                    picture: request.picture, dropout: request.dropout, random: &random),
                noise: request.noise, averaging: request.average)
        },
        convolutional("dcgan", summary: "convolutions and batch normalization", isConditional: false),
        convolutional("cgan", summary: "dcgan conditioned on the class", isConditional: true),
    ]

    /// The generator's learning rate is four times the discriminator's, and both are higher than for two perceptrons:
    /// with the paper's 0.0002 for both the discriminator becomes too strong.
    private static func convolutional(_ name: String, summary: String, isConditional: Bool) -> GANEntry {
        GANEntry(
            name: name, summary: summary, isConditional: isConditional, learningRates: (0.002, 0.0005), beta1: 0.5,
            average: 0.999,
            limits: "builds squares by doubling 4 to 7 pixels two to five times, such as 28×28, 32×32 and 64×64; "
                + "--model gan takes any size"
        ) { request, random in
            guard let sizes = ConvolutionalSizes(request.picture) else { return nil }
            let (noise, classes) = (request.noise, request.classes)
            return AdversarialModel(
                generator: ConvolutionalGenerator(noise: noise, sizes: sizes, classes: classes, random: &random),
                discriminator: ConvolutionalDiscriminator(sizes: sizes, classes: classes, random: &random),
                noise: noise, classes: classes, averaging: request.average)
        }
    }
}

/// What a generative adversarial model is made for.
public struct GANRequest: Sendable {
    /// C × H × W of a picture.
    public let picture: Shape
    /// The number of classes that the model is conditioned on; 0 where it is not.
    public let classes: Int
    /// Z, the size of the noise vector of a picture.
    public let noise: Int
    /// The discriminator's dropout rate; 0 where it has no dropout.
    public let dropout: Double
    /// The decay of the average of the generator's weights; 0 for none.
    public let average: Double
}
