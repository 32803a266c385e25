import Testing

@Suite("Sequence tools: help") struct SequenceHelpTests {
    @Test("charrnn")
    func characters() throws {
        try expectHelp(
            "charrnn",
            says: [
                "Train recurrent networks on text, character by character", "train (default) Train a model on a text",
                "sample Let a trained model write.",
                "check-gradients Compare the networks' gradients with differences of their loss.",
            ])
        try expectHelp(
            "charrnn", "train",
            says: trainingOptions + [
                "Cell. (default: lstm; min-char rnn) rnn a plain recurrent layer: h′ = tanh(U x + W h + b) lstm a memory cell",
                "How the text is read: streaming (in --batch-size parallel streams), windowed (in random windows).",
                "Passes over the training data. (default: 10; hamlet 1000; shakespeare 20)", "--text <file>",
                "Limit each number of the gradients to ±x; 0 for none. (default: 0; min-char 5)",
                "Standard deviation of the initial weights. (default: PyTorch's; min-char 0.01)", "--sample-every <n>",
            ])
        try expectHelp(
            "charrnn", "sample",
            says: [
                "--temp, --temperature <t>", "--prompt <text>", "--greedy", "--count <word,…>", "--json",
                "--length <n> Characters to write after the prompt. (default: 500)",
            ])
        try expectHelp("charrnn", "check-gradients", says: ["--tolerance <x> Largest relative error. (default: 1e-06)"])
    }

    @Test("anbn-train")
    func counting() throws {
        try expectHelp(
            "anbn-train",
            says: [
                "Teach small recurrent networks to count", "train (default) Train a network (the default).",
                "generalize Find how far a trained network counts, and draw a figure.",
            ])
        try expectHelp(
            "anbn-train", "train",
            says: trainingOptions + [
                "Language: anbn (aⁿbⁿ), anb2n (aⁿb²ⁿ), anbncn (aⁿbⁿcⁿ), anb2nc3n (aⁿb²ⁿc³ⁿ). (default: anbn)",
                "Cell. (default: srn) srn a plain recurrent layer: h′ = tanh(U x + W h + b) lstm a memory cell with gates",
                "--hidden <n> Hidden units. (default: 2; anb2n 2, srn 3; anbncn 3; anb2nc3n 4, srn 6)",
                "--max-n <n> Largest n in training. (default: 10; anbncn 10, srn 6; anb2nc3n 10, srn 4)",
                "--forget-bias <bias>", "--animate", "n of the string in the table and the figures. (default: 6)",
                "Passes over the training data. (default: 50; srn 200)",
                "Learning rate. (default: 0.01; lstm 0.02; gru 0.05)", "(default: cosine)",
                "Limit the norm of all gradients to x; 0 for none. (default: 0.1)",
                "Number of threads. (default: 1; these networks are too small for several threads)",
            ])
        try expectHelp("anbn-train", "generalize", says: ["--limit <n> Largest n to try. (default: 1000)"])
    }

    @Test("copy-transformer")
    func copying() throws {
        try expectHelp(
            "copy-transformer",
            says: [
                "Train a Transformer to copy sequences", "train (default) Train a model (the default).",
                "copy Copy bits with a trained model.",
            ])
        try expectHelp(
            "copy-transformer", "train",
            says: trainingOptions + [
                "What to copy: patterns (all ones, all zeros, alternating), random (random bits). (default: patterns)",
                "Sizes and recipe: classic (the tutorial's sizes and plain descent), exact (copies any bits",
                "--bits <n> Bits of a sequence. (default: 8)", "--training-sequences <n>", "--dropout <rate>",
            ])
        try expectHelp("copy-transformer", "copy", says: ["--figures <folder>"])
    }
}
