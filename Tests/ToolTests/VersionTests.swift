import Testing

@Suite("Every tool: version") struct VersionTests {
    @Test(
        "--version says the tool and its version, and nothing else",
        arguments: [
            "kmnist-train", "mri-train", "feature-maps", "charrnn", "anbn-train", "copy-transformer", "housing-train",
            "plane-train", "perceptron-surface", "activations", "kumiki",
        ])
    func version(tool: String) throws {
        let outcome = try Workplace(tool: tool).run("--version")
        #expect(outcome.code == 0 && outcome.messages.isEmpty)
        #expect(outcome.output.wholeMatch(of: /([a-z-]+) \d+\.\d+\.\d+(?:-dev)?\n/)?.1 == tool[...])
    }
}
