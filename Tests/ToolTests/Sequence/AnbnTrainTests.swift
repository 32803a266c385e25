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
            "hidden", "trained_n", "squared_error", "wrong", "determined_positions", "wrong_positions", "steps",
            "kept_epoch", "kept_by", "seconds_per_evaluation", "squared_error_all_positions", "boundaries", "states",
        ])
        #expect(object["run"] as? String == "./here")
        #expect(object["dataset"] as? String == "anbncn" && object["model"] as? String == "lstm")
        // 4 · (3·3 + 3·3 + 3 + 3) of the cell, 3·3 + 3 of the output.
        #expect(object["parameters"] as? Int == 108)
        #expect(object["epochs"] as? Int == 2 && object["seed"] as? Int == 7 && object["trained_n"] as? Int == 3)
        // From the first b to the last c: 2 + 4 + 6.
        #expect(object["determined_positions"] as? Int == 12)
        #expect(object["steps"] as? Int == 200 && object["kept_epoch"] as? Int == 2)
        #expect(object["kept_by"] as? String == "last epoch")
        #expect(object["wrong"] as? Int == object["wrong_positions"] as? Int)
        #expect(try place.text("here/summary.json") == outcome.output)
        // n = 6: a row for each of 18 symbols; three units of an LSTM have a cell and four gates each.
        let states = try #require(object["states"] as? [[String: Any]])
        let table = try CSVTable.read(place.path("here/states.csv"))
        #expect(states.count == 18 && table.rows.count == 18 && table.header.count == 4 + 6 * 3 + 3 + 1)
        for (number, row) in zip(try table.numbers("f2"), states) {
            #expect(abs(number - (row["f2"] as? Double ?? -1)) < 1e-6)
        }
        let boundaries = try #require(object["boundaries"] as? [[String: Any]])
        #expect(boundaries.map { "\($0["first"] ?? "")\($0["second"] ?? "")" } == ["ab", "bc", "ca"])
        #expect(outcome.messages.contains("P(b) = P(c) where "))
        #expect(outcome.messages.contains("squared error: Σ (p − truth)² over the symbols, averaged over"))
        #expect(outcome.messages.contains("cross entropy "), "the loss is not that measure")
        #expect(outcome.messages.contains("determined"), "the words move to standard error")
        let dry = try place.succeed("--dry-run", "--json").json()
        #expect(dry["dry_run"] as? Bool == true && dry["parameters"] as? Int == 18 && dry["run"] == nil)
    }

    @Test("a run draws its states, and --animate a film of them")
    func figures() throws {
        let place = try Workplace(tool: "anbn-train")
        _ = try place.start(Self.small + ["--cell", "gru", "--animate", "--run", "./r", "--quiet"]).outcome()
        let names = place.names(in: "r/figures").filter { $0.hasSuffix(".png") }.map { $0.dropLast(4) }
        #expect(
            names == [
                "along-the-string", "architecture", "film-strip", "gates", "hidden-2d", "hidden-3d", "learning-curves",
            ])
        for name in names { #expect(try Picture.readPNG(place.path("r/figures/\(name).png")).width > 300) }
    }

    @Test("the film strip is the same whether the run was interrupted or not")
    func film() throws {
        let place = try Workplace(tool: "anbn-train")
        // Every second epoch is saved; the interrupted run saves its third as well.
        let settings = ["--max-n", "3", "--epochs", "40", "--animate", "--quiet", "--run"]
        #expect(try place.start(settings + ["./whole"]).outcome().code == 0)
        #expect(try place.start(settings + ["./stopped", "--steps", "300"]).outcome().code == 0)
        try place.succeed("--resume", "--epochs", "40", "--quiet", "--run", "./stopped")
        #expect(place.exists("stopped/checkpoints/epoch-0003.safetensors"))
        for file in ["model.safetensors", "figures/film-strip.svg"] {
            #expect(try place.bytes("stopped/\(file)") == place.bytes("whole/\(file)"), "\(file)")
        }
        #expect(try place.text("whole/figures/film-strip.svg").contains("epoch 2, error "))
    }

    @Test("what is shown of a run may change when it continues")
    func shown() throws {
        let place = try Workplace(tool: "anbn-train")
        _ = try place.start(Self.small + ["--run", "./r", "--quiet"]).outcome()
        #expect(!place.names(in: "r/figures").contains("film-strip.svg"))
        let outcome = try place.succeed("--resume", "--animate", "--show-n", "2", "--run", "./r")
        #expect(outcome.messages.contains("the run is complete: it has its 2 epochs; --epochs asks for more"))
        #expect(outcome.output.contains("\n       4  b") && !outcome.output.contains("\n       5  "))
        #expect(place.names(in: "r/figures").contains("film-strip.svg"))
    }

    @Test("--validation keeps the best epoch by held-out n, and --patience ends a training by them")
    func validation() throws {
        let place = try Workplace(tool: "anbn-train")
        let settings = [
            "--cell", "lstm", "--max-n", "6", "--lr", "0.2", "--schedule", "constant", "--validation", "0.5",
        ]
        let outcome = try place.start(settings + ["--epochs", "8", "--json", "--run", "./r"]).outcome()
        let object = try outcome.json()
        let errors = try CSVTable.read(place.path("r/metrics.csv")).numbers("validation_squared_error")
        let best = try #require(errors.min())
        #expect(errors.count == 8)
        #expect(object["kept_by"] as? String == "validation_squared_error")
        #expect(object["kept_epoch"] as? Int == (errors.firstIndex(of: best) ?? -1) + 1)
        // The readers of CSV and JSON differ in a number's last bit.
        for member in ["kept_value", "validation_squared_error"] {
            #expect(abs((object[member] as? Double ?? 0) - best) < 1e-15, "\(member)")
        }
        #expect(object["squared_error"] is Double)
        #expect(outcome.messages.contains("n from 1 to 6, without "))
        let heldOut = try #require(object["held_out_n"] as? [Int])
        #expect(heldOut.count == 2)
        let ns = heldOut.map(String.init).joined(separator: ", ")
        #expect(outcome.messages.contains("n held out, which choose the epoch: \(ns): squared error"))
        let patient = try place.start(settings + ["--epochs", "500", "--patience", "2", "--json"]).outcome().json()
        let (epochs, kept) = (patient["epochs"] as? Int ?? 0, patient["kept_epoch"] as? Int ?? 0)
        #expect(epochs < 500 && epochs >= kept + 2)
    }

    @Test("--runs reports mean and standard deviation over seeds")
    func runs() throws {
        let object = try Workplace(tool: "anbn-train").start(Self.small + ["--runs", "2", "--json"]).outcome().json()
        let seeds = try #require(object["seeds"] as? [[String: Any]])
        #expect(object["runs"] as? Int == 2 && seeds.map { $0["seed"] as? Int } == [0, 1])
        let errors = seeds.compactMap { $0["squared_error"] as? Double }
        let mean = try #require(object["squared_error_mean"] as? Double)
        #expect(errors.count == 2 && abs(mean - (errors[0] + errors[1]) / 2) < 1e-12)
        #expect(object["squared_error_deviation"] is Double && object["wrong_mean"] is Double)
    }

    @Test("sgd is plain descent, and a run of version 0.1.0, where it had a momentum, goes on with that")
    func sgd() throws {
        let place = try Workplace(tool: "anbn-train")
        for (run, optimizer) in [("./a", "sgd"), ("./b", "nesterov")] {
            _ = try place.start(Self.small + ["--optimizer", optimizer, "--quiet", "--run", run]).outcome()
        }
        #expect(try place.text("a/config.json").contains("\"momentum\" : 0,"))
        #expect(try place.bytes("a/model.safetensors") != place.bytes("b/model.safetensors"))
        let old = """
            {"cell":"srn","language":"anbn","recipe":{"batchSize":16,"epochs":2,"forgetBias":0,"gradientNorm":0.1,
             "growth":0.6,"hidden":2,"learningRate":0.01,"longest":3,"optimizer":"sgd","schedule":"cosine",
             "stringsPerEpoch":1600},"seed":0,"threads":1,"tool":"anbn-train","version":"0.1.0"}
            """
        try place.write(Array(old.utf8), to: "old/config.json")
        try place.succeed("--resume", "--quiet", "--run", "./old")
        _ = try place.start(Self.small + ["--optimizer", "sgd", "--momentum", "0.9", "--quiet", "--run", "./c"])
            .outcome()
        let weights = try ["old", "c"].map { try Safetensors.read(place.path("\($0)/model.safetensors")).tensors }
        #expect(weights[0] == weights[1])
    }

    @Test("what a run cannot change is refused, with what it is there")
    func resuming() throws {
        let place = try Workplace(tool: "anbn-train")
        _ = try place.start(Self.small + ["--quiet"]).outcome()
        let before = "--resume continues with the run's own settings; "
        for (arguments, message) in [
            (["--cell", "gru"], "--cell cannot be changed (srn in the run)"),
            (
                ["--language", "anb2n"],
                "--hidden cannot be changed (2 in the run), --language cannot be changed (anbn in"
            ),
            (["--max-n", "4"], "--max-n cannot be changed (3 in the run)"),
            (["--lr", "0.5"], "--lr cannot be changed (0.01 in the run)"),
        ] {
            try place.start(["--resume"] + arguments).outcome().expectRefusal(64, before + message)
        }
        // What the run has anyway may be given.
        try place.succeed("--resume", "--cell", "srn", "--language", "anbn", "--max-n", "3", "--quiet")
    }

    @Test("generalize finds how far the latest run, a named one, or a single file counts")
    func generalize() throws {
        let place = try Workplace(tool: "anbn-train")
        try place.succeed("--max-n", "4", "--epochs", "30", "--cell", "lstm", "--run", "r", "--quiet")
        // A run that was killed before it had a model is passed over.
        try place.write(place.bytes("runs/anbn-train/r/config.json"), to: "runs/anbn-train/zzz/config.json")
        let words = try place.succeed("generalize", "--limit", "12")
        let last = try #require(words.output.split(separator: "\n").last)
        let match = try #require(
            last.wholeMatch(of: /LSTM on aⁿbⁿ: counts up to n = (\d+)(, the largest tried)?; trained up to 4/))
        #expect(place.exists("runs/anbn-train/r/figures/generalization.png"))
        let object = try place.succeed("generalize", "--limit", "12", "--run", "r", "--json").json()
        #expect(object["longest_n"] as? Int == Int(match.1))
        #expect(object["trained_n"] as? Int == 4 && object["model"] as? String == "lstm")
        try place.write(place.bytes("runs/anbn-train/r/model.safetensors"), to: "a/b.safetensors")
        let file = try place.succeed("generalize", "--limit", "12", "--run", "a/b.safetensors", "--json").json()
        #expect(file["longest_n"] as? Int == Int(match.1) && file["run"] as? String == "a/b.safetensors")
        #expect(place.names(in: "a") == ["b.safetensors"])
    }

    @Test(
        "what cannot be used is refused in one line",
        arguments: [
            (["--language", "anbm"], 64, "unknown language 'anbm', did you mean 'anbn'? Known: anbn, anb2n, anbncn, "),
            (["--cell", "x"], 64, "unknown cell 'x'. Known: srn, lstm, gru"),
            (["--epochs", "-1"], 64, "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
            (["--lr", "nan"], 64, "--lr nan: expected a number above 0"),
            (["--max-n", "1"], 64, "--max-n 1: expected a whole number from 2 to 1,000"),
            (["--hidden", "0"], 64, "--hidden 0: expected a whole number from 1 to 1,000"),
            (["--forget-bias", "3"], 64, "--forget-bias: a cell 'srn' has no forget gate"),
            (["--max-n", "2", "--validation", "0.5"], 64, "--validation 0.5: expected 0 where n is at most 2"),
            (["--patience", "3"], 64, "--patience: there are no validation examples to compare epochs"),
            (["--momentum", "0.5"], 64, "--momentum: the optimizer adam has none"),
            (["--forget-bias", "nan"], 64, "--forget-bias nan: expected a number from -10 to 10"),
            (
                ["generalise"], 64,
                "unknown command 'generalise', did you mean 'generalize'? Known: train, generalize, compare, check-gradients"
            ),
            (["generalize", "--limit", "0"], 64, "--limit 0: expected a whole number from 1 to 100,000"),
            (["--resume"], 66, "no run in runs/anbn-train to continue"),
        ])
    func bad(arguments: [String], code: Int32, message: String) throws {
        let place = try Workplace(tool: "anbn-train")
        let outcome = try place.start(arguments).outcome()
        outcome.expectRefusal(code, message)
        #expect(place.names().isEmpty)
    }

    @Test("steps that are far too long end with 65 and one piece of advice")
    func divergence() throws {
        let place = try Workplace(tool: "anbn-train")
        let outcome = try place.run("--lr", "1e30", "--max-n", "3", "--epochs", "1", "--quiet")
        outcome.expectRefusal(65, "the training has diverged: the loss is ")
        #expect(outcome.errorLine?.hasSuffix("; a smaller --lr may help") == true)
    }
}
