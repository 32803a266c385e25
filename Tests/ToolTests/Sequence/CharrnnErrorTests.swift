import Core
import Testing

@Suite("charrnn: what cannot be used") struct CharrnnErrorTests {
    @Test(
        "is reported in one line",
        arguments: [
            (["--text", "empty.txt"], 65, "the text is empty"), (["--text", "one.txt"], 65, "a single character"),
            (["--text", "short.txt", "--preset", "windows"], 65, "expected 31 or more"),
            (["--text", "bad.txt"], 65, "byte 2: is not UTF-8"), (["--text", "none.txt"], 66, "No such file"),
            (
                ["--text", "text.txt", "--lr", "1e30", "--clip", "0", "--optimizer", "sgd"], 65,
                "the training has diverged: "
            ),
            (
                ["--text", "text.txt", "--lr", "1e30", "--steps", "1", "--optimizer", "sgd"], 65,
                "the training has diverged: "
            ),
            (["--cell", "lst"], 64, "unknown cell 'lst', did you mean 'lstm'? Known: rnn, lstm, gru"),
            (["--epochs", "-1"], 64, "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
            (["--lr", "nan"], 64, "--lr nan: expected a number above 0"),
            (["--preset", "hamlte"], 64, "did you mean 'hamlet'?"),
            (["--steps", "-1"], 64, "--steps -1: expected a whole number from 0 to 1,000,000,000"),
            (["--text", "text.txt", "--patience", "2"], 64, "--validation sets some aside"),
            (["--text", "text.txt", "--momentum", "0.5"], 64, "--momentum: the optimizer adagrad has none"),
            (
                ["--text", "short.txt", "--batch-size", "9"], 65,
                "5 training characters of short.txt, expected 10 or more for 9 streams"
            ),
            (
                ["--text", "short.txt", "--validation", "0.2"], 65,
                "1 validation characters of short.txt, expected 2 or more"
            ),
            (
                ["smaple"], 64,
                "unknown command 'smaple', did you mean 'sample'? Known: train, sample, predict, compare, check-gradients"
            ),
            (["sample", "--temp", "0"], 64, "a number above 0"), (["sample", "--temp", "-1"], 64, "a number above 0"),
            (["sample", "--greedy", "--temp", "1"], 64, "--greedy cannot be combined with --temp"),
            (["sample", "--run", "none"], 66, "no such run"), (["sample", "--run", "text.safetensors"], 66, "No such"),
            (["--resume"], 66, "no run in runs/charrnn to continue"),
        ])
    func reported(arguments: [String], code: Int32, message: String) throws {
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
        #expect(prompt.errorLine?.contains("'Z' (U+005A) is unknown to the model: it knows space , .") == true)
        try place.write(Array("the cow sat on the wall.".utf8), to: "text.txt")
        let changed = try place.run("--resume", "--run", "r", "--epochs", "2")
        let words = "text.txt has changed since runs/charrnn/r was begun: "
        changed.expectRefusal(65, words + "24 characters, not ")
        // As many characters, and the same, but in another order.
        try place.write(SmallText.bytes().reversed(), to: "text.txt")
        try place.run("--resume", "--run", "r", "--epochs", "2").expectRefusal(
            65, words + "as many characters, but with other content (digest ")
        // As many characters and symbols, but others.
        try place.write(SmallText.bytes().map { $0 == UInt8(ascii: "t") ? UInt8(ascii: "z") : $0 }, to: "other.txt")
        try place.succeed("--text", "other.txt", "--epochs", "1", "--hidden", "4", "--run", "other", "--quiet")
        try place.write(SmallText.bytes(), to: "text.txt")
        let file = "runs/charrnn/r/checkpoints/epoch-0001.safetensors"
        try place.write(place.bytes("runs/charrnn/other/checkpoints/epoch-0001.safetensors"), to: file)
        let foreign = try place.run("--resume", "--run", "r", "--epochs", "2")
        #expect(foreign.code == 65)
        #expect(
            foreign.errorLine?.hasPrefix("\(file): was written by a training with other settings: text.")
                == true,
            "\(foreign.messages)")
    }

    @Test("a configuration whose text has no opening, or no symbols, or none at all")
    func damagedText() throws {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        try place.succeed("--text", "text.txt", "--epochs", "1", "--hidden", "4", "--run", "./r", "--quiet")
        let config = try place.text("r/config.json")
        let (start, end) = (
            try #require(config.firstRange(of: "    \"text\" : {")),
            try #require(config.firstRange(of: "    \"texts\""))
        )
        for (damaged, line) in [
            (
                config.replacing("\"opening\" : \"t\"", with: "\"opening\" : \"\""),
                "./r/config.json: text.opening is '', expected one symbol or more of the vocabulary"
            ),
            (
                config.replacing(try Regex("\"vocabulary\" : \"[^\"]+\""), with: "\"vocabulary\" : \"ba\""),
                "./r/config.json: text.vocabulary is 2 characters, expected 1 to 65,536 different symbols in their "
                    + "order"
            ),
            (
                String(config[..<start.lowerBound] + config[end.lowerBound...]),
                "text has changed since ./r was begun"
            ),
        ] {
            try place.write(Array(damaged.utf8), to: "r/config.json")
            try place.run("--resume", "--run", "./r", "--epochs", "2").expectRefusal(65, line)
        }
        // A model's file carries the same settings.
        let model = try Safetensors.read(place.path("r/model.safetensors"))
        let own = try #require(model.metadata["kumiki.config"])
        for (known, other) in [("\"opening\":\"t\"", "\"opening\":\"\""), ("\"text\":{", "\"wrong\":{")] {
            #expect(own.contains(known))
            let metadata = model.metadata.merging(["kumiki.config": own.replacing(known, with: other)]) { $1 }
            try place.write(Safetensors(tensors: model.tensors, metadata: metadata).serialized(), to: "bad.safetensors")
            let outcome = try place.run("sample", "--run", "bad.safetensors")
            #expect(outcome.code == 65 && outcome.errorLine != nil && outcome.output.isEmpty, "\(outcome.messages)")
        }
    }
}
