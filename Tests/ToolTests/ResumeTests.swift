import Core
import Testing

@Suite("kmnist-train: continuing a run") struct ResumeTests {
    private func trained() throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "2", "--run", "first", "--quiet")
        return place
    }

    @Test("another data set is refused, with both sides named")
    func anotherSet() throws {
        let place = try trained()
        // Shared with the run's set: the shape of pictures; not the names of classes.
        let strokes = try place.run("--resume", "--epochs", "3", "--dataset", "strokes")
        strokes.expectRefusal(65, "strokes: classes 'お', ")
        #expect(strokes.errorLine?.contains("but runs/kmnist-train/first was trained on classes '0', '1', ") == true)
        try place.write(SmallSet(training: 50), to: "other")
        let other = try place.run("--resume", "--epochs", "3", "--dataset", "other")
        other.expectRefusal(
            65, "other has changed since runs/kmnist-train/first was trained: its pictures have digest ")
    }

    @Test(
        "settings that would change the run are refused",
        arguments: [
            (["--lr", "0.5"], "--lr cannot be changed (0.01 in the run)"),
            (["--model", "conv"], "--model cannot be changed (lin in the run)"),
            (["--seed", "3"], "--seed cannot be changed (0 in the run)"),
            (["--batch-size", "8"], "--batch-size cannot be changed (64 in the run)"),
            (["--optimizer", "adam"], "--optimizer cannot be changed (sgd in the run)"),
            (["--schedule", "cosine"], "--schedule cannot be changed (constant in the run)"),
            (["--training-examples", "10"], "--training-examples cannot be changed (none in the run)"),
            (["--preset", "fast"], "--model cannot be changed (lin in the run)"),
            (["--momentum", "0.9"], "--momentum cannot be changed (0.5 in the run)"),
            (["--weight-decay", "0.1"], "--weight-decay cannot be changed (none in the run)"),
            (["--validation", "0.5"], "--validation cannot be changed (none in the run)"),
            (["--clip-norm", "1"], "--clip-norm cannot be changed (none in the run)"),
        ])
    func refused(setting: [String], reason: String) throws {
        let place = try trained()
        let outcome = try place.start(["--resume"] + setting).outcome()
        outcome.expectRefusal(64, "--resume continues with the run's own settings; ")
        #expect(outcome.errorLine?.contains(reason) == true, "\(outcome.messages)")
        if setting.count == 2, !["--optimizer", "--schedule", "--preset"].contains(setting[0]) {
            #expect(outcome.errorLine == "--resume continues with the run's own settings; \(reason)")
        }
    }

    @Test("the run's own settings, given again, change nothing, whatever recipe its model usually has")
    func repeated() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let settings = ["--model", "full", "--dataset", "set", "--lr", "0.1", "--hidden", "7", "--quiet"]
        for epochs in [["--epochs", "1", "--run", "./a"], ["--resume", "--epochs", "3", "--run", "./a"]] {
            #expect(try place.start(settings + epochs).outcome().code == 0)
        }
        // The model's name alone does not bring its usual recipe back.
        #expect(try place.run("--resume", "--model", "full", "--run", "./a", "--quiet").code == 0)
        #expect(try place.start(settings + ["--epochs", "3", "--run", "./b"]).outcome().code == 0)
        #expect(try place.bytes("a/model.safetensors") == place.bytes("b/model.safetensors"))
        let narrow = try place.run("--resume", "--hidden", "8", "--run", "./a")
        #expect(
            narrow.errorLine
                == "--resume continues with the run's own settings; --hidden cannot be changed (7 in the run)")
    }

    @Test("a finished run has nothing left to train and repeats its results")
    func finished() throws {
        let place = try trained()
        let (model, metrics) = (
            try place.bytes("runs/kmnist-train/first/model.safetensors"),
            try place.text("runs/kmnist-train/first/metrics.csv")
        )
        let outcome = try place.succeed("--resume")
        #expect(outcome.messages.contains("the run is complete: it has its 2 epochs; --epochs asks for more"))
        #expect(outcome.output.contains("accuracy "))
        #expect(try place.bytes("runs/kmnist-train/first/model.safetensors") == model)
        #expect(try place.text("runs/kmnist-train/first/metrics.csv") == metrics)
    }

    @Test("--epochs goes further, and the run remembers it")
    func further() throws {
        let place = try trained()
        let object = try place.succeed("--resume", "--run", "first", "--epochs", "4", "--json", "--quiet").json()
        #expect(object["epochs"] as? Int == 4)
        let metrics = try CSVTable.read(place.path("runs/kmnist-train/first/metrics.csv"))
        #expect(try metrics.numbers("epoch") == [1, 2, 3, 4])
        #expect(try place.text("runs/kmnist-train/first/config.json").contains("\"epochs\" : 4"))
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "4", "--run", "whole", "--quiet")
        #expect(
            try place.bytes("runs/kmnist-train/first/model.safetensors")
                == place.bytes("runs/kmnist-train/whole/model.safetensors"))
    }

    @Test("--dry-run changes nothing in a run")
    func dryRun() throws {
        let place = try trained()
        try place.write([1], to: "runs/kmnist-train/first/checkpoints/.kumiki-left.tmp")
        let before = place.names(in: "runs/kmnist-train/first/checkpoints")
        try place.succeed("--resume", "--epochs", "9", "--dry-run", "--quiet")
        #expect(place.names(in: "runs/kmnist-train/first/checkpoints") == before)
        #expect(try place.text("runs/kmnist-train/first/config.json").contains("\"epochs\" : 2"))
        try place.succeed("--resume", "--quiet")
        #expect(place.names(in: "runs/kmnist-train/first/checkpoints").count == before.count - 1, "leftovers go")
    }

    @Test("a data set that has changed since is refused")
    func otherData() throws {
        let place = try trained()
        var set = SmallSet()
        set.files["train-images-idx3-ubyte"] = FileArray([UInt8](repeating: 0, count: 60 * 64), shape: [60, 8, 8]).idx()
        set.files["t10k-images-idx3-ubyte"] = FileArray([UInt8](repeating: 0, count: 30 * 64), shape: [30, 8, 8]).idx()
        try place.write(set, to: "set")
        let outcome = try place.run("--resume")
        #expect(outcome.code == 65)
        #expect(
            outcome.errorLine
                == "set: pictures of 8×8 pixels, but runs/kmnist-train/first was trained on pictures of 28×28 pixels; "
                + "--dataset or --data names the run's set")
    }
}
