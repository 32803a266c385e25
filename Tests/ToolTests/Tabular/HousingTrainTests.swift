import Core
import Foundation
import Testing

@Suite("housing-train: training and predicting") struct HousingTrainTests {
    private func place(_ table: SmallTable = SmallTable()) throws -> Workplace {
        let place = try Workplace(tool: "housing-train")
        try place.write(table.bytes, to: "houses.csv")
        return place
    }

    @Test("without a table it warns that it draws a coast, and learns it")
    func builtIn() throws {
        let place = try Workplace(tool: "housing-train")
        let outcome = try place.succeed("--preset", "mini-batch-adam", "--lr", "0.003", "--steps", "900", "--json")
        let warning = "warning: no --dataset, and housing.csv is not on this machine"
        #expect(outcome.messageLines.count { $0.hasPrefix(warning) } == 1)
        let object = try outcome.json()
        #expect(object["dataset"] as? String == "coast")
        #expect(object["parameters"] as? Int == 663)
        #expect(object["steps"] as? Int == 900)
        #expect((object["test_accuracy"] as? Double ?? 0) > 0.7)
        #expect((object["classes"] as? [Any])?.count == 3)
        for key in [
            "tool", "version", "dataset", "model", "parameters", "epochs", "seed", "threads", "seconds",
            "seconds_per_epoch", "examples_per_second", "train_loss", "test_loss", "test_accuracy",
            "peak_memory_bytes", "run",
        ] {
            #expect(object[key] != nil, "\(key)")
        }
    }

    @Test("a run holds its configuration, metrics, checkpoints, figures, model and summary")
    func run() throws {
        let place = try place()
        let outcome = try place.succeed("--dataset", "houses.csv", "--steps", "40", "--run", "./r")
        #expect(
            place.names(in: "r")
                == [
                    "checkpoints", "commands.json", "config.json", "emissions.csv", "energy.json", "figures",
                    "metrics.csv", "model.safetensors", "summary.json",
                ])
        #expect(
            place.names(in: "r/figures") == [
                "architecture.png", "architecture.svg", "confusion.live.json", "confusion.png", "confusion.svg",
                "index.html", "learning-curves.png", "learning-curves.svg", "map.png", "map.svg",
            ])
        #expect(place.names(in: "r/checkpoints").last == "epoch-0040.safetensors")
        #expect(outcome.messages.contains("houses.csv: "))
        #expect(outcome.messages.contains("about 120 rows"))
        #expect(outcome.messages.contains("3 missing fields take the median of column total_bedrooms (first: row 4)"))
        #expect(outcome.messages.contains("network 8→20→20→3; 96 training and 24 test rows\n"))
        #expect(outcome.messages.contains("test loss ") && outcome.messages.contains("  test accuracy "))
        #expect(outcome.output.contains("true\\predicted"))
        let metrics = try CSVTable.read(place.path("r/metrics.csv"))
        #expect(
            metrics.header
                == ["epoch", "step", "learning_rate", "train_loss", "test_loss", "test_accuracy", "seconds"])
        #expect(try metrics.numbers("epoch") == (1...40).map(Double.init))
    }

    @Test("a byte-order mark, CRLF and quotes change nothing")
    func dialects() throws {
        let place = try place()
        let table = SmallTable()
        let quoted = table.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { $0.map { "\"\($0)\"" }.joined(separator: ",") }
        try place.write(Array(("\u{FEFF}" + quoted.joined(separator: "\r\n")).utf8), to: "other.csv")
        var results: [[String: Any]] = []
        for file in ["houses.csv", "other.csv"] {
            results.append(
                try place.succeed("--dataset", file, "--steps", "20", "--json", "--quiet").json())
        }
        #expect(results[0]["test_loss"] as? Double == results[1]["test_loss"] as? Double)
    }

    @Test("a regression reports its error in each row of the metrics, and predict the values")
    func regression() throws {
        let place = try place()
        let object = try place.succeed(
            "--task", "regression", "--dataset", "houses.csv", "--hidden", "32", "--steps", "200",
            "--batch-size",
            "32", "--json", "--quiet"
        ).json()
        let errors = try ["test_rmse", "test_mae", "test_r2"].map { try #require(object[$0] as? Double) }
        #expect(errors[0] < 0.9 && errors[1] < errors[0] && (0...1).contains(errors[2]))
        let run = try #require(object["run"] as? String)
        let header = try CSVTable.read(place.path(run + "/metrics.csv")).header
        #expect(header.suffix(5) == ["test_loss", "test_rmse", "test_mae", "test_r2", "seconds"])
        let predicted = try place.succeed("predict", "houses.csv", "--json").json()
        let values = try #require(predicted["predictions"] as? [Double])
        #expect(values.count == 120 && values.allSatisfy { (0...1_000_000).contains($0) })
        #expect((predicted["test_rmse"] as? Double ?? 9) < 0.9)
    }

    @Test("predict uses the newest run, takes columns in any order, with or without the true values")
    func predict() throws {
        let place = try place()
        try place.succeed(
            "--dataset", "houses.csv", "--preset", "mini-batch-adam", "--lr", "0.01", "--steps", "300", "--quiet")
        let scored = try place.succeed("predict", "houses.csv")
        #expect(scored.output.split(separator: "\n").count == 122)
        #expect(scored.output.contains(" % of 120 rows correct"))
        var rows = SmallTable(rows: 2).lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        rows = rows.map { Array($0.prefix(8).reversed()) }
        try place.write(Array(rows.map { $0.joined(separator: ",") }.joined(separator: "\n").utf8), to: "two.csv")
        let object = try place.succeed("predict", "two.csv", "--json").json()
        let predictions = try #require(object["predictions"] as? [[String: Any]])
        #expect(predictions.count == 2 && object["test_accuracy"] == nil)
        let chances = ["low", "medium", "high"].compactMap { predictions[0][$0] as? Double }
        #expect(abs(chances.reduce(0, +) - 1) < 1e-5)
    }

    @Test("--dry-run takes one step and writes nothing")
    func dryRun() throws {
        let place = try place()
        let outcome = try place.succeed("--dataset", "houses.csv", "--dry-run")
        #expect(outcome.output.hasPrefix("dry run: mlp on houses.csv, one iteration of 96 examples, loss "))
        #expect(place.names() == ["houses.csv"])
    }

    @Test("a run continues, and becomes longer with --steps, as if never stopped")
    func resume() throws {
        let place = try place()
        let settings = ["--dataset", "houses.csv", "--preset", "mini-batch-adam", "--quiet"]
        _ = try place.start(settings + ["--steps", "7", "--run", "./a"]).outcome()
        try place.succeed("--resume", "--run", "./a", "--steps", "15", "--quiet")
        _ = try place.start(settings + ["--steps", "15", "--run", "./b"]).outcome()
        #expect(try place.bytes("a/model.safetensors") == place.bytes("b/model.safetensors"))
        let again = try place.succeed("--resume", "--run", "./a")
        #expect(
            again.messages.contains("the run is complete: it has its 15 iterations; --iterations asks for more"))
        try place.write(SmallTable(rows: 119).bytes, to: "houses.csv")
        let other = try place.run("--resume", "--run", "./a")
        #expect(other.code == 65)
        #expect(other.errorLine == "houses.csv has changed since ./a was begun: 119 rows, not 120")
    }

    @Test("--steps and --epochs are two ways to say the same length, and --iterations is --steps by an older name")
    func lengths() throws {
        let place = try place()
        let settings = ["--dataset", "houses.csv", "--preset", "mini-batch", "--quiet", "--threads", "1"]
        for (name, length) in [("a", ["--steps", "12"]), ("b", ["--epochs", "6"]), ("c", ["--iterations", "12"])] {
            let object = try place.start(settings + length + ["--run", "./\(name)", "--json"]).outcome().json()
            #expect(object["steps"] as? Int == 12 && object["epochs"] as? Int == 6)
        }
        let weights = try ["a", "b", "c"].map { try Safetensors.read(place.path("\($0)/model.safetensors")).tensors }
        #expect(weights[0] == weights[1] && weights[0] == weights[2])
    }

    @Test("--validation keeps the best epoch's weights, and --patience ends a training that gets no better")
    func validation() throws {
        let place = try place()
        let object = try place.succeed(
            "--dataset", "houses.csv", "--preset", "mini-batch-adam", "--lr", "0.1", "--validation", "0.25",
            "--patience", "9", "--epochs", "500", "--run", "./v", "--json"
        ).json()
        let metrics = try CSVTable.read(place.path("v/metrics.csv"))
        #expect(
            metrics.header == [
                "epoch", "step", "learning_rate", "train_loss", "validation_loss", "validation_accuracy", "seconds",
            ])
        let (accuracies, epochs) = (try metrics.numbers("validation_accuracy"), try #require(object["epochs"] as? Int))
        let best = try #require(accuracies.max())
        #expect(epochs < 500 && object["kept_by"] as? String == "validation_accuracy")
        #expect(object["kept_value"] as? Double == best && object["validation_accuracy"] as? Double == best)
        #expect(object["test_accuracy"] is Double && object["test_loss"] is Double)
        #expect(try place.succeed("--resume", "--run", "./v").output.contains("the highest validation accuracy: "))
    }

    @Test("--runs reports mean and standard deviation over seeds, each seed with rows and waves of its own")
    func runs() throws {
        let place = try place()
        let settings = [
            "--dataset", "houses.csv", "--task", "regression", "--hidden", "8", "--steps", "30", "--json", "--quiet",
        ]
        let object = try place.start(settings + ["--runs", "2", "--run", "./r"]).outcome().json()
        let seeds = try #require(object["seeds"] as? [[String: Any]])
        let errors = seeds.compactMap { $0["test_rmse"] as? Double }
        #expect(object["runs"] as? Int == 2 && errors.count == 2 && errors[0] != errors[1])
        #expect(abs((object["test_rmse_mean"] as? Double ?? 0) - (errors[0] + errors[1]) / 2) < 1e-12)
        let deviation = abs(errors[0] - errors[1]) / 2.0.squareRoot()
        #expect(abs((object["test_rmse_deviation"] as? Double ?? 0) - deviation) < 1e-12)
        #expect(object["test_mae_mean"] is Double && object["test_r2_mean"] is Double)
        // The second seed alone comes to the same.
        let second = try place.start(settings + ["--seed", "1"]).outcome().json()
        #expect(second["test_rmse"] as? Double == errors[1])
    }

    @Test("nesterov trains otherwise than sgd, and adamw with its decay of 0.01 otherwise than adam")
    func optimizers() throws {
        let place = try place()
        var losses: [Double] = []
        for optimizer in ["sgd", "nesterov", "adam", "adamw"] {
            let object = try place.succeed(
                "--dataset", "houses.csv", "--optimizer", optimizer, "--dropout", "0", "--steps", "3", "--json",
                "--quiet"
            ).json()
            losses.append(try #require(object["test_loss"] as? Double))
        }
        #expect(Set(losses).count == 4)
    }

    @Test("Ctrl-C ends a training with how to go on, and it ends as if never stopped")
    func interruption() throws {
        let place = try place(SmallTable(rows: 2_000))
        let settings = ["--dataset", "houses.csv", "--preset", "mini-batch", "--batch-size", "8"]
        try StoppedTraining(place: place, settings: settings).endsAsIfNeverStopped(by: SIGINT)
    }

    @Test("a run of version 0.1.0 predicts and continues")
    func oldRun() throws {
        let place = try place()
        let settings = ["--dataset", "houses.csv", "--preset", "mini-batch-adam", "--threads", "1", "--quiet"]
        _ = try place.start(settings + ["--dropout", "0.1", "--steps", "7", "--run", "./old"]).outcome()
        _ = try place.start(settings + ["--dropout", "0.1", "--steps", "12", "--run", "./new"]).outcome()
        // As 0.1.0 wrote it: the preparation is that of the rows.
        let text = try place.text("old/config.json")
        let preparation = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let experiment = try #require(preparation["experiment"] as? [String: Any])
        let fitted = try JSONSerialization.data(withJSONObject: try #require(experiment["preparation"]))
        let old = """
            {"dataset":"houses.csv","missing":"median","preparation":\(String(decoding: fitted, as: UTF8.self)),
             "recipe":{"batchSize":64,"dropout":0.1,"hasLogarithms":false,"hasProximity":false,"hidden":[20,20],
             "isRectified":false,"iterations":7,"learningRate":0.0001,"optimizer":"adam","schedule":"constant","waves":0,
             "weightDecay":0},"seed":0,"target":"classes","threads":1,"tool":"housing-train","version":"0.1.0"}
            """
        try place.write(Array(old.utf8), to: "old/config.json")
        for name in place.names(in: "old/checkpoints") {
            var checkpoint = try Safetensors.read(place.path("old/checkpoints/\(name)"))
            checkpoint.metadata["kumiki.config"] = old
            try checkpoint.write(to: place.path("old/checkpoints/\(name)"))
        }
        var model = try Safetensors.read(place.path("old/model.safetensors"))
        model.metadata["kumiki.config"] = old
        try model.write(to: place.path("old.safetensors"))
        let predictions = try ["old.safetensors", "./old"].map {
            try place.succeed("predict", "houses.csv", "--run", $0).output
        }
        #expect(predictions[0] == predictions[1] && predictions[0].contains(" % of 120 rows correct"))
        try place.succeed("--resume", "--run", "./old", "--steps", "12", "--quiet")
        let weights = try ["old", "new"].map { try Safetensors.read(place.path("\($0)/model.safetensors")).tensors }
        #expect(weights[0] == weights[1])
    }

    @Test("train --help lists recipes, defaults and comparisons")
    func help() throws {
        let outcome = try Workplace(tool: "housing-train").run("train", "--help")
        let text = outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for line in [
            "What to predict for a row: classes (texts, or a few numbers), thirds (low, medium or high), regression "
                + "(the value",
            "Column of a table to predict. (default: class, label, target, y, otherwise the last)",
            "Iterations of training in total. (default: 60,000; waves 4,000)", "Examples in an iteration.",
            "Data set: housing, coast, or a folder.", "Learning rate. (default: 0.01; adam 0.0001; mini-batch-adam",
            "Train several times and draw the losses together: optimizers, learning-rates.", "--resume", "--dry-run",
            "Empty fields: median (uses the column's median), drop (leaves out the row). (default: median)",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }
}
