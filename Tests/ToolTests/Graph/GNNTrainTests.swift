import Core
import Foundation
import Testing

@Suite("gnn-train") struct GNNTrainTests {
    static let small = ["--dataset", "citations", "--nodes", "400"]

    @Test("from nothing: the karate club, said loudly, with its pictures")
    func karate() throws {
        let place = try Workplace(tool: "gnn-train")
        let outcome = try place.succeed("--run", "./club")
        #expect(outcome.messages.contains("warning: no --dataset, and Cora is not on this machine"))
        #expect(outcome.messages.contains("karate: 34 nodes, 78 edges, 34 features, 2 classes"))
        let pictures = place.names(in: "club/figures").filter { $0.hasSuffix(".png") }.map { $0.dropLast(4) }
        #expect(pictures == ["architecture", "confusion", "embeddings", "learning-curves", "network"])
        let weights = #/weights   of epoch \d+, the highest validation accuracy: 100\.00 %/#
        #expect(
            outcome.output.split(separator: "\n").contains { $0.wholeMatch(of: weights) != nil }, "\(outcome.output)")
        for line in [
            #/loss +\S+ train, \S+ validation, \S+ test/#, #/accuracy +\S+ % train, 100\.0 % validation, \S+ % test/#,
        ] {
            #expect(
                outcome.output.split(separator: "\n").contains { $0.wholeMatch(of: line) != nil }, "\(outcome.output)")
        }
        let explained = try place.succeed("explain", "9", "--run", "./club")
        #expect(explained.output.hasPrefix("node 9: predicted "))
        #expect(place.exists("club/figures/explain-9.png") && place.exists("club/figures/explain-9.svg"))
    }

    @Test("--json ends with one object of the contract's members", arguments: ["gcn", "gat", "sage", "grand"])
    func json(_ model: String) throws {
        let place = try Workplace(tool: "gnn-train")
        let outcome = try place.start(
            Self.small + ["--model", model, "--epochs", "3", "--seed", "7", "--json", "--run", "./here"]
        ).outcome()
        let object = try outcome.trainingJSON(adding: [
            "test_loss", "test_accuracy", "validation_loss", "validation_accuracy", "train_accuracy", "kept_value",
            "seconds_per_evaluation",
        ])
        #expect(object["kept_by"] as? String == "validation_accuracy")
        #expect(object["kept_value"] as? Double == object["validation_accuracy"] as? Double)
        #expect(object["model"] as? String == model && object["seed"] as? Int == 7 && object["epochs"] as? Int == 3)
        #expect(try place.text("here/summary.json") == outcome.output)
        let again = try place.succeed("evaluate", "--run", "./here", "--json").json()
        #expect(again["test_accuracy"] as? Double == object["test_accuracy"] as? Double)
        for part in ["train", "validation", "test"] {
            for name in ["\(part)_loss", "\(part)_accuracy"] {
                #expect(object[name] as? Double != nil && again[name] as? Double == object[name] as? Double, "\(name)")
            }
        }
        let dry = try place.succeed("--dry-run", "--json", "--model", model).json()
        #expect(dry["dry_run"] as? Bool == true && dry["run"] == nil)
        #expect(place.names() == ["here"])
    }

    @Test("--best is kept in config.json, and decides which weights are kept", arguments: ["accuracy", "loss", "both"])
    func best(_ measure: String) throws {
        let place = try Workplace(tool: "gnn-train")
        let object = try place.start(Self.small + ["--epochs", "4", "--best", measure, "--json", "--run", "./b"])
            .outcome().json()
        #expect(object["kept_by"] as? String == (measure == "loss" ? "validation_loss" : "validation_accuracy"))
        #expect(try place.text("b/config.json").contains("\"best\" : \"\(measure)\""))
        try place.start(["--resume", "--run", "./b", "--best", measure == "loss" ? "both" : "loss"]).outcome()
            .expectRefusal(
                64, "--resume continues with the run's own settings; --best cannot be changed (\(measure) in")
    }

    @Test("several seeds: a row each, mean and deviation, and none done twice")
    func runs() throws {
        let place = try Workplace(tool: "gnn-train")
        let object = try place.start(Self.small + ["--epochs", "5", "--runs", "3", "--json", "--run", "./r"]).outcome()
            .json()
        let accuracies = try CSVTable.read(place.path("r/runs.csv")).numbers("test_accuracy")
        let mean = accuracies.reduce(0, +) / 3
        #expect(abs((object["test_accuracy_mean"] as? Double ?? 0) - mean) < 1e-12)
        let deviation = (accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2).squareRoot()
        #expect(abs((object["test_accuracy_deviation"] as? Double ?? 0) - deviation) < 1e-12)
        #expect((object["validation_accuracy_mean"] as? Double ?? 0) > 0.2 && object["runs"] as? Int == 3)
        let single = try place.start(Self.small + ["--epochs", "5", "--seed", "2", "--json", "--run", "./s"]).outcome()
            .json()
        #expect(abs((single["test_accuracy"] as? Double ?? 0) - accuracies[2]) < 1e-12)
        let before = try place.text("r/runs.csv")
        try place.succeed("--resume", "--run", "./r", "--runs", "4", "--quiet")
        #expect(try place.text("r/runs.csv").hasPrefix(before))
        #expect(try CSVTable.read(place.path("r/runs.csv")).rows.count == 4)
    }

    @Test("with more epochs, every seed is trained for as many") func moreEpochs() throws {
        let place = try Workplace(tool: "gnn-train")
        for (run, epochs) in [("./r", "2"), ("./whole", "6")] {
            let options = ["--epochs", epochs, "--runs", "2", "--quiet", "--run", run]
            #expect(try place.start(Self.small + options).outcome().code == 0)
        }
        try place.succeed("--resume", "--run", "./r", "--epochs", "6", "--quiet")
        #expect(try place.text("r/runs.csv") == place.text("whole/runs.csv"))
        let epochs = try CSVTable.read(place.path("r/seeds/seed-1/metrics.csv")).numbers("epoch")
        #expect(epochs == [1, 2, 3, 4, 5, 6])
        let model = "seeds/seed-1/model.safetensors"
        #expect(try place.bytes("r/\(model)") == place.bytes("whole/\(model)"))
    }

    @Test("the best epoch by validation is kept, by accuracy or by loss, and the test nodes are read once")
    func keptEpoch() throws {
        let place = try Workplace(tool: "gnn-train")
        for (best, column) in [("accuracy", "validation_accuracy"), ("loss", "validation_loss")] {
            let options = ["--epochs", "30", "--lr", "0.05", "--best", best, "--json", "--run", "./\(best)"]
            let object = try place.start(Self.small + options).outcome().json()
            let log = try CSVTable.read(place.path("\(best)/metrics.csv"))
            #expect(!log.header.contains("test_loss") && !log.header.contains("test_accuracy"))
            let values = try log.numbers(column)
            let kept = try #require(object["kept_epoch"] as? Int)
            #expect(object["kept_by"] as? String == column)
            #expect(values[kept - 1] == (best == "loss" ? values.min() : values.max()))
            let accuracies = try log.numbers("train_accuracy")
            for (name, value) in [("kept_value", values[kept - 1]), ("train_accuracy", accuracies[kept - 1])] {
                #expect(abs((object[name] as? Double ?? .nan) - value) < 1e-12, "\(name)")
            }
            // Of the kept weights without dropout, and not the mean of the epoch's steps.
            #expect(object["train_loss"] as? Double != (try log.numbers("train_loss")[kept - 1]))
        }
    }

    @Test("--validation divides training and validation nodes again, and every command keeps to it")
    func validation() throws {
        let place = try Workplace(tool: "gnn-train")
        let options = ["--dataset", "karate", "--epochs", "9", "--validation", "0.4", "--patience", "3"]
        let outcome = try place.start(options + ["--json", "--run", "./v"]).outcome()
        #expect(outcome.messages.contains("; 6 training, 4 validation and 24 test nodes"))
        let parts = try place.succeed("predict", "--run", "./v").output.split(separator: "\n").map {
            $0.split(separator: ",").last ?? ""
        }
        for (part, count) in [("train", 6), ("validation", 4), ("test", 24)] {
            #expect(parts.count { $0 == part } == count, "\(part)")
        }
        let again = try place.succeed("evaluate", "--run", "./v", "--json").json()
        #expect(again["validation_accuracy"] as? Double == (try outcome.json()["validation_accuracy"] as? Double))
    }

    @Test("a run of version 0.1.0 continues to the same bytes") func olderRun() throws {
        let place = try Workplace(tool: "gnn-train")
        let settings = Self.small + ["--model", "sage", "--batch-size", "50", "--threads", "1", "--quiet"]
        #expect(try place.start(settings + ["--epochs", "3", "--run", "./whole"]).outcome().code == 0)
        #expect(try place.start(settings + ["--epochs", "1", "--run", "./old"]).outcome().code == 0)
        let config = """
            {"classNames": ["field 1", "field 2", "field 3", "field 4", "field 5", "field 6"], "dataset": "citations",
            "edges": 967, "features": 600, "model": "sage", "nodes": 400, "partition": {"affinity": 0.75, "classes": 6,
            "degree": 5, "dense": 0, "nodes": 400, "words": 600}, "recipe": {"batchSize": 50, "dropout": 0.5,
            "epochs": 1, "heads": 8, "hidden": 64, "isChosenByLoss": false, "isResidual": false, "layers": 2,
            "learningRate": 0.01, "neighbours": [10, 10], "optimizer": "adam", "patience": 50, "spread": 8, "views": 4,
            "weightDecay": 0.0005}, "runs": 1, "seed": 0, "threads": 1, "tool": "gnn-train", "version": "0.1.0"}
            """
        try place.write(Array(config.utf8), to: "old/config.json")
        let file = place.path("old/checkpoints/epoch-0001.safetensors")
        var checkpoint = try Safetensors.read(file)
        checkpoint.metadata["kumiki.config"] = config
        try checkpoint.write(to: file)
        try place.succeed("--resume", "--run", "./old", "--epochs", "3", "--quiet")
        let weights = try ["old", "whole"].map { try Safetensors.read(place.path("\($0)/model.safetensors")).tensors }
        #expect(weights[0].mapValues { $0.floats() } == weights[1].mapValues { $0.floats() })
    }

    @Test("every node's class as CSV, to a file and to standard output")
    func predict() throws {
        let place = try Workplace(tool: "gnn-train")
        try place.succeed("--dataset", "karate", "--epochs", "4", "--run", "./k", "--quiet")
        try place.succeed("predict", "nodes.csv", "--run", "./k")
        let table = try CSVTable.read(place.path("nodes.csv"))
        #expect(table.header == ["node", "label", "predicted", "probability", "split"] && table.rows.count == 34)
        #expect(try table.column("split").filter { $0 == "train" }.count == 2)
        #expect(try table.numbers("probability").allSatisfy { (0.5...1).contains($0) })
        let printed = try place.succeed("predict", "--run", "./k")
        #expect(try printed.output == place.text("nodes.csv"))
    }

    @Test("sampled steps take several an epoch and draw the same neighbors when resumed")
    func sampled() throws {
        let place = try Workplace(tool: "gnn-train")
        let settings = Self.small + ["--model", "sage", "--batch-size", "50", "--neighbors", "4,3", "--json"]
        let object = try place.start(settings + ["--epochs", "3", "--run", "./whole"]).outcome().json()
        #expect((object["train_loss"] as? Double ?? .nan).isFinite)
        let steps = try CSVTable.read(place.path("whole/metrics.csv")).numbers("step")
        #expect(steps == [3, 6, 9])
        _ = try place.start(settings + ["--epochs", "1", "--run", "./resumed"]).outcome().json()
        try place.succeed("--resume", "--run", "./resumed", "--epochs", "3", "--quiet")
        for file in ["model.safetensors", "checkpoints/epoch-0003.safetensors"] {
            #expect(try place.bytes("resumed/\(file)") == place.bytes("whole/\(file)"), "\(file)")
        }
    }

    @Test("a training that is interrupted or killed ends as if never stopped", arguments: [SIGINT, SIGKILL])
    func stops(_ signal: Int32) throws {
        try StoppedTraining(
            place: Workplace(tool: "gnn-train"), settings: ["--dataset", "citations", "--nodes", "4000"]
        )
        .endsAsIfNeverStopped(by: signal)
    }

    @Test("a sampled one, too") func sampledStops() throws {
        try StoppedTraining(
            place: Workplace(tool: "gnn-train"),
            settings: ["--dataset", "citations", "--nodes", "4000", "--model", "sage", "--batch-size", "16"]
        ).endsAsIfNeverStopped(by: SIGINT)
    }
}
