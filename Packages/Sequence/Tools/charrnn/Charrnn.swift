import ArgumentParser
import CommandLineSupport
import SequenceModels

@main
struct Charrnn: Tool {
    static let configuration = CommandConfiguration.tool(
        "charrnn", abstract: "Train recurrent networks on text, character by character, and let them write.",
        discussion: """
            Reads any text in UTF-8. Without a text it learns Hamlet's soliloquy by heart.

            charrnn --text novel.txt --epochs 3     train, and keep the run
            charrnn sample --prompt "To be"         let the latest run write
            charrnn check-gradients                 compare gradients
            """,
        subcommands: [TrainCommand<CharacterOptions>.self, Sample.self, CheckGradients.self],
        defaultSubcommand: TrainCommand<CharacterOptions>.self)
}
