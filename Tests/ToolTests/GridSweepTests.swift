import Core
import Foundation
import Testing

@Suite("Sweeps of two settings") struct GridSweepTests {
    @Test("every value of one with every value of the other: a row each, a heat map, and the best combination")
    func grid() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let settings = ["sweep", "--model", "lin", "--dataset", "set", "--epochs", "2", "--run", "./g", "--json"]
        let outcome = try place.start(settings + ["--lr", "0.1,0.01,0.5", "--batch-size", "20,60"]).outcome()
        #expect(outcome.code == 0, "\(outcome.messages)")
        #expect(outcome.messages.hasPrefix("6 trainings: lr 0.1, 0.01, 0.5 × batch-size 20, 60\n"))
        let table = try CSVTable.read(place.path("g/sweep.csv"))
        #expect(try table.numbers("lr") == [0.1, 0.1, 0.01, 0.01, 0.5, 0.5])
        #expect(try table.numbers("batch-size") == [20, 60, 20, 60, 20, 60])
        let accuracies = try table.numbers("test_accuracy")
        let object = try outcome.json()
        let best = try #require(object["best"] as? [String: Any])
        let row = try #require(accuracies.indices.max { (accuracies[$0], $1) < (accuracies[$1], $0) })
        #expect(best["lr"] as? Double == (try table.numbers("lr"))[row])
        #expect(best["batch-size"] as? Double == (try table.numbers("batch-size"))[row])
        #expect(best["chosen_by"] as? String == "test_accuracy")
        let figure = try place.text("g/figures/sweep.svg")
        #expect(figure.contains("</svg>") && place.exists("g/lr-0.5-batch-size-60/model.safetensors"))
        // What is finished stays; a further value is added to one of the lists.
        let stamp = try place.bytes("g/lr-0.1-batch-size-20/summary.json")
        let longer = try place.succeed("sweep", "--resume", "--run", "./g", "--batch-size", "20,60,30", "--json")
        #expect((try longer.json()["sweep"] as? [Any])?.count == 9)
        #expect(try place.bytes("g/lr-0.1-batch-size-20/summary.json") == stamp)
        try place.run("sweep", "--resume", "--run", "./g", "--epochs", "1,2").expectRefusal(
            64, "--resume continues with the sweep's own settings: it varies --lr and --batch-size, not --epochs")
    }

    @Test("a learning rate that diverges has a row that says so, and the others are trained")
    func diverged() throws {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        let settings = ["sweep", "--model", "full", "--dataset", "set", "--epochs", "2", "--quiet"]
        let outcome = try place.start(settings + ["--lr", "1e30,0.1", "--run", "./d"]).outcome()
        #expect(outcome.code == 0)
        #expect(outcome.messages.hasPrefix("warning: lr 1e+30: the training has diverged: "))
        let lines = outcome.output.split(separator: "\n")
        #expect(lines[1].contains("  diverged  ") && lines[2].hasSuffix("← best"))
        #expect(try CSVTable.read(place.path("d/sweep.csv")).rows[0].contains(""))
        let alone = try place.start(settings + ["--lr", "1e30", "--run", "./e"]).outcome()
        alone.expectRefusal(65, "every training has diverged; a smaller --lr may help")
    }

    @Test("mri-train compares layers and dropout rates, which a run keeps")
    func slices() throws {
        let place = try Workplace(tool: "mri-train")
        try place.writePhantoms(training: 16, test: 8)
        let settings = ["sweep", "--dataset", "set", "--epochs", "1", "--batch-size", "8", "--quiet", "--json"]
        let outcome = try place.start(settings + ["--layers", "1,4", "--dropout", "0,0.5", "--run", "./m"]).outcome()
        #expect(outcome.code == 0, "\(outcome.messages)")
        let rows = try #require(try outcome.json()["sweep"] as? [[String: Any]])
        #expect(rows.map { $0["layers"] as? Double } == [1, 1, 4, 4])
        #expect(rows.map { $0["dropout"] as? Double } == [0, 0.5, 0, 0.5])
        // conv 1→8, and 8 · 7 · 7 numbers into the first linear layer.
        #expect(rows.map { $0["parameters"] as? Int } == [134_100, 134_100, 866_644, 866_644])
        #expect(rows[0]["train_loss"] as? Double != rows[1]["train_loss"] as? Double)
        #expect(place.exists("m/layers-4-dropout-0.5/model.safetensors") && place.exists("m/figures/sweep.png"))
        // The model of any of them predicts as one of a single training does.
        let tested = try place.succeed("evaluate", "--run", "./m/layers-1-dropout-0", "--json", "--quiet").json()
        #expect(tested["test_accuracy"] as? Double == rows[0]["test_accuracy"] as? Double)
        for (options, line) in [
            (["--layers", "0,4"], "--layers 0,4: expected whole numbers from 1 to 6, separated by commas"),
            (["--dropout", "0,0.95"], "--dropout 0,0.95: expected numbers from 0 to 0.9, separated by commas"),
            (["--lr", "0"], "--lr 0: expected numbers above 0, at most 1e38, separated by commas"),
        ] {
            try place.start(["sweep"] + options).outcome().expectRefusal(64, line)
        }
    }

    @Test("a value that is given alone is what all trainings have in common; a preset is, too")
    func common() throws {
        let place = try Workplace(tool: "mri-train")
        try place.writePhantoms(training: 8, test: 4)
        let settings = ["sweep", "--dataset", "set", "--batch-size", "8", "--layers", "1", "--preset", "best"]
        try place.start(settings + ["--epochs", "1,2", "--optimizer", "sgd", "--run", "./p", "--quiet"]).outcome()
            .expectSuccess()
        let rows = try CSVTable.read(place.path("p/sweep.csv"))
        #expect(try rows.numbers("epochs") == [1, 2])
        let text = try place.text("p/epochs-2/config.json")
        for setting in ["\"layers\" : 1", "\"batchSize\" : 8", "\"name\" : \"sgd\"", "\"name\" : \"one-cycle\""] {
            #expect(text.contains(setting), "\(setting)")
        }
        // A preset that is named again changes nothing.
        try place.start(["sweep", "--resume", "--run", "./p", "--epochs", "1,2,3", "--quiet"]).outcome().expectSuccess()
        #expect(try CSVTable.read(place.path("p/sweep.csv")).numbers("epochs") == [1, 2, 3])
    }
}

extension Outcome {
    fileprivate func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(code == 0, "\(messages)", sourceLocation: sourceLocation)
    }
}
