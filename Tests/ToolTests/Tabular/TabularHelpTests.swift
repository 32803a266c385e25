import Testing

@Suite("Tabular tools: help and version") struct TabularHelpTests {
    private func help(_ tool: String) throws -> String {
        let outcome = try Workplace(tool: tool).run("--help")
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        // The parser breaks lines to fit; words are what counts.
        return outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    }

    @Test("plane-train")
    func plane() throws {
        let text = try help("plane-train")
        for words in [
            "Teach a tiny network points of the plane", "Task: grid, xor, moons, spirals, circles, or a CSV file",
            "(default: 8; grid 5; xor 2; spirals 8,8; circles 4)", "--given Take the hand-made network", "--from-given",
            "--scale <factor>", "--activation <name>", "--points <n>", "--noise <σ>", "--test-share <share>",
            "--enough <p>", "--restart-after <n>", "--epochs <n>", "--batch-size <n>", "--lr <rate>",
            "--optimizer <name>", "--seed <n>", "--threads <n>", "--run <name>", "--resume", "--dry-run", "--json",
            "--quiet", "--animate",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(try Workplace(tool: "plane-train").run("--version").output == "plane-train 0.1.0\n")
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
        #expect(try Workplace(tool: "perceptron-surface").run("--version").output == "perceptron-surface 0.1.0\n")
    }
}
