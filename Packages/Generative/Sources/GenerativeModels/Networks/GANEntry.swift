import Core

/// A generative adversarial model as `--model` names it, and its default recipe.
public struct GANEntry: Sendable {
    public let name: String
    public let summary: String
    /// Whether it is conditioned on the classes of pictures.
    public let isConditional: Bool
    /// The learning rates of the generator and the discriminator.
    let learningRates: (generator: Double, discriminator: Double)
    /// Adam's decay of the running gradient.
    let beta1: Double
    /// The discriminator's dropout rate; nil where it has no dropout.
    let dropout: Double?
    /// The decay of the generator's averaged weights.
    let average: Double
    /// The model for an experiment's pictures; nil where it cannot generate them.
    let make: @Sendable (_ experiment: AdversarialTraining, _ random: inout RandomStream) -> AdversarialModel?

    public static let all = [
        GANEntry(
            name: "gan", summary: "two perceptrons", isConditional: false, learningRates: (0.0002, 0.0002), beta1: 0.9,
            dropout: 0.3, average: 0
        ) { experiment, random in
            let (noise, picture) = (experiment.noise, experiment.picture)
            return AdversarialModel(
                generator: DenseGenerator(noise: noise, picture: picture, random: &random),
                discriminator: DenseDiscriminator(picture: picture, dropout: experiment.dropout ?? 0, random: &random),
                noise: noise, averaging: experiment.average)
        },
        convolutional("dcgan", summary: "convolutions and batch normalization", isConditional: false),
        convolutional("cgan", summary: "dcgan conditioned on the class", isConditional: true),
    ]

    /// The generator's learning rate is four times the discriminator's, and both are higher than for two perceptrons:
    /// with the paper's 0.0002 for both the discriminator becomes too strong.
    private static func convolutional(_ name: String, summary: String, isConditional: Bool) -> GANEntry {
        GANEntry(
            name: name, summary: summary, isConditional: isConditional, learningRates: (0.002, 0.0005), beta1: 0.5,
            dropout: nil, average: 0.999
        ) { experiment, random in
            guard let sizes = ConvolutionalSizes(experiment.picture) else { return nil }
            let (noise, classes) = (experiment.noise, isConditional ? experiment.classNames.count : 0)
            return AdversarialModel(
                generator: ConvolutionalGenerator(noise: noise, sizes: sizes, classes: classes, random: &random),
                discriminator: ConvolutionalDiscriminator(sizes: sizes, classes: classes, random: &random),
                noise: noise, classes: classes, averaging: experiment.average)
        }
    }

    /// The entry of this name.
    ///
    /// - Throws: `ToolError` where there is none.
    public static func named(_ name: String) throws(ToolError) -> GANEntry {
        try Suggestions.find(name, kind: "model", in: all, by: \.name)
    }
}
