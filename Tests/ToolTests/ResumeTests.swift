import Core
import Testing

@Suite("kmnist-train: going on with a run") struct ResumeTests {
    private func trained() throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "2", "--run", "first", "--quiet")
        return place
    }

    @Test(
        "settings that would change the run are refused",
        arguments: [
            ["--lr", "0.5"], ["--model", "conv"], ["--dataset", "strokes"], ["--seed", "3"], ["--batch-size", "8"],
            ["--optimizer", "adam"], ["--hidden", "7"], ["--schedule", "cosine"], ["--training-examples", "10"],
            ["--preset", "fast"], ["--momentum", "0.9"], ["--weight-decay", "0.1"],
        ])
    func refused(setting: [String]) throws {
        let place = try Workplace()
        let outcome = try place.start(["--resume"] + setting).outcome()
        #expect(outcome.code == 64)
        #expect(
            outcome.errorLine == "--resume goes on with the run's own settings; \(setting[0]) cannot be changed")
    }

    @Test("a finished run has nothing left to train and repeats its results")
    func finished() throws {
        let place = try trained()
        let (model, metrics) = (
            try place.bytes("runs/kmnist-train/first/model.safetensors"),
            try place.text("runs/kmnist-train/first/metrics.csv")
        )
        let outcome = try place.succeed("--resume")
        #expect(outcome.messages.contains("nothing left to train: the run has its 2 epochs; --epochs asks for more"))
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
        #expect(outcome.errorLine == "set is no longer the set that runs/kmnist-train/first was begun with")
    }
}
