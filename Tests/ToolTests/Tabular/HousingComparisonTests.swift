import Core
import Foundation
import Testing

@Suite("housing-train --compare") struct HousingComparisonTests {
    private func place(_ table: SmallTable = SmallTable()) throws -> Workplace {
        let place = try Workplace(tool: "housing-train")
        try place.write(table.bytes, to: "houses.csv")
        return place
    }

    @Test("the four optimizers in one figure, a run each")
    func optimizers() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--compare", "optimizers", "--dataset", "houses.csv", "--steps", "30", "--run", "./c", "--json")
        let trainings = try #require(try outcome.json()["trainings"] as? [[String: Any]])
        #expect(trainings.count == 4)
        let names = ["adam", "gd", "mini-batch", "mini-batch-adam"]
        #expect(
            place.names(in: "c")
                == (names + ["config.json", "emissions.csv", "figures", "series.json", "summary.json"]).sorted())
        #expect(place.names(in: "c/figures").contains("optimizers.png"))
        for name in names { #expect(place.exists("c/\(name)/model.safetensors")) }
        #expect(
            outcome.messageLines.filter { $0.contains(" of 4)") } == [
                "gradient descent on all rows (1 of 4)", "gradient descent on 64 rows at a time (2 of 4)",
                "Adam on all rows (3 of 4)", "Adam on 64 rows at a time (4 of 4)",
            ])
        let rates = trainings.compactMap { $0["training"] as? String }
        #expect(rates.count == 4 && rates[2] == "Adam on all rows")
        #expect(try outcome.json()["comparison"] as? String == "optimizers")
        let dry = try place.succeed("--compare", "optimizers", "--dataset", "houses.csv", "--dry-run")
        #expect(dry.output.hasPrefix("dry run: mlp on houses.csv, one iteration of 96 examples, loss "))
        #expect(place.names() == ["c", "houses.csv"])
    }

    @Test("learning rates end in their order")
    func learningRates() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--compare", "learning-rates", "--dataset", "houses.csv", "--steps", "300", "--run", "./c", "--json",
            "--quiet")
        let trainings = try #require(try outcome.json()["trainings"] as? [[String: Any]])
        let losses = trainings.compactMap { $0["train_loss"] as? Double }
        #expect(losses.count == 4 && losses == losses.sorted())
        #expect(place.names(in: "c/figures").contains("learning-rates.svg"))
    }

    @Test("learning rates of one's own are compared, kept for --resume, and refused when they change")
    func ownRates() throws {
        let place = try place()
        let begin = ["--compare", "learning-rates", "--dataset", "houses.csv", "--steps", "20", "--rows", "60"]
        let outcome = try place.start(begin + ["--rates", "0.2,0.05", "--run", "./c", "--quiet"]).outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0] == "training            untrained  trained    test  accuracy  iteration")
        #expect(lines[1].hasPrefix("learning rate 0.2 ") && lines[2].hasPrefix("learning rate 0.05 "))
        #expect(lines[3].hasPrefix("untrained, trained: loss on all training rows, dropout off, before the first"))
        #expect(!outcome.output.contains("reference"), "which is of another set")
        #expect(place.names(in: "c").filter { $0.hasPrefix("lr-") } == ["lr-0.05", "lr-0.2"])
        let resume = ["--compare", "learning-rates", "--resume", "--run", "./c", "--quiet"]
        let again = try place.start(resume).outcome()
        #expect(again.code == 0 && again.output.contains("learning rate 0.05 "))
        let changed = try place.start(resume + ["--rates", "0.2,0.1"]).outcome()
        #expect(changed.code == 64)
        #expect(
            changed.errorLine
                == "--resume continues with the run's own settings; --rates cannot be changed (0.2,0.05 in the run)")
    }

    @Test("with the real table's name, the classic experiment's numbers stand beside one's own, with why they differ")
    func reference() throws {
        let place = try Workplace(tool: "housing-train")
        try place.write(SmallTable().bytes, to: "here/housing.csv")
        let outcome = try place.succeed(
            "--compare", "optimizers", "--dataset", "housing", "--data", "here", "--steps", "3", "--quiet")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasSuffix("  reference") && lines[1].hasSuffix("  0.681") && lines[4].hasSuffix("  0.695"))
        #expect(
            lines[7]
                == "reference: test loss of the classic experiment: a small sample, another split, 60,000 iterations")
        #expect(lines[8].hasPrefix("here: all rows, 3 iterations; "))
    }

    @Test("a comparison that was interrupted continues where it was")
    func interrupted() throws {
        let place = try place()
        let settings = [
            "--compare", "optimizers", "--dataset", "houses.csv", "--steps", "8000", "--quiet", "--run",
        ]
        let tool = try place.start(settings + ["./c"])
        _ = tool.reaches { place.exists("c/mini-batch/config.json") }
        tool.signal(SIGINT)
        let outcome = try tool.outcome()
        #expect(outcome.code == 130)
        #expect(
            outcome.messageLines.last?.hasSuffix(
                "; continue with: housing-train --compare optimizers --resume --run ./c") == true)
        let other = try place.run("--compare", "learning-rates", "--resume", "--run", "./c")
        #expect(other.code == 65 && other.errorLine == "./c: contains no comparison of learning-rates")
        try place.succeed("--compare", "optimizers", "--resume", "--run", "./c", "--quiet")
        _ = try place.start(settings + ["./d"]).outcome()
        for name in ["gd", "mini-batch", "adam", "mini-batch-adam"] {
            #expect(try place.bytes("c/\(name)/model.safetensors") == place.bytes("d/\(name)/model.safetensors"))
        }
        #expect(place.exists("c/figures/optimizers.svg"))
    }

    @Test("killed in the third of four, a comparison continues there and ends in the same bytes")
    func killed() throws {
        let place = try place()
        let settings = [
            "--compare", "optimizers", "--dataset", "houses.csv", "--steps", "20000", "--quiet", "--run",
        ]
        let tool = try place.start(settings + ["./c"])
        _ = tool.reaches { !place.names(in: "c/adam/checkpoints").isEmpty }
        tool.signal(SIGKILL)
        try #require(tool.outcome().code == -SIGKILL)
        let (first, second) = (try place.bytes("c/gd/metrics.csv"), try place.bytes("c/mini-batch/metrics.csv"))
        #expect(!place.exists("c/mini-batch-adam") && !place.exists("c/adam/model.safetensors"))

        let changed = try place.run("--compare", "optimizers", "--resume", "--run", "./c", "--dropout", "0.1")
        #expect(changed.code == 64)
        #expect(
            changed.errorLine
                == "--resume continues with the run's own settings; --dropout cannot be changed (0 in the run)")
        try place.write(SmallTable(rows: 119).bytes, to: "houses.csv")
        let other = try place.run("--compare", "optimizers", "--resume", "--run", "./c")
        #expect(
            other.code == 65 && other.errorLine?.hasPrefix("houses.csv has changed since ./c was begun") == true)
        try place.write(SmallTable().bytes, to: "houses.csv")

        let resumed = try place.succeed("--compare", "optimizers", "--resume", "--run", "./c", "--json")
        #expect(!resumed.messages.contains("(2 of 4)") && resumed.messages.contains("Adam on all rows (3 of 4)"))
        // What was finished is not touched: seconds and all.
        #expect(try place.bytes("c/gd/metrics.csv") == first)
        #expect(try place.bytes("c/mini-batch/metrics.csv") == second)
        let whole = try place.start(settings + ["./d", "--json"]).outcome()
        for name in ["gd", "mini-batch", "adam", "mini-batch-adam"] {
            #expect(try place.bytes("c/\(name)/model.safetensors") == place.bytes("d/\(name)/model.safetensors"))
            let metrics = try ["c", "d"].map { try CSVTable.read(place.path("\($0)/\(name)/metrics.csv")) }
            #expect(metrics[0].rows.map { $0.dropLast() } == metrics[1].rows.map { $0.dropLast() })
        }
        let losses = try [resumed, whole].map { outcome in
            try #require(try outcome.json()["trainings"] as? [[String: Any]]).map { $0["test_loss"] as? Double }
        }
        #expect(losses[0] == losses[1] && losses[0].count == 4)
    }
}
