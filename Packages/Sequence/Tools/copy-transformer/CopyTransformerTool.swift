import ArgumentParser
import Core
import SequenceModels

@main
struct CopyTransformerTool: Tool {
    static let configuration = CommandConfiguration.tool(
        "copy-transformer", abstract: "Train a Transformer to copy sequences, and see where it looks.",
        discussion: """
            An encoder reads ⟨SOS⟩, eight bits and ⟨EOS⟩; a decoder writes them again, symbol by symbol, always the \
            likeliest. A copy is exact if every symbol is right. By the classic recipe the share of exact copies leaps \
            between epochs: only four sequences differ, and one place near a tie, mostly where ⟨EOS⟩ comes, turns them \
            all. The weights of the best epoch are kept, which validation sequences choose.

            copy-transformer                   train by the classic recipe
            copy-transformer --preset exact --task random     learn to copy any bits
            copy-transformer copy 01101001     copy bits with the latest run
            """,
        subcommands: [
            TrainCommand<CopyOptions>.self, Copy.self, CompareCommand<Copying>.self,
            CheckGradientsCommand<CopyOptions>.self,
        ],
        defaultSubcommand: TrainCommand<CopyOptions>.self)
}
