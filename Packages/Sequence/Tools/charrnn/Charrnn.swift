import ArgumentParser
import Core
import SequenceModels

@main
struct Charrnn: Tool {
    static let configuration = CommandConfiguration.tool(
        "charrnn", abstract: "Train recurrent networks on text, character by character, and let them write.",
        discussion: """
            Reads any text in UTF-8. Without a text it learns Hamlet's soliloquy by heart.

            charrnn --text novel.txt --epochs 3     train, and keep the run
            charrnn --text novel.txt --compare cells    RNN, LSTM and GRU
            charrnn sample --prompt "To be"         let the latest run write
            charrnn predict                         see which characters it predicts
            charrnn check-gradients                 compare gradients
            """,
        subcommands: [
            Train.self, Sample.self, Predict.self, CompareCommand<CharacterTraining>.self, CheckGradients.self,
        ], defaultSubcommand: Train.self)
}
