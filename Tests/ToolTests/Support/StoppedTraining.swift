import Core
import Foundation
import Testing

/// A training that is stopped again and again, a little after a checkpoint has appeared, and goes on each time.
struct StoppedTraining {
    let place: Workplace
    /// What begins it, but for its epochs and its run.
    let settings: [String]
    static let epochs = 8

    /// Expects it to end byte for byte as a training that is never stopped.
    ///
    /// - Parameters:
    ///   - signal: SIGKILL, or one after which the tool saves a checkpoint and says how to go on.
    ///   - files: what else to compare besides the model, the last checkpoint and the metrics.
    func endsAsIfNeverStopped(by signal: Int32 = SIGKILL, comparing files: [String] = []) throws {
        let whole = try place.start(begin + ["./whole"]).outcome()
        try #require(whole.code == 0, "\(whole.messages)")

        var random = RandomStream(seed: 9, name: StreamName("stops"))
        var stops = 0
        // The first waits for nothing and so may hit the start of the program.
        for target in 0..<Self.epochs - 1 {
            let tool = try place.start(resumeOrBegin)
            _ = tool.reaches { target == 0 || place.exists("stopped/checkpoints/epoch-000\(target).safetensors") }
            usleep(UInt32(random.uniform(in: 0..<15_000)))
            tool.signal(signal)
            let outcome = try tool.outcome()
            switch outcome.code {
            case -signal: stops += signal == SIGKILL ? 1 : 0
            case 128 + signal:
                stops += 1
                #expect(outcome.output.isEmpty)
                let words = #/[a-z-]+: interrupted (after|at) .+; continue with: (.+) --resume --run ./stopped/#
                #expect(outcome.messageLines.last?.wholeMatch(of: words)?.2 == place.tool[...])
            default: #expect(outcome.code == 0, "\(outcome.messages)")
            }
            try checkFiles()
        }
        #expect(stops > 0)
        let last = try place.start(resumeOrBegin).outcome()
        #expect(last.code == 0, "\(last.messages)")

        for file in ["model.safetensors", "checkpoints/epoch-000\(Self.epochs).safetensors"] + files {
            #expect(try place.bytes("stopped/" + file) == place.bytes("whole/" + file), "\(file)")
        }
        let metrics = try ["stopped", "whole"].map { try CSVTable.read(place.path($0 + "/metrics.csv")) }
        // The last column is seconds.
        let rows = metrics.map { table in table.rows.map { $0.dropLast() } }
        #expect(rows[0] == rows[1], "no row twice, none missing")
        for folder in ["", "/checkpoints", "/figures"] {
            #expect(place.names(in: "stopped" + folder) == place.names(in: "whole" + folder), "no leftovers")
        }
    }

    private var begin: [String] { settings + ["--epochs", "\(Self.epochs)", "--quiet", "--run"] }

    /// Goes on, or begins where the run was stopped before it had written its configuration.
    private var resumeOrBegin: [String] {
        place.exists("stopped/config.json") ? ["--resume", "--quiet", "--run", "./stopped"] : begin + ["./stopped"]
    }

    /// Every file that has its name is whole, whenever the tool was stopped.
    private func checkFiles() throws {
        for name in place.names(in: "stopped/checkpoints") where name.hasPrefix("epoch-") {
            _ = try Safetensors.read(place.path("stopped/checkpoints/\(name)"))
        }
        if place.exists("stopped/metrics.csv") {
            let epochs = try CSVTable.read(place.path("stopped/metrics.csv")).numbers("epoch")
            #expect(epochs == epochs.indices.map { Double($0 + 1) })
        }
    }
}
