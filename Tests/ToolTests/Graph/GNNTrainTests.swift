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
        #expect(pictures == ["confusion", "embeddings", "learning-curves", "network"])
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
            "test_loss", "test_accuracy", "validation_accuracy", "best_epoch", "evaluation_seconds_per_epoch",
        ])
        #expect(object["model"] as? String == model && object["seed"] as? Int == 7 && object["epochs"] as? Int == 3)
        #expect(try place.text("here/summary.json") == outcome.output)
        let again = try place.succeed("evaluate", "--run", "./here", "--json").json()
        #expect(again["test_accuracy"] as? Double == object["test_accuracy"] as? Double)
        let dry = try place.succeed("--dry-run", "--json", "--model", model).json()
        #expect(dry["dry_run"] as? Bool == true && dry["run"] == nil)
        #expect(place.names() == ["here"])
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
        #expect(try CSVTable.read(place.path("r/runs.csv")).numbers("epochs") == [6, 6])
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

    @Test("sampled steps take several an epoch and draw the same neighbours when resumed")
    func sampled() throws {
        let place = try Workplace(tool: "gnn-train")
        let settings = Self.small + ["--model", "sage", "--batch-size", "50", "--neighbours", "4,3", "--json"]
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
