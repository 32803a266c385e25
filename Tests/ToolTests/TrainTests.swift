import Core
import Foundation
import Testing

@Suite("kmnist-train: training") struct TrainTests {
    /// Two epochs on a few built-in characters.
    private static let small = ["--model", "lin", "--training-examples", "200", "--epochs", "2"]

    @Test("with nothing at hand it says so, trains on drawn characters and keeps the run")
    func builtIn() throws {
        let place = try Workplace()
        let outcome = try place.start(Self.small + ["--run", "first"]).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.messages.hasPrefix("warning: no --dataset, and KMNIST is not on this machine"))
        #expect(outcome.messages.contains("the built-in 'strokes'"))
        #expect(outcome.messages.contains("epoch 2/2  loss "))
        #expect(outcome.output.contains("most confused: "))
        #expect(outcome.output.contains("model     lin, 7,850 parameters\n"))
        let run = "runs/kmnist-train/first"
        #expect(
            place.names(in: run)
                == ["checkpoints", "config.json", "figures", "metrics.csv", "model.safetensors", "summary.json"])
        #expect(place.names(in: run + "/checkpoints") == ["epoch-0001.safetensors", "epoch-0002.safetensors"])
        let figures = ["confusion", "learning-curves", "misclassified", "weights"]
        #expect(place.names(in: run + "/figures") == figures.flatMap { [$0 + ".png", $0 + ".svg"] })
        for figure in figures {
            let picture = try Picture.readPNG(place.path("\(run)/figures/\(figure).png"))
            #expect(picture.width > 300 && picture.height > 200)
            #expect(try place.text("\(run)/figures/\(figure).svg").contains("</svg>"))
        }
        let metrics = try CSVTable.read(place.path(run + "/metrics.csv"))
        #expect(
            metrics.header
                == ["epoch", "step", "learning_rate", "train_loss", "test_loss", "test_accuracy", "seconds"])
        #expect(try metrics.numbers("epoch") == [1, 2])
        #expect(try metrics.numbers("step") == [4, 8])
        #expect(try metrics.numbers("train_loss").allSatisfy { (1.5...3).contains($0) })
        let config = try place.text(run + "/config.json")
        #expect(config.contains("\"learningRate\" : 0.01") && config.contains("\"trainingExamples\" : 200"))
        #expect(try Safetensors.read(place.path(run + "/model.safetensors")).tensors["fc1.weight"]?.shape == [10, 784])
    }

    @Test("--json ends with one object of the contract's members, which summary.json keeps")
    func json() throws {
        let place = try Workplace()
        let outcome = try place.start(Self.small + ["--json", "--seed", "7", "--run", "./here"]).outcome()
        let object = try outcome.trainingJSON(adding: ["test_loss", "test_accuracy"])
        #expect(object["dataset"] as? String == "strokes")
        #expect(object["parameters"] as? Int == 7_850)
        #expect(object["epochs"] as? Int == 2)
        #expect(object["seed"] as? Int == 7)
        #expect(object["run"] as? String == "./here")
        #expect(try place.text("here/summary.json") == outcome.output)
        #expect(outcome.messages.contains("true\\predicted"), "the words move to standard error")
    }

    @Test(
        "the models have the parameters that the experiment says",
        arguments: [
            ("lin", 7_850), ("full", 75_535), ("conv", 206_922),
        ])
    func parameters(model: String, count: Int) throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let outcome = try place.succeed("--model", model, "--dataset", "set", "--dry-run", "--json", "--quiet")
        #expect(try outcome.json()["parameters"] as? Int == count)
    }

    @Test("--quiet leaves results and warnings alone")
    func quiet() throws {
        let place = try Workplace()
        let outcome = try place.start(Self.small + ["--quiet"]).outcome()
        #expect(outcome.messageLines.count == 1 && outcome.messages.hasPrefix("warning: "))
        #expect(outcome.output.contains("accuracy "))
    }

    @Test("--dry-run takes a step and writes nothing")
    func dryRun() throws {
        let place = try Workplace()
        let words = try place.succeed("--model", "full", "--dry-run", "--quiet", "--run", "never")
        #expect(words.output.hasPrefix("dry run: full on strokes, one step of 64 examples, loss "))
        let object = try place.succeed("--model", "full", "--dry-run", "--json").json()
        #expect(object["dry_run"] as? Bool == true)
        #expect(abs((object["train_loss"] as? Double ?? 0) - 2.3) < 0.3)
        #expect(place.names().isEmpty)
    }

    @Test("the same seed gives the same bytes, another seed other ones")
    func seeds() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        for (run, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
            try place.succeed(
                "--model", "conv", "--dataset", "set", "--epochs", "2", "--seed", seed, "--threads", "2",
                "--run", "./" + run, "--quiet")
        }
        #expect(try place.bytes("a/model.safetensors") == place.bytes("b/model.safetensors"))
        #expect(
            try place.bytes("a/checkpoints/epoch-0002.safetensors")
                == place.bytes("b/checkpoints/epoch-0002.safetensors"))
        #expect(try place.bytes("a/model.safetensors") != place.bytes("c/model.safetensors"))
    }

    @Test("every optimizer, schedule and preset trains to finite numbers")
    func recipes() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let settings =
            ["nesterov", "adam", "adamw", "adamax", "adagrad", "rmsprop"].map { ["--optimizer", $0] }
            + ["step", "exponential", "cosine", "one-cycle"].map { ["--schedule", $0] }
            + [["--preset", "fast"], ["--model", "dnn", "--hidden", "20"], ["--weight-decay", "0.01"]]
        for setting in settings {
            let model = setting[0] == "--preset" || setting[0] == "--model" ? [] : ["--model", "lin"]
            let outcome = try place.start(
                model + setting + ["--dataset", "set", "--epochs", "2", "--json", "--quiet"]
            ).outcome()
            #expect(outcome.code == 0, "\(setting): \(outcome.messages)")
            #expect((try outcome.json()["test_loss"] as? Double)?.isFinite == true)
        }
    }
}
