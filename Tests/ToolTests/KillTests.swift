import Testing

@Suite("Killed without warning") struct KillTests {
    /// A training of every tool and kind of model: what begins it, the data that it needs, and what else is compared.
    struct Case: CustomTestStringConvertible, Sendable {
        let tool: String
        let settings: [String]
        var files: [String] = []
        var testDescription: String { ([tool] + settings).joined(separator: " ") }
    }

    static let cases = [
        Case(
            tool: "kmnist-train",
            settings: ["--model", "conv", "--dataset", "set", "--schedule", "cosine", "--threads", "2"]),
        Case(
            tool: "kmnist-train",
            settings: [
                "--model", "full", "--dataset", "set", "--optimizer", "adam", "--lr", "0.001", "--batch-size", "7",
            ]),
        Case(
            tool: "kmnist-train",
            settings: ["--model", "lin", "--dataset", "set", "--validation", "0.3", "--lr", "0.5"]),
        Case(tool: "mri-train", settings: ["--dataset", "set", "--batch-size", "8"]),
        Case(
            tool: "charrnn",
            settings: ["--text", "text.txt", "--hidden", "24", "--cell", "rnn", "--sample-every", "70"],
            files: ["loss.csv", "samples.txt"]),
        Case(
            tool: "charrnn",
            settings: [
                "--text", "text.txt", "--hidden", "24", "--cell", "gru", "--layers", "2", "--dropout", "0.3",
                "--schedule",
                "cosine",
            ], files: ["loss.csv", "samples.txt"]),
        Case(
            tool: "charrnn",
            settings: [
                "--text", "text.txt", "--hidden", "24", "--cell", "lstm", "--mode", "windowed", "--length", "20",
                "--batch-size", "64", "--validation", "0.2",
            ], files: ["loss.csv", "samples.txt"]),
        Case(tool: "anbn-train", settings: ["--cell", "srn", "--max-n", "5"]),
        Case(tool: "anbn-train", settings: ["--cell", "lstm", "--max-n", "5", "--validation", "0.3"]),
        Case(tool: "anbn-train", settings: ["--cell", "gru", "--max-n", "5"]),
        Case(
            tool: "copy-transformer",
            settings: [
                "--preset", "exact", "--task", "random", "--training-sequences", "96", "--test-sequences", "9",
            ]),
        Case(
            tool: "copy-transformer",
            settings: [
                "--bits", "3", "--dropout", "0.2", "--training-sequences", "96", "--test-sequences", "9",
                "--validation",
                "0.2",
            ]),
        Case(
            tool: "housing-train",
            settings: ["--dataset", "houses.csv", "--preset", "mini-batch-adam", "--batch-size", "8"]),
        Case(tool: "housing-train", settings: ["--dataset", "houses.csv", "--preset", "adam", "--validation", "0.2"]),
        Case(tool: "plane-train", settings: ["--task", "grid", "--restart-after", "3"]),
        Case(tool: "plane-train", settings: ["--task", "moons", "--validation", "0.2"]),
        Case(tool: "gnn-train", settings: ["--dataset", "citations", "--nodes", "3000"]),
        Case(
            tool: "gnn-train",
            settings: ["--dataset", "citations", "--nodes", "1000", "--model", "sage", "--batch-size", "16"]),
        // Every checkpoint stays, for the test looks for each.
        Case(
            tool: "gan-train",
            settings: [
                "--model", "gan", "--dataset", "set", "--training-examples", "40", "--batch-size", "10",
                "--grid-epochs",
                "1,2,3,4,5,6,7,8",
            ], files: ["samples/epoch-0000.png", "samples/epoch-0008.png"]),
        Case(
            tool: "gan-train",
            settings: [
                "--model", "dcgan", "--dataset", "set", "--training-examples", "40", "--batch-size", "10",
                "--grid-epochs",
                "1,2,3,4,5,6,7,8",
            ], files: ["samples/epoch-0000.png", "samples/epoch-0008.png"]),
        Case(tool: "curve-train", settings: ["--points", "2000", "--validation", "0.2"]),
    ]

    @Test("every training ends byte for byte as if it had never been stopped", arguments: cases)
    func ends(_ training: Case) throws {
        let place = try Workplace(tool: training.tool)
        if training.tool == "mri-train" {
            try place.writePhantoms(training: 16, test: 8)
        } else {
            try place.write(SmallSet(training: 100), to: "set")
        }
        try place.write(SmallText.bytes(lines: 100), to: "text.txt")
        try place.write(SmallTable(rows: 2_000).bytes, to: "houses.csv")
        try StoppedTraining(place: place, settings: training.settings).endsAsIfNeverStopped(comparing: training.files)
    }
}
