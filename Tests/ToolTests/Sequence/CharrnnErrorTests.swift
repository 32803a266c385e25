import Testing

@Suite("charrnn: what cannot be used") struct CharrnnErrorTests {
    @Test(
        "is told in one line",
        arguments: [
            (["--text", "empty.txt"], 65, "the text is empty"), (["--text", "one.txt"], 65, "a single character"),
            (["--text", "short.txt", "--preset", "windows"], 65, "expected 31 or more"),
            (["--text", "bad.txt"], 65, "byte 2: is not UTF-8"), (["--text", "none.txt"], 66, "No such file"),
            (["--text", "text.txt", "--lr", "1e30", "--clip", "0", "--optimizer", "sgd"], 70, "have exploded"),
            (["--text", "text.txt", "--lr", "1e30", "--steps", "1", "--optimizer", "sgd"], 70, "have exploded"),
            (["--cell", "lst"], 64, "unknown cell 'lst', did you mean 'lstm'? Known: rnn, lstm, gru"),
            (["--epochs", "-1"], 64, "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
            (["--lr", "nan"], 64, "--lr nan: expected a number above 0"),
            (["--preset", "hamlte"], 64, "did you mean 'hamlet'?"),
            (["--steps", "0"], 64, "--steps 0: expected a whole"),
            (["smaple"], 64, "unknown command 'smaple', did you mean 'sample'? Known: train, sample, check-gradients"),
            (["sample", "--temp", "0"], 64, "a number above 0"), (["sample", "--temp", "-1"], 64, "a number above 0"),
            (["sample", "--greedy", "--temp", "1"], 64, "--greedy knows no --temp"),
            (["sample", "--run", "none"], 66, "no such run"), (["sample", "--run", "text.safetensors"], 66, "No such"),
            (
                ["--resume", "--cell", "gru"], 64,
                "--resume goes on with the run's own settings; --cell cannot be changed"
            ),
            (["--resume"], 66, "no run in runs/charrnn to go on with"),
        ])
    func told(arguments: [String], code: Int32, message: String) throws {
        let place = try Workplace(tool: "charrnn")
        try place.write([], to: "empty.txt")
        try place.write([0x61], to: "one.txt")
        try place.write(Array("hello".utf8), to: "short.txt")
        try place.write([0x61, 0x62, 0xFF], to: "bad.txt")
        try place.write(SmallText.bytes(), to: "text.txt")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == code)
        #expect(outcome.errorLine?.contains(message) == true, "\(outcome.messages)")
        #expect(outcome.output.isEmpty)
    }

    @Test("a prompt and a text that the model does not know")
    func unknownSymbols() throws {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        try place.succeed("--text", "text.txt", "--epochs", "1", "--hidden", "4", "--run", "r", "--quiet")
        let prompt = try place.run("sample", "--run", "r", "--prompt", "ZÄ")
        #expect(prompt.code == 64)
        #expect(prompt.errorLine?.contains("'Z' (U+005A) is none that the model knows: it knows space , .") == true)
        try place.write(Array("the cow sat on the wall.".utf8), to: "text.txt")
        let changed = try place.run("--resume", "--run", "r", "--epochs", "2")
        try #require(changed.code == 65)
        #expect(changed.errorLine == "text.txt is no longer the text that the run was begun with")
        // As many characters and symbols, but others.
        try place.write(SmallText.bytes().map { $0 == UInt8(ascii: "t") ? UInt8(ascii: "z") : $0 }, to: "other.txt")
        try place.succeed("--text", "other.txt", "--epochs", "1", "--hidden", "4", "--run", "other", "--quiet")
        try place.write(SmallText.bytes(), to: "text.txt")
        let file = "runs/charrnn/r/checkpoints/epoch-0001.safetensors"
        try place.write(place.bytes("runs/charrnn/other/checkpoints/epoch-0001.safetensors"), to: file)
        let foreign = try place.run("--resume", "--run", "r", "--epochs", "2")
        #expect(foreign.code == 65)
        #expect(foreign.errorLine == "\(file): was written by a training on a text of other symbols")
    }
}
