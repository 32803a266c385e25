import Core
import Foundation
import Testing

@Suite("kmnist-train: training") struct TrainTests {
    /// Two epochs on a few built-in characters.
    private static let small = ["--model", "lin", "--training-examples", "200", "--epochs", "2"]

    @Test("without a data set it says so, trains on drawn characters and keeps the run")
    func builtIn() throws {
        let place = try Workplace()
        let outcome = try place.start(Self.small + ["--run", "first"]).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.messages.hasPrefix("warning: no --dataset, and KMNIST is not on this machine"))
        #expect(outcome.messages.contains("the built-in 'strokes'"))
        #expect(outcome.messages.contains("epoch 2/2  loss "))
        #expect(outcome.output.contains("most confused: "))
        #expect(outcome.output.contains("weights   of the last epoch, 2\n"))
        #expect(outcome.output.contains("model     lin, 7,850 parameters\n"))
        let run = "runs/kmnist-train/first"
        #expect(
            place.names(in: run)
                == [
                    "checkpoints", "commands.json", "config.json", "emissions.csv", "energy.json", "figures",
                    "metrics.csv", "model.safetensors", "summary.json",
                ])
        #expect(place.names(in: run + "/checkpoints") == ["epoch-0001.safetensors", "epoch-0002.safetensors"])
        let figures = ["architecture", "confusion", "learning-curves", "misclassified", "weights"]
        #expect(
            place.names(in: run + "/figures")
                == (figures.flatMap { [$0 + ".png", $0 + ".svg"] } + ["confusion.live.json", "index.html"]).sorted())
        for figure in figures {
            let picture = try Picture.readPNG(place.path("\(run)/figures/\(figure).png"))
            #expect(picture.width > 300 && picture.height > 200)
            #expect(try place.text("\(run)/figures/\(figure).svg").contains("</svg>"))
        }
        let metrics = try CSVTable.read(place.path(run + "/metrics.csv"))
        #expect(
            metrics.header
                == [
                    "epoch", "step", "learning_rate", "train_loss", "test_loss", "test_accuracy", "train_accuracy",
                    "seconds",
                ])
        #expect(try metrics.numbers("train_accuracy").allSatisfy { (0.1...1).contains($0) })
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
        let object = try outcome.trainingJSON(
            adding: ["data", "train_accuracy", "test_loss", "test_accuracy", "seconds_per_evaluation"])
        #expect(object["dataset"] as? String == "strokes")
        #expect(object["parameters"] as? Int == 7_850)
        #expect(object["epochs"] as? Int == 2)
        #expect(object["seed"] as? Int == 7)
        #expect(object["run"] as? String == "./here")
        #expect(object["kept_epoch"] as? Int == 2 && object["kept_by"] as? String == "last epoch")
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
        let few = try place.succeed("--model", "lin", "--training-examples", "7", "--dry-run", "--quiet")
        #expect(few.output.hasPrefix("dry run: lin on strokes, one step of 7 examples, loss "))
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

    @Test("--validation sets examples of every class aside, keeps the epoch that is best on them, and tests it once")
    func validation() throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 200, test: 60), to: "set")
        var settings = ["--model", "lin", "--dataset", "set", "--lr", "1", "--batch-size", "10", "--epochs", "9"]
        settings += ["--validation", "0.2"]
        // The numbers differ a little from processor to processor, and where the last epoch is the best nothing is shown.
        let seed = try (0..<6).first { seed in
            let run = ["--seed", "\(seed)", "--run", "./seed-\(seed)"]
            try #require(place.start(settings + run).outcome().code == 0)
            return try bestEpoch(of: "seed-\(seed)", in: place) < 8
        }
        settings += ["--seed", "\(try #require(seed))"]
        let outcome = try place.start(settings + ["--run", "./v", "--json"]).outcome()
        #expect(outcome.messages.contains("set: 160 training, 40 validation and 60 test examples"))
        let object = try outcome.trainingJSON(adding: [
            "data", "test_loss", "test_accuracy", "seconds_per_evaluation", "validation_loss", "validation_accuracy",
            "train_accuracy", "kept_value",
        ])
        let metrics = try CSVTable.read(place.path("v/metrics.csv"))
        #expect(
            metrics.header
                == [
                    "epoch", "step", "learning_rate", "train_loss", "validation_loss", "validation_accuracy",
                    "train_accuracy", "seconds",
                ])
        let (best, accuracies) = (try bestEpoch(of: "v", in: place), try metrics.numbers("validation_accuracy"))
        #expect(object["kept_epoch"] as? Int == best + 1 && object["kept_by"] as? String == "validation_accuracy")
        #expect(object["validation_accuracy"] as? Double == accuracies[best])
        let kept = try Safetensors.read(place.path("v/model.safetensors")).tensors
        let epoch = try Safetensors.read(place.path("v/checkpoints/epoch-000\(best + 1).safetensors")).tensors
        for (name, array) in kept { #expect(array == epoch[name], "\(name)") }
        let tested = try place.succeed("evaluate", "--run", "./v", "--json", "--quiet").json()
        #expect(tested["test_loss"] as? Double == object["test_loss"] as? Double)
        #expect(try place.text("v/figures/learning-curves.svg") != "")
        let words = try place.succeed("--resume", "--run", "./v")
        #expect(words.output.contains("weights   of epoch \(best + 1), the highest validation accuracy: "))
    }

    /// The place of the epoch with the highest validation accuracy; of equal ones, that with the lowest loss.
    private func bestEpoch(of run: String, in place: Workplace) throws -> Int {
        let metrics = try CSVTable.read(place.path("\(run)/metrics.csv"))
        let accuracies = try metrics.numbers("validation_accuracy")
        let losses = try metrics.numbers("validation_loss")
        return try #require(
            accuracies.indices.min { (-accuracies[$0], losses[$0]) < (-accuracies[$1], losses[$1]) })
    }

    @Test("--patience ends a training that no longer improves; without validation there is nothing to wait for")
    func patience() throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 200, test: 60), to: "set")
        let settings = ["--model", "lin", "--dataset", "set", "--lr", "0.5", "--epochs", "200", "--patience", "3"]
        let outcome = try place.start(settings + ["--validation", "0.2", "--json", "--quiet"]).outcome()
        #expect((try outcome.json()["epochs"] as? Int).map { (4..<200).contains($0) } == true)
        try place.start(settings).outcome().expectRefusal(64, "--patience: there are no validation examples")
        let few = ["--model", "lin", "--dataset", "set", "--validation", "0.001"]
        try place.start(few).outcome()
            .expectRefusal(
                64, "--validation 0.001 of 200 examples: expected at least one for training and one for validation")
    }

    @Test("--runs trains with one seed after the other, and reports mean and standard deviation")
    func seedsInARow() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let settings = ["--model", "lin", "--dataset", "set", "--epochs", "2", "--json", "--quiet"]
        let object = try place.start(settings + ["--runs", "2", "--run", "./r", "--log-every", "1"]).outcome().json()
        let single = try place.start(settings + ["--seed", "1"]).outcome().json()
        let rows = try #require(object["seeds"] as? [[String: Any]])
        #expect(rows.map { $0["seed"] as? Int } == [0, 1])
        #expect(rows[1]["test_loss"] as? Double == single["test_loss"] as? Double)
        let losses = rows.compactMap { $0["test_loss"] as? Double }
        #expect(abs((object["test_loss_mean"] as? Double ?? 0) - (losses[0] + losses[1]) / 2) < 1e-12)
        #expect(object["test_accuracy_mean"] != nil && object["test_accuracy_deviation"] != nil)
        #expect(try CSVTable.read(place.path("r/runs.csv")).rows.count == 2)
        // Every seed looks into its epochs, where that is asked for.
        let logs = try ["r", "r/seeds/seed-1"].map { try CSVTable.read(place.path("\($0)/steps.csv")).rows.count }
        #expect(logs[0] > 0 && logs[0] == logs[1])
    }

    @Test("adamw decays weights by 0.01 by default, and nesterov is not sgd")
    func optimizers() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        func weights(_ options: String...) throws -> [String: FileArray] {
            let settings = ["--model", "lin", "--dataset", "set", "--batch-size", "20", "--epochs", "1", "--quiet"]
            let run = "./" + options.joined()
            let outcome = try place.start(settings + options + ["--run", run]).outcome()
            try #require(outcome.code == 0, "\(outcome.messages)")
            return try Safetensors.read(place.path(run + "/model.safetensors")).tensors
        }
        let usual = try weights("--optimizer", "adamw")
        #expect(try usual == weights("--optimizer", "adamw", "--weight-decay", "0.01"))
        #expect(try usual != weights("--optimizer", "adamw", "--weight-decay", "0"))
        let momentum = try weights("--momentum", "0.9")
        #expect(try momentum == weights("--optimizer", "sgd", "--momentum", "0.9"))
        #expect(try momentum != weights("--optimizer", "nesterov"))
        #expect(try weights("--model", "lin") != weights("--optimizer", "adam"))
    }
}
