import Testing

@Suite("Tabular tools: help and version") struct TabularHelpTests {
    private func help(_ tool: String, _ command: String...) throws -> String {
        let outcome = try Workplace(tool: tool).start(command + ["--help"]).outcome()
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        // The parser breaks lines to fit; words are what counts.
        return outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    @Test("plane-train")
    func plane() throws {
        let text = try help("plane-train") + help("plane-train", "train")
        for words in [
            "Train a tiny network on points of the plane", "Task: grid, xor, moons, spirals, circles, or a CSV file",
            "(default: 8; grid 5; xor 2; spirals 8,8; circles 4)", "--given Use the hand-made network", "--from-given",
            "--scale <factor>", "--activation <name>", "(default: sigmoid; spirals tanh)", "--points <n>",
            "--noise <σ>",
            "(default: moons 0.15, spirals 0.03, circles 0.08)", "--test-share <share>", "--stop-at <p>",
            "(default: 1; grid 0.9; xor 0.9)", "--restart-after <n>", "(default: 0; grid 400; xor 400)", "--epochs <n>",
            "(default: 8000; moons 200; spirals 600; circles 200; a file 500)", "--batch-size <n>", "--lr <rate>",
            "--optimizer <name>", "(default: adam)", "--momentum <m>", "--schedule <name>", "--clip-norm <x>",
            "--validation <share>", "--patience <n>", "--runs <n>", "--seed <n>", "--threads <n>",
            "(default: 1; these networks are too small for several threads)", "--run <name>", "--resume",
            "--dry-run",
            "--json",
            "--quiet", "--animate",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        let page = try Workplace(tool: "plane-train").run("--help", environment: ["COLUMNS": "80"])
        let lines = page.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        let examples = [
            "plane-train                            learn the grid with five hidden units",
            "plane-train --given                    the hand-made network that solves it",
            "plane-train --task spirals --animate   two layers, and a film strip",
            "plane-train --task points.csv --hidden 6",
        ]
        #expect(lines.filter { $0.hasPrefix("plane-train ") } == examples.map { $0[...] })
        let headings = lines.filter { $0.hasSuffix(":") && $0.allSatisfy { $0.isUppercase || " :".contains($0) } }
        #expect(headings == ["OPTIONS:", "SUBCOMMANDS:"])
    }

    @Test("perceptron-surface")
    func surface() throws {
        let text = try help("perceptron-surface")
        for words in [
            "Draw the output of one neuron", "--weights <w1,w2>", "--bias <b>", "--domain <min,max>",
            "--activation <name,…>", "(default: 100,5000,10000)", "--azimuth <°>", "--elevation <°>",
            "--output <folder>", "--json", "--quiet", "5,000 are 71 × 71",
        ] {
            #expect(text.contains(words), "\(words)")
        }
    }
}
