import Core
import Testing

@Suite("copy-transformer") struct CopyTransformerToolTests {
    private static let small = [
        "--preset", "exact", "--bits", "3", "--training-sequences", "96", "--validation-sequences", "12",
        "--test-sequences", "24", "--epochs", "2",
    ]

    @Test("--json ends with one object of the contract's members, which summary.json keeps")
    func json() throws {
        let place = try Workplace(tool: "copy-transformer")
        let outcome = try place.start(Self.small + ["--seed", "7", "--json", "--run", "./here"]).outcome()
        let object = try outcome.trainingJSON(adding: [
            "test_loss", "exact_copies", "seconds_per_evaluation", "validation_loss", "validation_exact_copies",
            "kept_value", "different_sequences", "different_exact",
        ])
        #expect(object["different_sequences"] as? Int == 4)
        #expect(object["kept_by"] as? String == "validation_exact_copies")
        #expect(outcome.messages.contains("96 training, 12 validation and 24 test sequences"))
        #expect(object["model"] as? String == "transformer")
        #expect(object["dataset"] as? String == "patterns" && object["run"] as? String == "./here")
        #expect(object["parameters"] as? Int == 43_140)
        #expect(object["epochs"] as? Int == 2 && object["seed"] as? Int == 7)
        #expect((0...1).contains(try #require(object["exact_copies"] as? Double)))
        #expect(try place.text("here/summary.json") == outcome.output)
        #expect(outcome.messages.contains("all ones"), "the words move to standard error")
        #expect(
            place.names(in: "here/figures").filter { $0.hasSuffix(".png") }
                == [
                    "architecture.png", "attention-cross.png", "attention-decoder.png", "attention-encoder.png",
                    "learning-curves.png",
                ])
        let dry = try place.succeed("--dry-run", "--json").json()
        #expect(dry["dry_run"] as? Bool == true && dry["parameters"] as? Int == 211_876 && dry["run"] == nil)
    }

    @Test("copy writes with the latest run that has a model, a named one, or a single file, and draws")
    func copy() throws {
        let place = try Workplace(tool: "copy-transformer")
        _ = try place.start(Self.small + ["--run", "r", "--quiet"]).outcome()
        // A run that was killed before it had a model is passed over.
        try place.write(place.bytes("runs/copy-transformer/r/config.json"), to: "runs/copy-transformer/zzz/config.json")
        let words = try place.succeed("copy", "011", "1", "--figures", "drawn")
        let lines = words.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("⟨SOS⟩011⟨EOS⟩ → ⟨SOS⟩") && lines[1].hasPrefix("⟨SOS⟩1⟨EOS⟩ → ⟨SOS⟩"))
        #expect(try Picture.readPNG(place.path("drawn/attention-cross.png")).width > 300)
        for run in ["r", "runs/copy-transformer/r/model.safetensors"] {
            let object = try place.succeed("copy", "011", "1", "--run", run, "--json").json()
            let copies = try #require(object["copies"] as? [[String: Any]])
            for (line, copy) in zip(lines, copies) {
                let text = "\(copy["source"] ?? "") → \(copy["copy"] ?? "")"
                #expect(line == text + (copy["exact"] as? Bool == true ? "" : "  ✗"))
            }
        }
        let long = try place.run("copy", "0110")
        #expect(long.code == 64)
        #expect(long.errorLine == "4 bits: the model was trained on 3 and has no more positions")
    }

    @Test("validation sequences choose the epoch, by default and as a share; a run of version 0.1.0 keeps its last one")
    func kept() throws {
        let place = try Workplace(tool: "copy-transformer")
        // So long steps that the share of exact copies rises and falls.
        let settings = Self.small.dropLast(2) + ["--lr", "0.02", "--schedule", "constant", "--epochs", "8", "--json"]
        let object = try place.start(settings + ["--run", "./a"]).outcome().json()
        let metrics = try CSVTable.read(place.path("a/metrics.csv"))
        let (exact, losses) = (
            try metrics.numbers("validation_exact_copies"), try metrics.numbers("validation_loss")
        )
        let best = try #require(exact.indices.min { (-exact[$0], losses[$0]) < (-exact[$1], losses[$1]) })
        #expect(exact.count == 8 && object["kept_epoch"] as? Int == best + 1)
        #expect(!metrics.header.contains("test_loss"), "the test sequences are read once")
        let share = try place.start(settings + ["--validation", "0.25", "--run", "./b"]).outcome()
        #expect(share.messages.contains("72 training, 24 validation and 24 test sequences"))
        let none = try place.start(settings + ["--validation-sequences", "0", "--run", "./c"]).outcome().json()
        #expect(none["kept_by"] as? String == "last epoch" && none["kept_epoch"] as? Int == 8)
        let old = """
            {"bits":3,"recipe":{"batchSize":16,"epochs":1,"learningRate":0.01,"optimizer":"sgd","schedule":"constant",
             "sizes":{"decoderLayers":1,"dropout":0.1,"encoderLayers":1,"feedForward":8,"heads":2,"normalizesFirst":false,
             "width":8}},"seed":0,"task":"patterns","threads":1,"tool":"copy-transformer","trainingSequences":96,
             "validationSequences":12,"version":"0.1.0"}
            """
        try place.write(Array(old.utf8), to: "old/config.json")
        let resumed = try place.succeed("--resume", "--run", "./old", "--json")
        #expect(resumed.messages.contains("96 training and 12 test sequences"))
        #expect(try resumed.json()["kept_by"] as? String == "last epoch")
    }

    @Test(
        "what cannot be used is told in one line",
        arguments: [
            (["--task", "randon"], 64, "unknown task 'randon', did you mean 'random'? Known: patterns, random"),
            (["--preset", "x"], 64, "unknown preset 'x'. Known: classic, exact"),
            (["--epochs", "-1"], 64, "--epochs -1: expected a whole number from 1 to 1,000,000,000"),
            (["--lr", "nan"], 64, "--lr nan: expected a number above 0, at most 1e38"),
            (["--bits", "0"], 64, "--bits 0: expected a whole number from 1 to 1,000"),
            (["--dropout", "1"], 64, "--dropout 1: expected a number from 0 to 0.9"),
            (["copy"], 64, "Missing expected argument '<sequences> ...'"),
            (
                ["cpoy", "01"], 64,
                "unknown command 'cpoy', did you mean 'copy'? Known: train, copy, compare, check-gradients"
            ),
            (["--resume"], 66, "no run in runs/copy-transformer to continue"),
        ])
    func bad(arguments: [String], code: Int32, message: String) throws {
        let place = try Workplace(tool: "copy-transformer")
        let outcome = try place.start(arguments).outcome()
        outcome.expectRefusal(code, message)
        #expect(outcome.errorLine == message && place.names().isEmpty)
    }

    @Test("bits that are none are told with what was expected")
    func bits() throws {
        let outcome = try Workplace(tool: "copy-transformer").run("copy", "012")
        #expect(outcome.code == 64)
        #expect(outcome.errorLine?.contains("expected zeros and ones, such as 01101001") == true, "\(outcome.messages)")
    }
}
