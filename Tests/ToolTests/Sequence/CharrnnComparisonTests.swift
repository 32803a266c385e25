import Core
import Foundation
import Testing

@Suite("charrnn --compare") struct CharrnnComparisonTests {
    private static let cells = ["rnn", "lstm", "gru"]

    private func place() throws -> Workplace {
        let place = try Workplace(tool: "charrnn")
        try place.write(SmallText.bytes(), to: "text.txt")
        return place
    }

    @Test("three cells with the same settings otherwise, in one table, figure and file")
    func cells() throws {
        let place = try place()
        let outcome = try place.succeed(
            "--compare", "cells", "--text", "text.txt", "--hidden", "8", "--epochs", "3", "--validation", "0.2",
            "--run",
            "./c", "--json")
        #expect(
            place.names(in: "c")
                == (Self.cells + [
                    "cells.csv", "config.json", "emissions.csv", "figures", "losses.csv", "series.json",
                    "summary.json",
                ]).sorted())
        #expect(place.names(in: "c/figures").contains("cells.png"))
        let object = try outcome.json()
        #expect(object["comparison"] as? String == "cells")
        let trainings = try #require(object["trainings"] as? [[String: Any]])
        #expect(trainings.compactMap { $0["training"] as? String } == ["RNN", "LSTM", "GRU"])
        // 15 symbols, 8 units: a gate has 15·8 + 8·8 + 16 numbers, the output 15·8 + 15.
        #expect(trainings.compactMap { $0["parameters"] as? Int } == [335, 935, 735])
        let table = try CSVTable.read(place.path("c/cells.csv"))
        #expect(table.rows.map { $0[0] } == Self.cells)
        #expect(try table.numbers("steps") == [57, 57, 57])
        let losses = try CSVTable.read(place.path("c/losses.csv"))
        #expect(losses.header == ["epoch"] + Self.cells + Self.cells.map { $0 + "_validation" })
        #expect(losses.rows.map { $0[0] } == ["1", "2", "3"])
        for cell in Self.cells {
            let metrics = try CSVTable.read(place.path("c/\(cell)/metrics.csv"))
            #expect(try losses.numbers(cell) == metrics.numbers("train_loss"))
            let best = try #require(try metrics.numbers("validation_loss").min())
            #expect(try table.numbers("least_validation_loss").contains(best))
            #expect(try place.text("c/\(cell)/config.json").contains("\"cell\" : \"\(cell)\""))
        }
        #expect(
            outcome.messages.contains("cell  parameters  seconds  per epoch") && outcome.messages.contains("next right")
        )
        #if os(Linux)
        for training in trainings {
            if let own = training["training_memory_bytes"] as? Int { #expect(own > 1_000_000) }
        }
        #endif
    }

    @Test("killed in the second of three, a comparison continues there and ends in the same bytes")
    func killed() throws {
        let place = try place()
        let settings = [
            "--compare", "cells", "--text", "text.txt", "--hidden", "24", "--epochs", "60", "--quiet", "--run",
        ]
        let tool = try place.start(settings + ["./c"])
        _ = tool.reaches { place.names(in: "c/lstm/checkpoints").count > 1 }
        tool.signal(SIGKILL)
        try #require(tool.outcome().code == -SIGKILL)
        let first = try place.bytes("c/rnn/metrics.csv")
        #expect(!place.exists("c/gru") && !place.exists("c/lstm/model.safetensors"))
        let changed = try place.run("--compare", "cells", "--resume", "--run", "./c", "--hidden", "8")
        changed.expectRefusal(
            64, "--resume continues with the run's own settings; --hidden cannot be changed (24 in the run)")
        // What the run has anyway may be given, preset and all.
        let resumed = try place.succeed(
            "--compare", "cells", "--resume", "--run", "./c", "--preset", "min-char", "--hidden", "24")
        #expect(!resumed.messages.contains("RNN (1 of 3)") && resumed.messages.contains("LSTM (2 of 3)"))
        #expect(try place.bytes("c/rnn/metrics.csv") == first)
        #expect(try place.start(settings + ["./d"]).outcome().code == 0)
        for file in ["losses.csv", "figures/cells.svg"]
            + Self.cells.flatMap({ ["\($0)/model.safetensors", "\($0)/samples.txt", "\($0)/loss.csv"] })
        {
            #expect(try place.bytes("c/\(file)") == place.bytes("d/\(file)"), "\(file)")
        }
    }

    @Test("what the comparison itself chooses is refused, and a dry run is a step of the first")
    func refused() throws {
        let place = try place()
        let compare = ["--compare", "cells", "--text", "text.txt"]
        for (arguments, code, message) in [
            (compare + ["--cell", "gru"], Int32(64), "--compare cells trains every cell; --cell cannot be given"),
            (compare + ["--runs", "2"], 64, "--compare trains each model once, so --runs cannot be given"),
            (["--compare", "cell"], 64, "unknown comparison 'cell', did you mean 'cells'? Known: cells"),
            (["--compare", "cells", "--resume"], 66, "no run in runs/charrnn-compare to continue"),
        ] {
            try place.start(arguments).outcome().expectRefusal(code, message)
        }
        let dry = try place.start(compare + ["--hidden", "8", "--dry-run"]).outcome()
        #expect(dry.output.hasPrefix("dry run: rnn on text.txt, one step of 1 example, loss "))
        #expect(place.names() == ["text.txt"])
    }
}
