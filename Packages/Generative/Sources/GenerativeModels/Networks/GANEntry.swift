import CommandLineSupport
import Core

/// A generative adversarial model as `--model` names it.
public struct GANEntry: Sendable {
    public let name: String
    public let summary: String
    public let recipe: GANRecipe
    /// Whether it is told the classes of pictures.
    public let isConditional: Bool
    /// The model for pictures of a shape and so many classes; nil where it cannot make such pictures.
    public let make:
        @Sendable (_ picture: Shape, _ classes: Int, _ recipe: GANRecipe, _ random: inout RandomStream) ->
            AdversarialModel?

    public static let all = [
        GANEntry(
            name: "gan", summary: "two perceptrons", recipe: GANRecipe(beta1: 0.9, dropout: 0.3), isConditional: false
        ) { picture, _, recipe, random in
            AdversarialModel(
                generator: DenseGenerator(noise: recipe.noise, picture: picture, random: &random),
                discriminator: DenseDiscriminator(picture: picture, dropout: recipe.dropout, random: &random),
                noise: recipe.noise, averaging: recipe.averaging ?? 0)
        },
        GANEntry(
            name: "dcgan", summary: "convolutions and batch normalisation", recipe: convolutionalRecipe,
            isConditional: false
        ) { picture, _, recipe, random in
            convolutional(picture, classes: 0, recipe, &random)
        },
        GANEntry(
            name: "cgan", summary: "dcgan that is told the class", recipe: convolutionalRecipe, isConditional: true
        ) { picture, classes, recipe, random in
            convolutional(picture, classes: classes, recipe, &random)
        },
    ]

    /// The generator learns four times as fast as the discriminator, and both faster than two perceptrons may: with the
    /// paper's 0.0002 for both the discriminator runs ahead.
    private static let convolutionalRecipe: GANRecipe = {
        var recipe = GANRecipe(beta1: 0.5, averaging: 0.999)
        (recipe.learningRate, recipe.discriminatorLearningRate) = (0.002, 0.0005)
        return recipe
    }()

    private static func convolutional(
        _ picture: Shape, classes: Int, _ recipe: GANRecipe, _ random: inout RandomStream
    ) -> AdversarialModel? {
        guard let sizes = ConvolutionalSizes(picture) else { return nil }
        return AdversarialModel(
            generator: ConvolutionalGenerator(noise: recipe.noise, sizes: sizes, classes: classes, random: &random),
            discriminator: ConvolutionalDiscriminator(sizes: sizes, classes: classes, random: &random),
            noise: recipe.noise, classes: classes, averaging: recipe.averaging ?? 0)
    }

    /// The entry of this name.
    ///
    /// - Throws: `ToolError` where there is none.
    public static func named(_ name: String) throws -> GANEntry {
        try Suggestions.find(name, kind: "model", in: all, by: \.name)
    }
}
