import ArgumentParser
import Core
import GenerativeModels

@main
struct GANTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        AdversarialTraining.tool, abstract: "Train two networks against each other until one generates pictures.",
        discussion: """
            A generator makes pictures from noise; a discriminator learns to distinguish them from real ones, and the \
            generator learns to deceive it. After every epoch the generator draws the same test noise.

            gan-train                            train gan on MNIST or built-in strokes
            gan-train --model dcgan --epochs 20  convolutions instead
            gan-train --model dcgan --dataset FOLDER --size 64
            gan-grid --epoch 200                 draw its pictures
            """,
        subcommands: [
            Train.self, CompareCommand<AdversarialTraining>.self, CheckGradientsCommand<GANOptions>.self,
        ], defaultSubcommand: Train.self)
}

/// `gan-train train`, the default.
struct Train: SharedCommand {
    static let configuration = TrainCommand<GANOptions>.configuration

    @OptionGroup var command: TrainCommand<GANOptions>

    func run() throws {
        var command = command
        // --lr is the rate of both networks; each may have its own.
        command.options.lrDiscriminator = command.options.lrDiscriminator ?? command.recipe.learningRate
        command.recipe.learningRate = command.options.lrGenerator ?? command.recipe.learningRate
        try command.run()
    }
}
