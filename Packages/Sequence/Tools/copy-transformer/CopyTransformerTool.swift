import ArgumentParser
import Core
import SequenceModels

@main
struct CopyTransformerTool: Tool {
    static let configuration = CommandConfiguration.tool(
        "copy-transformer", abstract: "Train a Transformer to copy sequences, and see its attention.",
        discussion: """
            An encoder reads ⟨SOS⟩, eight bits and ⟨EOS⟩; a decoder writes them again, symbol by symbol, always the \
            most probable one. A copy is exact if every symbol is right. With the classic recipe the share of exact \
            copies jumps between epochs: there are only four different sequences, and one place near a tie, mostly \
            where ⟨EOS⟩ comes, changes all of them. Validation sequences choose the best epoch, and its weights are \
            kept.

            copy-transformer                   train with the classic recipe
            copy-transformer --preset exact --task random     learn to copy any bits
            copy-transformer copy 01101001     copy bits with the latest run
            """,
        subcommands: [
            TrainCommand<CopyOptions>.self, Copy.self, CompareCommand<Copying>.self,
            CheckGradientsCommand<CopyOptions>.self,
        ],
        defaultSubcommand: TrainCommand<CopyOptions>.self)
}
