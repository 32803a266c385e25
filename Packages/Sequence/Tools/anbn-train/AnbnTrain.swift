import ArgumentParser
import Core
import SequenceModels

@main
struct AnbnTrain: Tool {
    static let configuration = CommandConfiguration.tool(
        "anbn-train", abstract: "Teach small recurrent networks to count, and see how they do it.",
        discussion: """
            A network reads a string of aⁿbⁿ, aⁿb²ⁿ, aⁿbⁿcⁿ or aⁿb²ⁿc³ⁿ symbol by symbol and predicts the next one. \
            From the first b on the language determines it, up to the a of the next string after the last symbol. The \
            squared error is Σ (p − [symbol follows])² over the symbols, averaged over those determined positions in \
            the strings of every n from 1 to the largest n in training.

            anbn-train                                    learn to count aⁿbⁿ
            anbn-train --language anb2nc3n --cell lstm    learn the hardest language
            anbn-train generalize                         see how far the latest run counts
            """,
        subcommands: [
            TrainCommand<CountingOptions>.self, Generalize.self, CompareCommand<Counting>.self,
            CheckGradientsCommand<CountingOptions>.self,
        ],
        defaultSubcommand: TrainCommand<CountingOptions>.self)
}
