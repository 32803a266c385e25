import Core
import Foundation
import Testing

@Suite("kmnist-train: sweep") struct SweepTests {
    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        return place
    }

    @Test("prints a table, draws it and keeps it")
    func widths() throws {
        let place = try place()
        let outcome = try place.succeed(
            "sweep", "--model", "full", "--hidden", "4,8,40", "--epochs", "1", "--dataset", "set", "--run", "./s")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines[0].hasPrefix("hidden  parameters  train loss  test loss  "))
        #expect(lines[0].hasSuffix("  test accuracy  seconds"))
        // 784 H + H + 10 H + 10
        #expect(lines[1].contains("4       3,190") && lines[2].contains("8       6,370"))
        #expect(lines[3].contains("40      31,810"))
        #expect(
            place.names(in: "s") == [
                "config.json", "emissions.csv", "figures", "hidden-4", "hidden-40", "hidden-8", "series.json",
                "summary.json", "sweep.csv",
            ])
        #expect(place.exists("s/hidden-40/model.safetensors"))
        let table = try CSVTable.read(place.path("s/sweep.csv"))
        #expect(
            table.header.filter { $0 != "train_accuracy" }
                == ["hidden", "parameters", "train_loss", "test_loss", "test_accuracy", "seconds"])
        #expect(try table.numbers("hidden") == [4, 8, 40])
        let accuracies = try table.numbers("test_accuracy")
        let best = try #require(accuracies.indices.max { (accuracies[$0], $1) < (accuracies[$1], $0) })
        #expect(lines[1...3].enumerated().filter { $0.element.hasSuffix("  ← best") }.map(\.offset) == [best])
        let percent = Readable.percent(accuracies[best])
        #expect(lines[4] == "best by test accuracy: --hidden \([4, 8, 40][best]) (test accuracy \(percent))")
        #expect(lines[5].contains("--validation") && lines[6] == "figure: ./s/figures/sweep.png")
        #expect(try table.numbers("test_accuracy").allSatisfy { (0...1).contains($0) })
        #expect(try Picture.readPNG(place.path("s/figures/sweep.png")).width > 300)
        #expect(try place.text("s/figures/sweep.svg").contains("</svg>"))
        let again = try place.run("sweep", "--model", "lin", "--lr", "1", "--dataset", "set", "--run", "./s")
        #expect(again.code == 73, "a sweep is not overwritten")
    }

    @Test("--json has a row for each value, and widths differ from one another as single trainings do")
    func json() throws {
        let place = try place()
        let object = try place.succeed(
            "sweep", "--model", "lin", "--lr", "0.01,0.1", "--epochs", "2", "--dataset", "set", "--json", "--quiet"
        ).json()
        #expect(object["epochs"] as? Int == 2)
        let rows = try #require(object["sweep"] as? [[String: Any]])
        #expect(rows.map { $0["lr"] as? Double } == [0.01, 0.1])
        let single = try place.succeed(
            "--model", "lin", "--lr", "0.1", "--epochs", "2", "--dataset", "set", "--json", "--quiet"
        ).json()
        #expect(rows[1]["test_loss"] as? Double == single["test_loss"] as? Double)
    }

    @Test("the tutorial's network by width, and by batch size")
    func dnn() throws {
        let place = try place()
        for list in [["--hidden", "5,50"], ["--batch-size", "1,60"]] {
            let outcome = try place.start(
                ["sweep", "--model", "dnn", "--dataset", "set", "--epochs", "1", "--json", "--quiet"] + list
            ).outcome()
            #expect(outcome.code == 0, "\(outcome.messages)")
            #expect((try outcome.json()["sweep"] as? [Any])?.count == 2)
        }
    }

    /// A sweep of five values, long enough to be killed in one of them.
    private static let five = [
        "sweep", "--model", "full", "--hidden", "4,8,12,16,20", "--epochs", "60", "--dataset", "set", "--quiet",
    ]

    /// The rows of a sweep's table but for the seconds.
    private func rows(_ place: Workplace, _ folder: String) throws -> [[String]] {
        try CSVTable.read(place.path(folder + "/sweep.csv")).rows.map { $0.dropLast() }
    }

    @Test(
        "killed in the third of five values it continues there, and ends in the same bytes",
        arguments: [SIGKILL, SIGTERM])
    func killed(signal: Int32) throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 600), to: "set")
        #expect(try place.start(Self.five + ["--run", "./whole"]).outcome().code == 0)
        let tool = try place.start(Self.five + ["--run", "./cut"])
        #expect(tool.reaches { place.exists("cut/hidden-12/checkpoints/epoch-0002.safetensors") })
        tool.signal(signal)
        let stopped = try tool.outcome()
        #expect(stopped.code == (signal == SIGKILL ? -signal : 128 + signal))
        if signal == SIGTERM {
            #expect(
                stopped.messageLines.last?.hasSuffix("; continue with: kmnist-train sweep --resume --run ./cut") == true
            )
        }
        #expect(!place.exists("cut/hidden-16"), "it was stopped in the third")
        let first = try FileManager.default.attributesOfItem(atPath: place.path("cut/hidden-4/model.safetensors"))
        try place.succeed("sweep", "--resume", "--run", "./cut", "--quiet")
        let later = try FileManager.default.attributesOfItem(atPath: place.path("cut/hidden-4/model.safetensors"))
        #expect(first[.modificationDate] as? Date == later[.modificationDate] as? Date, "what was done stays")
        for width in [4, 8, 12, 16, 20] {
            for file in ["model.safetensors", "checkpoints/epoch-0060.safetensors"] {
                let name = "hidden-\(width)/\(file)"
                #expect(try place.bytes("cut/" + name) == place.bytes("whole/" + name), "\(name)")
            }
            let metrics = try ["cut", "whole"].map {
                try CSVTable.read(place.path("\($0)/hidden-\(width)/metrics.csv")).rows.map { $0.dropLast() }
            }
            #expect(metrics[0] == metrics[1])
        }
        #expect(try rows(place, "cut") == rows(place, "whole"))
        #expect(try place.bytes("cut/config.json") == place.bytes("whole/config.json"))
    }

    @Test("a sweep that continues may get longer or more values, and changes nothing else")
    func continued() throws {
        let place = try place()
        let settings = ["sweep", "--model", "lin", "--dataset", "set", "--epochs", "2", "--quiet", "--lr"]
        #expect(try place.start(settings + ["0.01,0.1", "--run", "./a"]).outcome().code == 0)
        for (options, reason) in [
            (
                ["--model", "conv"],
                "--resume continues with the sweep's own settings; --model cannot be changed (lin in the run)"
            ),
            (
                ["--seed", "4"],
                "--resume continues with the sweep's own settings; --seed cannot be changed (0 in the run)"
            ),
            (
                ["--batch-size", "8"],
                "--resume continues with the sweep's own settings; --batch-size cannot be changed (64 in the run)"
            ),
            (
                ["--lr", "0.1", "--batch-size", "8,16"],
                "--resume continues with the sweep's own settings: it varies --lr, not --batch-size"
            ),
        ] {
            let outcome = try place.start(["sweep", "--resume", "--run", "./a"] + options).outcome()
            outcome.expectRefusal(64, reason)
            #expect(outcome.errorLine == reason)
        }
        let longer = ["sweep", "--resume", "--run", "./a", "--quiet", "--epochs", "3", "--lr", "0.01,0.1,1"]
        #expect(try place.start(longer).outcome().code == 0)
        #expect(
            try place.start(settings.dropLast() + ["--epochs", "3", "--lr", "0.01,0.1,1", "--run", "./b"]).outcome()
                .code == 0)
        #expect(try rows(place, "a") == rows(place, "b") && rows(place, "a").count == 3)
        // A training is no sweep, and a sweep no training.
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "1", "--run", "./t", "--quiet")
        try place.run("sweep", "--resume", "--run", "./t").expectRefusal(65, "./t")
        try place.run("--resume", "--run", "./a").expectRefusal(65, "./a/config.json: ")
    }

    @Test("--validation gives an accuracy to choose by, --runs means over seeds")
    func honest() throws {
        let place = try place()
        let settings = ["sweep", "--model", "lin", "--lr", "0.1,0.5", "--epochs", "2", "--dataset", "set"]
        let outcome = try place.start(settings + ["--validation", "0.3", "--runs", "2", "--run", "./s", "--quiet"])
            .outcome()
        let header = try #require(outcome.output.split(separator: "\n").first)
        #expect(header.contains(" lr  parameters  train loss  test loss  "))
        #expect(header.hasSuffix("  validation accuracy  test accuracy  seconds"))
        #expect(outcome.output.contains(" ± ") && outcome.output.contains("\nbest by validation accuracy: --lr 0."))
        let table = try CSVTable.read(place.path("s/sweep.csv"))
        #expect(
            table.header.filter { $0 != "train_accuracy" } == [
                "lr", "parameters", "train_loss", "test_loss", "validation_accuracy", "test_accuracy", "seconds",
                "test_accuracy_deviation", "validation_accuracy_deviation",
            ])
        #expect(place.exists("s/lr-0.1/summary.json") && place.exists("s/lr-0.5-seed-1/summary.json"))
        let object = try place.succeed("sweep", "--resume", "--run", "./s", "--json", "--quiet").json()
        let rows = try #require(object["sweep"] as? [[String: Any]])
        let means = rows.compactMap { $0["test_accuracy_mean"] as? Double }
        #expect(try table.numbers("test_accuracy") == means && means.count == 2)
        try place.start(settings + ["--patience", "2"]).outcome().expectRefusal(
            64, "--patience: there are no validation")
        let dry = try place.start(settings + ["--dry-run", "--quiet", "--run", "./never"]).outcome()
        #expect(dry.output.hasPrefix("dry run: lin on set, one step of 60 examples, loss ") && !place.exists("never"))
    }
}
