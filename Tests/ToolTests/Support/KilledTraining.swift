import Core
import Foundation
import Testing

/// A training that is killed again and again, a little after a checkpoint has appeared, and goes on each time.
struct KilledTraining {
    let place: Workplace
    /// What begins it, but for its epochs and its run.
    let settings: [String]
    static let epochs = 8

    /// Expects it to end byte for byte as a training that is never stopped.
    ///
    /// - Parameter files: what else to compare besides the model, the last checkpoint and the metrics.
    func endsAsIfNeverStopped(comparing files: [String] = []) throws {
        let whole = try place.start(begin + ["./whole"]).outcome()
        try #require(whole.code == 0, "\(whole.messages)")

        var random = RandomStream(seed: 9, name: "kills")
        var kills = 0
        // The first waits for nothing and so may hit the start of the program.
        for target in 0..<Self.epochs - 1 {
            let tool = try place.start(resumeOrBegin)
            _ = tool.reaches { target == 0 || place.exists("killed/checkpoints/epoch-000\(target).safetensors") }
            usleep(UInt32(random.uniform(in: 0..<15_000)))
            tool.signal(SIGKILL)
            if try tool.outcome().code == -SIGKILL { kills += 1 }
            try checkFiles()
        }
        #expect(kills > 0)
        let last = try place.start(resumeOrBegin).outcome()
        #expect(last.code == 0, "\(last.messages)")

        for file in ["model.safetensors", "checkpoints/epoch-000\(Self.epochs).safetensors"] + files {
            #expect(try place.bytes("killed/" + file) == place.bytes("whole/" + file), "\(file)")
        }
        let metrics = try ["killed", "whole"].map { try CSVTable.read(place.path($0 + "/metrics.csv")) }
        // The last column is seconds.
        let rows = metrics.map { table in table.rows.map { $0.dropLast() } }
        #expect(rows[0] == rows[1], "no row twice, none missing")
        for folder in ["", "/checkpoints", "/figures"] {
            #expect(place.names(in: "killed" + folder) == place.names(in: "whole" + folder), "no leftovers")
        }
    }

    private var begin: [String] { settings + ["--epochs", "\(Self.epochs)", "--quiet", "--run"] }

    /// Goes on, or begins where the run was killed before it had written its configuration.
    private var resumeOrBegin: [String] {
        place.exists("killed/config.json") ? ["--resume", "--quiet", "--run", "./killed"] : begin + ["./killed"]
    }

    /// Every file that has its name is whole, whenever the tool was killed.
    private func checkFiles() throws {
        for name in place.names(in: "killed/checkpoints") where name.hasPrefix("epoch-") {
            _ = try Safetensors.read(place.path("killed/checkpoints/\(name)"))
        }
        if place.exists("killed/metrics.csv") {
            let epochs = try CSVTable.read(place.path("killed/metrics.csv")).numbers("epoch")
            #expect(epochs == epochs.indices.map { Double($0 + 1) })
        }
    }
}
