import Testing

@Suite("Killed without warning") struct KillTests {
    @Test(
        "kmnist-train ends byte for byte as if never stopped",
        arguments: [
            ["--model", "conv", "--schedule", "cosine", "--threads", "2"],
            ["--model", "full", "--optimizer", "adam", "--lr", "0.001", "--batch-size", "7"],
        ])
    func pictures(settings: [String]) throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 100), to: "set")
        try StoppedTraining(place: place, settings: settings + ["--dataset", "set"]).endsAsIfNeverStopped()
    }

    @Test(
        "charrnn, with its loss curve and its samples",
        arguments: [
            ["--cell", "rnn", "--sample-every", "70"],
            ["--cell", "gru", "--layers", "2", "--dropout", "0.3", "--schedule", "cosine"],
            ["--cell", "lstm", "--mode", "windowed", "--length", "20", "--batch-size", "64", "--validation", "0.2"],
        ])
    func characters(settings: [String]) throws {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(lines: 100), to: "text.txt")
        try StoppedTraining(place: place, settings: ["--text", "text.txt", "--hidden", "24"] + settings)
            .endsAsIfNeverStopped(comparing: ["loss.csv", "samples.txt"])
    }

    @Test("anbn-train", arguments: ["srn", "lstm", "gru"])
    func counting(cell: String) throws {
        try StoppedTraining(place: Workplace(tool: "anbn-train"), settings: ["--cell", cell, "--max-n", "5"])
            .endsAsIfNeverStopped()
    }

    @Test(
        "copy-transformer",
        arguments: [["--preset", "exact", "--task", "random"], ["--bits", "3", "--dropout", "0.2"]])
    func copying(settings: [String]) throws {
        let size = ["--training-sequences", "96", "--validation-sequences", "9"]
        try StoppedTraining(place: Workplace(tool: "copy-transformer"), settings: settings + size)
            .endsAsIfNeverStopped()
    }

    @Test("housing-train", arguments: [["--preset", "mini-batch-adam", "--batch-size", "8"], ["--preset", "adam"]])
    func tables(settings: [String]) throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable(rows: 2_000).bytes, to: "houses.csv")
        try StoppedTraining(place: place, settings: settings + ["--dataset", "houses.csv"]).endsAsIfNeverStopped()
    }

    @Test("gan-train, with the pictures of its test noise", arguments: ["gan", "dcgan"])
    func generating(model: String) throws {
        let place = try Workplace(tool: "gan-train")
        try place.write(SmallSet(training: 40), to: "set")
        // Every checkpoint stays, for the test looks for each.
        let settings = ["--model", model, "--dataset", "set", "--batch-size", "10", "--grid-epochs", "1,2,3,4,5,6,7,8"]
        try StoppedTraining(place: place, settings: settings)
            .endsAsIfNeverStopped(comparing: ["samples/epoch-0000.png", "samples/epoch-0008.png"])
    }
}
