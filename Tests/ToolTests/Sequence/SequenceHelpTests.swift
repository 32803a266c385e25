import Testing

@Suite("Sequence tools: help and version") struct SequenceHelpTests {
    private func help(_ tool: String, _ arguments: String...) throws -> String {
        let outcome = try Workplace(tool: tool).start(arguments + ["--help"]).outcome()
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        // The parser breaks lines to fit; words are what counts.
        return outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    /// What every tool that trains answers to.
    private static let common = [
        "--epochs <n>", "--batch-size <n>", "--lr <rate>", "--optimizer <name>", "--seed <n>", "--threads <n>",
        "--run <name>", "--resume", "--dry-run", "--json", "--quiet",
    ]

    @Test("charrnn")
    func characters() throws {
        let root = try help("charrnn")
        for text in [
            "Train recurrent networks on text, character by character", "train (default) Train a model on a text",
            "sample Let a trained model write.", "check-gradients Compare analytic with numerical gradients",
        ] {
            #expect(root.contains(text), "\(text)")
        }
        let train = try help("charrnn", "train")
        for text in Self.common + [
            "Cell: rnn, lstm, gru. (default: lstm; min-char rnn)", "How the text is read: streaming, windowed.",
            "Passes over the training data. (default: 10; hamlet 1000; shakespeare 20)", "--text <file>", "--clip <x>",
            "--sigma <σ>",
            "Stop after so many steps in all; with --resume, --epochs alone lifts it.", "--sample-every <n>",
        ] {
            #expect(train.contains(text), "\(text)")
        }
        let sample = try help("charrnn", "sample")
        for text in [
            "--temp, --temperature <t>", "--prompt <text>", "--greedy", "--count <word,…>", "--json",
            "--length <n> Characters to write after the prompt. (default: 500)",
        ] {
            #expect(sample.contains(text), "\(text)")
        }
        #expect(
            try help("charrnn", "check-gradients").contains("--tolerance <x> Most relative error. (default: 1e-06)"))
    }

    @Test("anbn-train")
    func counting() throws {
        let root = try help("anbn-train")
        for text in [
            "Teach small recurrent networks to count", "train (default) Train a network (the default).",
            "generalise Find how far a trained network counts, and draw it.",
        ] {
            #expect(root.contains(text), "\(text)")
        }
        let train = try help("anbn-train", "train")
        for text in Self.common + [
            "Language: anbn (aⁿbⁿ), anb2n (aⁿb²ⁿ), anbncn (aⁿbⁿcⁿ), anb2nc3n (aⁿb²ⁿc³ⁿ). (default: anbn)",
            "Cell: srn (a plain recurrent network), lstm, gru. (default: srn)", "--hidden <n>", "--max-n <n>",
            "--forget-bias <bias>", "--animate", "n of the string in the table and the figures. (default: 6)",
        ] {
            #expect(train.contains(text), "\(text)")
        }
        #expect(try help("anbn-train", "generalise").contains("--limit <n> Greatest n to try. (default: 1000)"))
    }

    @Test("copy-transformer")
    func copying() throws {
        let root = try help("copy-transformer")
        for text in [
            "Train a Transformer to copy sequences", "train (default) Train a model (the default).",
            "copy Copy bits with a trained model.",
        ] {
            #expect(root.contains(text), "\(text)")
        }
        let train = try help("copy-transformer", "train")
        for text in Self.common + [
            "What to copy: patterns (all ones, all zeros, alternating), random (random bits). (default: patterns)",
            "Sizes and recipe: classic (the tutorial's sizes and plain descent), exact (copies any bits",
            "--bits <n> Bits of a sequence. (default: 8)", "--training-sequences <n>", "--dropout <rate>",
        ] {
            #expect(train.contains(text), "\(text)")
        }
        #expect(try help("copy-transformer", "copy").contains("--figures <folder>"))
    }

    @Test("--version says the tool and its version", arguments: ["charrnn", "anbn-train", "copy-transformer"])
    func version(tool: String) throws {
        let outcome = try Workplace(tool: tool).run("--version")
        #expect(outcome.output.wholeMatch(of: /([a-z-]+) \d+\.\d+\.\d+\n/)?.1 == tool[...])
    }
}
