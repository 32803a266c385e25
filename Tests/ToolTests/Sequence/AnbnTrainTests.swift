import Core
import Testing

@Suite("anbn-train") struct AnbnTrainTests {
    private static let small = ["--max-n", "3", "--epochs", "2"]

    @Test("--json ends with one object of the contract's members, which summary.json keeps")
    func json() throws {
        let place = try Workplace(tool: "anbn-train")
        let outcome = try place.start(
            Self.small + ["--cell", "lstm", "--language", "anbncn", "--seed", "7", "--json", "--run", "./here"]
        ).outcome()
        let object = try outcome.trainingJSON(adding: [
            "hidden", "trained_n", "squared_error", "determined_positions", "wrong_positions",
        ])
        #expect(object["run"] as? String == "./here")
        #expect(object["dataset"] as? String == "anbncn" && object["model"] as? String == "lstm")
        // 4 · (3·3 + 3·3 + 3 + 3) of the cell, 3·3 + 3 of the output.
        #expect(object["parameters"] as? Int == 108)
        #expect(object["epochs"] as? Int == 2 && object["seed"] as? Int == 7 && object["trained_n"] as? Int == 3)
        // From the first b to the last c: 2 + 4 + 6.
        #expect(object["determined_positions"] as? Int == 12)
        #expect(try place.text("here/summary.json") == outcome.output)
        #expect(outcome.messages.contains("determined"), "the words move to standard error")
        let dry = try place.succeed("--dry-run", "--json").json()
        #expect(dry["dry_run"] as? Bool == true && dry["parameters"] as? Int == 18 && dry["run"] == nil)
    }

    @Test("a run draws its states, and --animate a film of them")
    func figures() throws {
        let place = try Workplace(tool: "anbn-train")
        _ = try place.start(Self.small + ["--cell", "gru", "--animate", "--run", "./r", "--quiet"]).outcome()
        let names = place.names(in: "r/figures").filter { $0.hasSuffix(".png") }.map { $0.dropLast(4) }
        #expect(names == ["along-the-string", "film-strip", "gates", "hidden-2d", "hidden-3d", "learning-curves"])
        for name in names { #expect(try Picture.readPNG(place.path("r/figures/\(name).png")).width > 300) }
    }

    @Test("generalise finds how far the latest run, a named one, or a single file counts")
    func generalise() throws {
        let place = try Workplace(tool: "anbn-train")
        try place.succeed("--max-n", "4", "--epochs", "30", "--cell", "lstm", "--run", "r", "--quiet")
        // A run that was killed before it had a model is passed over.
        try place.write(place.bytes("runs/anbn-train/r/config.json"), to: "runs/anbn-train/zzz/config.json")
        let words = try place.succeed("generalise", "--limit", "12")
        let last = try #require(words.output.split(separator: "\n").last)
        let match = try #require(
            last.wholeMatch(of: /LSTM on aⁿbⁿ: counts up to n = (\d+)(, the greatest tried)?; trained up to 4/))
        #expect(place.exists("runs/anbn-train/r/figures/generalisation.png"))
        let object = try place.succeed("generalise", "--limit", "12", "--run", "r", "--json").json()
        #expect(object["longest_n"] as? Int == Int(match.1))
        #expect(object["trained_n"] as? Int == 4 && object["model"] as? String == "lstm")
        try place.write(place.bytes("runs/anbn-train/r/model.safetensors"), to: "a/b.safetensors")
        let file = try place.succeed("generalise", "--limit", "12", "--run", "a/b.safetensors", "--json").json()
        #expect(file["longest_n"] as? Int == Int(match.1) && file["run"] as? String == "a/b.safetensors")
        #expect(place.names(in: "a") == ["b.safetensors"])
    }

    @Test(
        "what cannot be used is told in one line",
        arguments: [
            (["--language", "anbm"], 64, "unknown language 'anbm', did you mean 'anbn'? Known: anbn, anb2n, anbncn, "),
            (["--cell", "x"], 64, "unknown cell 'x'. Known: srn, lstm, gru"),
            (["--epochs", "-1"], 64, "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
            (["--lr", "nan"], 64, "--lr nan: expected a number above 0"),
            (["--max-n", "1"], 64, "--max-n 1: expected a whole number from 2 to 1,000"),
            (["--hidden", "0"], 64, "--hidden 0: expected a whole number from 1 to 1,000"),
            (["--forget-bias", "3"], 64, "--forget-bias: a cell 'srn' has no forget gate"),
            (["--forget-bias", "nan"], 64, "--forget-bias nan: expected a number from -10 to 10"),
            (["generalize"], 64, "unknown command 'generalize', did you mean 'generalise'? Known: train, generalise"),
            (["generalise", "--limit", "0"], 64, "--limit 0: expected a whole number from 1 to 100,000"),
            (
                ["--resume", "--cell", "gru"], 64,
                "--resume goes on with the run's own settings; --cell cannot be changed"
            ),
            (["--resume"], 66, "no run in runs/anbn-train to go on with"),
        ])
    func bad(arguments: [String], code: Int32, message: String) throws {
        let place = try Workplace(tool: "anbn-train")
        let outcome = try place.start(arguments).outcome()
        outcome.expectRefusal(code, message)
        #expect(place.names().isEmpty)
    }
}
