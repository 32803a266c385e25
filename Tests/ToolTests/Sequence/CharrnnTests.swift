import Core
import Testing

@Suite("charrnn") struct CharrnnTests {
    private func place() throws -> Workplace {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        return place
    }

    @Test("a run that was stopped and resumed ends in the same bytes", arguments: ["rnn", "lstm", "gru"])
    func resume(_ cell: String) throws {
        let place = try place()
        let options = [
            "--text", "text.txt", "--cell", cell, "--hidden", "12", "--layers", "2", "--epochs", "4", "--sample-every",
            "30",
        ]
        #expect(try place.start(options + ["--run", "whole"]).outcome().code == 0)
        #expect(try place.start(options + ["--run", "parts", "--steps", "35"]).outcome().code == 0)
        try place.succeed("--resume", "--run", "parts", "--epochs", "4")
        for file in ["model.safetensors", "samples.txt", "loss.csv", "checkpoints/epoch-0004.safetensors"] {
            #expect(
                try place.bytes("runs/charrnn/whole/\(file)") == place.bytes("runs/charrnn/parts/\(file)"), "\(file)")
        }
    }

    @Test("a run remembers --steps and --sample-every, until it continues with others")
    func remembers() throws {
        let place = try place()
        try place.succeed(
            "--text", "text.txt", "--hidden", "8", "--epochs", "4", "--steps", "40", "--sample-every", "15", "--run",
            "r", "--quiet")
        func samples() throws -> [Substring] {
            try place.text("runs/charrnn/r/samples.txt").split(separator: "\n").filter { $0.hasPrefix("step ") }
                .compactMap { $0.split(separator: ",").first }
        }
        #expect(try samples() == ["step 0", "step 15", "step 30"])
        // log 15: nothing has been learned.
        let beginning = "step 0, smoothed loss 2.7081 nats per character:\nt"
        #expect(try place.text("runs/charrnn/r/samples.txt").hasPrefix(beginning))
        let again = try place.succeed("--resume", "--run", "r")
        #expect(again.messages.contains("the run is complete: it has its 40 steps; --steps asks for more"))
        #expect(again.output.contains("\n40 steps; smoothed loss "), "no speed of nothing")
        let further = try place.succeed("--resume", "--run", "r", "--steps", "50", "--json", "--quiet").json()
        #expect(further["steps"] as? Int == 50)
        #expect(try samples() == ["step 0", "step 15", "step 30", "step 45"])
        #expect(try place.text("runs/charrnn/r/config.json").contains("\"steps\" : 50"))
        let all = try place.succeed(
            "--resume", "--run", "r", "--epochs", "4", "--sample-every", "40", "--json", "--quiet"
        ).json()
        // 624 characters are 24 stretches of up to 26.
        #expect(all["steps"] as? Int == 96)
        #expect(try samples() == ["step 0", "step 15", "step 30", "step 45", "step 80"])
    }

    @Test("--json ends with one object of the contract's members, which summary.json keeps")
    func json() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--text", "text.txt", "--hidden", "8", "--epochs", "2", "--validation", "0.2", "--seed", "7", "--run",
            "./here", "--json")
        let object = try outcome.trainingJSON(adding: [
            "data",
            "validation_loss", "validation_bits", "validation_accuracy", "kept_value", "seconds_per_evaluation",
            "steps_per_second", "smoothed_loss", "smoothed_sum_over_25", "best_step",
            "best_loss", "best_by", "symbols", "bits_per_character", "next_character_accuracy", "measured_on",
        ])
        #expect(object["model"] as? String == "rnn")
        #expect(object["dataset"] as? String == "text.txt" && object["run"] as? String == "./here")
        #expect(object["epochs"] as? Int == 2 && object["seed"] as? Int == 7)
        // 15 symbols: 8·15 + 8·8 + 2·8 of the cell, 15·8 + 15 of the output.
        #expect(object["parameters"] as? Int == 335)
        let loss = try #require(object["validation_loss"] as? Double)
        #expect((0.1...2).contains(loss) && object["kept_value"] as? Double == loss)
        #expect(object["kept_by"] as? String == "validation_loss")
        let (smoothed, sum) = (
            try #require(object["smoothed_loss"] as? Double), try #require(object["smoothed_sum_over_25"] as? Double)
        )
        // It began at log 15, of which 38 steps took some hundredths.
        #expect(object["best_by"] as? String == "validation_loss" && object["best_loss"] as? Double == loss)
        #expect(object["symbols"] as? Int == 15 && object["best_step"] as? Int == object["steps"] as? Int)
        #expect(try place.text("here/vocabulary.txt").hasPrefix("number\tcode point\tsymbol\n0\tU+0020\tspace\n"))
        #expect(outcome.messages.contains("; rnn of 8 units, 25 characters per step\n"))
        #expect((2.5..<2.708).contains(smoothed) && abs(sum - 25 * smoothed) < 1e-9)
        #expect(abs((object["bits_per_character"] as? Double ?? 0) * 0.693_147_18 - loss) < 1e-6)
        #expect(try place.text("here/summary.json") == outcome.output)
        #expect(outcome.messages.contains("bits per character"), "the words move to standard error")
        let dry = try place.succeed("--text", "text.txt", "--dry-run", "--json").json()
        #expect(dry["dry_run"] as? Bool == true && dry["run"] == nil)
    }

    @Test("the model, the last lines and the summary are of the epoch with the lowest validation loss")
    func kept() throws {
        let place = try place()
        // So long steps that the loss rises again and again.
        let options = [
            "--text", "text.txt", "--hidden", "8", "--optimizer", "adam", "--lr", "0.5", "--epochs", "12",
            "--validation", "0.2", "--quiet",
        ]
        let words = try place.start(options + ["--run", "./a"]).outcome()
        #expect(words.code == 0, "\(words.messages)")
        let losses = try CSVTable.read(place.path("a/metrics.csv")).numbers("validation_loss")
        let best = try #require(losses.min())
        let epoch = (losses.firstIndex(of: best) ?? 0) + 1
        #expect(losses.count == 12 && epoch < 12)
        let lines = words.output.split(separator: "\n").map(String.init)
        let (bits, nats) = (
            Readable.decimal(best / 0.693147180559945309417, places: 3), Readable.decimal(best, places: 4)
        )
        #expect(lines[0].hasPrefix("validation: \(bits) bits per character (\(nats) nats), next characters correct "))
        #expect(lines[1].hasSuffix(" after the last"), "the smoothed loss is of the training, not of this model")
        let weights = "weights   of epoch \(epoch), the lowest validation loss: \(Readable.loss(best))"
        #expect(lines.contains(weights), "\(words.output)")
        // The model is that of the epoch's checkpoint.
        let (model, checkpoint) = (
            try Safetensors.read(place.path("a/model.safetensors")),
            try Safetensors.read(place.path("a/checkpoints/epoch-\(epoch < 10 ? "000" : "00")\(epoch).safetensors"))
        )
        for (name, tensor) in model.tensors {
            #expect(checkpoint.tensors[name]?.floats() == tensor.floats(), "\(name)")
        }
        let patient = try place.start(options + ["--patience", "2", "--run", "./b", "--json"]).outcome().json()
        let last = try #require(patient["epochs"] as? Int)
        #expect(try last - #require(patient["kept_epoch"] as? Int) >= 2 && last < 12)
    }

    @Test("--runs reports the mean over seeds, and continues where it was stopped")
    func seeds() throws {
        let place = try place()
        let options = [
            "--text", "text.txt", "--hidden", "8", "--epochs", "2", "--validation", "0.2", "--quiet", "--json", "--run",
        ]
        let object = try place.start(options + ["./a", "--runs", "2"]).outcome().json()
        let rows = try #require(object["seeds"] as? [[String: Any]])
        let losses = rows.compactMap { $0["validation_loss"] as? Double }
        #expect(rows.compactMap { $0["seed"] as? Int } == [0, 1] && losses.count == 2 && losses[0] != losses[1])
        let mean = try #require(object["validation_loss_mean"] as? Double)
        #expect(abs(mean - (losses[0] + losses[1]) / 2) < 1e-12)
        let one = try place.start(options + ["./b"]).outcome()
        #expect(one.code == 0 && !one.output.contains("_mean"))
        let again = try place.succeed("--resume", "--run", "./b", "--runs", "2", "--quiet", "--json").json()
        #expect(again["validation_loss_mean"] as? Double == mean)
    }

    @Test("a run of version 0.1.0 writes, and ends as it would have")
    func older() throws {
        let place = try place()
        let options = ["--text", "text.txt", "--hidden", "8", "--sample-every", "30", "--quiet"]
        #expect(try place.start(options + ["--epochs", "3", "--run", "./whole"]).outcome().code == 0)
        #expect(try place.start(options + ["--epochs", "2", "--run", "./old"]).outcome().code == 0)
        let old = """
            {"characters":624,"lowercase":false,"opening":"t","recipe":{"batchSize":1,"cell":"rnn","clipValue":5,"epochs":2,
             "hidden":8,"layers":1,"learningRate":0.1,"length":25,"mode":"streaming","optimizer":"adagrad","spread":0.01},
             "sampleEvery":30,"seed":0,"textName":"text.txt","texts":["text.txt"],"threads":1,"tool":"charrnn",
             "validation":0,"version":"0.1.0","vocabulary":" ,.acdeghlmnost"}
            """
        try place.write(Array(old.utf8), to: "old/config.json")
        let last = "old/checkpoints/epoch-0002.safetensors"
        for file in [last, "old/model.safetensors"] {
            let known = try Safetensors.read(place.path(file))
            let metadata = known.metadata.merging(["kumiki.config": old]) { $1 }
            try place.write(Safetensors(tensors: known.tensors, metadata: metadata).serialized(), to: file)
        }
        let (new, written) = (
            try place.succeed("sample", "--run", "./whole/checkpoints/epoch-0002.safetensors", "--length", "30"),
            try place.succeed("sample", "--run", "./old", "--length", "30")
        )
        #expect(written.output == new.output && written.output.count == 32)
        try place.succeed("--resume", "--run", "./old", "--epochs", "3", "--quiet")
        let (whole, continued) = (
            try Safetensors.read(place.path("whole/model.safetensors")),
            try Safetensors.read(place.path("old/model.safetensors"))
        )
        for (name, tensor) in whole.tensors { #expect(continued.tensors[name]?.floats() == tensor.floats(), "\(name)") }
        for file in ["loss.csv", "samples.txt"] {
            #expect(try place.bytes("old/\(file)") == place.bytes("whole/\(file)"))
        }
    }

    @Test("a text may have been moved, and then continues the run; nothing else does")
    func moved() throws {
        let place = try place()
        try place.succeed("--text", "text.txt", "--hidden", "4", "--epochs", "1", "--run", "r", "--quiet")
        try place.write(SmallText.bytes(), to: "elsewhere/text.txt")
        try place.write([], to: "text.txt")
        try place.succeed("--resume", "--run", "r", "--epochs", "2", "--text", "elsewhere/text.txt", "--quiet")
        #expect(try place.text("runs/charrnn/r/config.json").contains("elsewhere"))
        let refused = try place.run(
            "--resume", "--run", "r", "--cell", "gru", "--sigma", "0.1", "--preset", "min-char", "--lowercase")
        #expect(refused.code == 64)
        #expect(
            refused.errorLine
                == "--resume continues with the run's own settings; --lowercase cannot be changed (false in the run), "
                + "--cell cannot be changed (rnn in the run), --hidden cannot be changed (4 in the run), --sigma cannot be "
                + "changed (0.01 in the run)")
    }

    @Test("without any run sample learns the soliloquy first, and says so")
    func firstSample() throws {
        let place = try Workplace(tool: "charrnn")
        let line = ["sample", "--greedy", "--length", "40", "--prompt", "to be, or not"]
        let sample = try place.start(line).outcome()
        #expect(sample.code == 0)
        #expect(sample.messages.contains("learning Hamlet's soliloquy first"))
        // What follows is known to the letter or nearly so, depending on the processor.
        #expect(sample.output.hasPrefix("to be, or not to be, that is"))
        #expect(sample.output.count == 54)
        // A run that was killed before it had a model is passed over.
        try place.write(
            place.bytes("runs/charrnn/\(place.names(in: "runs/charrnn")[0])/config.json"), to: "config.json")
        try place.write(place.bytes("config.json"), to: "runs/charrnn/zzz/config.json")
        let again = try place.start(line).outcome()
        #expect(again.messages.isEmpty)
        #expect(again.output == sample.output)
        let counted = try place.succeed("sample", "--count", "the,zebra", "--samples", "4", "--length", "300")
        #expect(counted.output.contains("zebra      0"))
        let object = try place.succeed("sample", "--json", "--samples", "2", "--length", "10").json()
        #expect((object["samples"] as? [String])?.map(\.count) == [11, 11])
    }

    @Test("check-gradients ends with 1 above the tolerance")
    func checkGradients() throws {
        let place = try Workplace(tool: "charrnn")
        let good = try place.succeed("check-gradients", "--cell", "rnn")
        #expect(good.output.contains("✓") && !good.output.contains("✗"))
        let bad = try place.run("check-gradients", "--cell", "rnn", "--tolerance", "1e-15")
        #expect(bad.code == 1)
        #expect(bad.output.contains("✗"))
    }
}
