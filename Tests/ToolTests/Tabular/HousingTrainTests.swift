import Core
import Foundation
import Testing

@Suite("housing-train: training, comparing, predicting") struct HousingTrainTests {
    private func place(_ table: SmallTable = SmallTable()) throws -> Workplace {
        let place = try Workplace(tool: "housing-train")
        try place.write(table.bytes, to: "houses.csv")
        return place
    }

    @Test("with nothing at hand it says loudly that it draws a coast, and learns it")
    func builtIn() throws {
        let place = try Workplace(tool: "housing-train")
        let outcome = try place.succeed("--preset", "mini-batch-adam", "--lr", "0.003", "--iterations", "900", "--json")
        #expect(outcome.messages.contains("warning: no --dataset, and housing.csv is not on this machine"))
        let object = try outcome.json()
        #expect(object["dataset"] as? String == "coast")
        #expect(object["parameters"] as? Int == 663)
        #expect(object["iterations"] as? Int == 900)
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
        let outcome = try place.succeed("--dataset", "houses.csv", "--iterations", "40", "--run", "./r")
        #expect(
            place.names(in: "r")
                == ["checkpoints", "config.json", "figures", "metrics.csv", "model.safetensors", "summary.json"])
        #expect(
            place.names(in: "r/figures") == [
                "confusion.png", "confusion.svg", "learning-curves.png", "learning-curves.svg", "map.png", "map.svg",
            ])
        #expect(place.names(in: "r/checkpoints").last == "epoch-0040.safetensors")
        #expect(outcome.messages.contains("houses.csv: "))
        #expect(outcome.messages.contains("about 120 rows"))
        #expect(outcome.messages.contains("3 empty fields in column total_bedrooms take its median"))
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
                try place.succeed("--dataset", file, "--iterations", "20", "--json", "--quiet").json())
        }
        #expect(results[0]["test_loss"] as? Double == results[1]["test_loss"] as? Double)
    }

    @Test("the four optimizers in one figure, a run each")
    func optimizers() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--compare", "optimizers", "--dataset", "houses.csv", "--iterations", "30", "--run", "./c", "--json")
        let trainings = try #require(try outcome.json()["trainings"] as? [[String: Any]])
        #expect(trainings.count == 4)
        let names = ["adam", "gd", "mini-batch", "mini-batch-adam"]
        #expect(place.names(in: "c") == (names + ["config.json", "figures", "summary.json"]).sorted())
        #expect(place.names(in: "c/figures").contains("optimizers.png"))
        for name in names { #expect(place.exists("c/\(name)/model.safetensors")) }
    }

    @Test("learning rates end in their order")
    func learningRates() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--compare", "learning-rates", "--dataset", "houses.csv", "--iterations", "300", "--run", "./c", "--json",
            "--quiet")
        let trainings = try #require(try outcome.json()["trainings"] as? [[String: Any]])
        let losses = trainings.compactMap { $0["train_loss"] as? Double }
        #expect(losses.count == 4 && losses == losses.sorted())
        #expect(place.names(in: "c/figures").contains("learning-rates.svg"))
    }

    @Test("regression tells the error, and predict the values")
    func regression() throws {
        let place = try place()
        let object = try place.succeed(
            "--target", "regression", "--dataset", "houses.csv", "--hidden", "32", "--iterations", "200",
            "--batch-size",
            "32", "--json", "--quiet"
        ).json()
        #expect((object["test_rmse"] as? Double ?? 9) < 0.9)
        let predicted = try place.succeed("predict", "houses.csv", "--json").json()
        let values = try #require(predicted["predictions"] as? [Double])
        #expect(values.count == 120 && values.allSatisfy { (0...1_000_000).contains($0) })
        #expect((predicted["test_rmse"] as? Double ?? 9) < 0.9)
    }

    @Test("predict answers by the newest run, in any order of columns, with or without the true values")
    func predict() throws {
        let place = try place()
        try place.succeed(
            "--dataset", "houses.csv", "--preset", "mini-batch-adam", "--lr", "0.01", "--iterations", "300", "--quiet")
        let scored = try place.succeed("predict", "houses.csv")
        #expect(scored.output.split(separator: "\n").count == 122)
        #expect(scored.output.contains(" % of 120 rows right"))
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
        #expect(outcome.output.hasPrefix("dry run: one step of 96 rows of houses.csv, loss "))
        #expect(place.names() == ["houses.csv"])
    }

    @Test("a run goes on, and further with --iterations, as if never stopped")
    func resume() throws {
        let place = try place()
        let settings = ["--dataset", "houses.csv", "--preset", "mini-batch-adam", "--quiet"]
        _ = try place.start(settings + ["--iterations", "7", "--run", "./a"]).outcome()
        try place.succeed("--resume", "--run", "./a", "--iterations", "15", "--quiet")
        _ = try place.start(settings + ["--iterations", "15", "--run", "./b"]).outcome()
        #expect(try place.bytes("a/model.safetensors") == place.bytes("b/model.safetensors"))
        let again = try place.succeed("--resume", "--run", "./a")
        #expect(again.messages.contains("nothing left to train: the run has its 15 iterations"))
        let refused = try place.run("--resume", "--run", "./a", "--lr", "0.5")
        #expect(refused.code == 64)
        try place.write(SmallTable(rows: 119).bytes, to: "houses.csv")
        let other = try place.run("--resume", "--run", "./a")
        #expect(other.code == 65)
        #expect(other.errorLine == "houses.csv is no longer the table that ./a was begun with")
    }

    @Test("Ctrl-C ends a training with how to go on, and it ends as if never stopped")
    func interruption() throws {
        let place = try place(SmallTable(rows: 2_000))
        let settings = ["--dataset", "houses.csv", "--preset", "mini-batch", "--batch-size", "8"]
        try StoppedTraining(place: place, settings: settings).endsAsIfNeverStopped(by: SIGINT)
    }

    @Test("a comparison that was interrupted goes on where it stood")
    func comparisonInterrupted() throws {
        let place = try place()
        let settings = [
            "--compare", "optimizers", "--dataset", "houses.csv", "--iterations", "8000", "--quiet", "--run",
        ]
        let tool = try place.start(settings + ["./c"])
        _ = tool.reaches { place.exists("c/mini-batch/config.json") }
        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130)
        #expect(
            outcome.messageLines.last?.hasSuffix(
                "; go on with: housing-train --compare optimizers --resume --run ./c") == true)
        let other = try place.run("--compare", "learning-rates", "--resume", "--run", "./c")
        #expect(other.code == 65 && other.errorLine == "./c holds no comparison of learning-rates")
        try place.succeed("--compare", "optimizers", "--resume", "--run", "./c", "--quiet")
        _ = try place.start(settings + ["./d"]).outcome()
        for name in ["gd", "mini-batch", "adam", "mini-batch-adam"] {
            #expect(try place.bytes("c/\(name)/model.safetensors") == place.bytes("d/\(name)/model.safetensors"))
        }
        #expect(place.exists("c/figures/optimizers.svg"))
    }

    @Test("train --help lists recipes, defaults and comparisons")
    func help() throws {
        let outcome = try Workplace(tool: "housing-train").run("train", "--help")
        let text = outcome.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        for line in [
            "What to tell: classes (low, medium, high), regression (the value itself). (default: classes)",
            "Steps of training in all. (default: 60,000; waves 4,000)",
            "Data set: housing, coast, or a folder.", "Learning rate. (default: 0.01; adam 0.0001; mini-batch-adam",
            "Train several times and draw the losses together: optimizers, learning-rates.", "--resume", "--dry-run",
            "Empty fields: median (takes the column's), drop (leaves the row out). (default: median)",
        ] {
            #expect(text.contains(line), "\(line)")
        }
    }
}
