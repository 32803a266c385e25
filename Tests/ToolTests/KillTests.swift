import Core
import Foundation
import Testing

@Suite("kmnist-train: killed without warning") struct KillTests {
    private static let epochs = 8

    /// Kills a training again and again, a little after a checkpoint has appeared, and lets it go on each time.
    @Test(
        "a run that is killed again and again ends byte for byte as if never stopped",
        arguments: [
            ["--model", "conv", "--schedule", "cosine", "--threads", "2"],
            ["--model", "full", "--optimizer", "adam", "--lr", "0.001", "--batch-size", "7"],
        ])
    func killed(settings: [String]) throws {
        let place = try Workplace()
        try place.write(SmallSet(training: 100), to: "set")
        let begin = settings + ["--dataset", "set", "--epochs", "\(Self.epochs)", "--quiet", "--run"]
        #expect(try place.start(begin + ["./whole"]).outcome().code == 0)

        var random = RandomStream(seed: 9, name: "kills")
        var kills = 0
        // The first waits for nothing and so may hit the start of the program.
        for target in 0..<Self.epochs - 1 {
            let tool = try place.start(resumeOrBegin(place, begin))
            _ = tool.reaches { target == 0 || place.exists("killed/checkpoints/epoch-000\(target).safetensors") }
            usleep(UInt32(random.uniform(in: 0..<15_000)))
            tool.signal(SIGKILL)
            if try tool.outcome().code == -SIGKILL { kills += 1 }
            try check(place)
        }
        #expect(kills > 0)
        let last = try place.start(resumeOrBegin(place, begin)).outcome()
        #expect(last.code == 0, "\(last.messages)")

        for file in ["model.safetensors", "checkpoints/epoch-000\(Self.epochs).safetensors"] {
            #expect(try place.bytes("killed/" + file) == place.bytes("whole/" + file), "\(file)")
        }
        let (metrics, whole) = (
            try CSVTable.read(place.path("killed/metrics.csv")), try CSVTable.read(place.path("whole/metrics.csv"))
        )
        #expect(metrics.rows.map { $0.dropLast() } == whole.rows.map { $0.dropLast() }, "no row twice, none missing")
        for folder in ["", "/checkpoints", "/figures"] {
            #expect(place.names(in: "killed" + folder) == place.names(in: "whole" + folder), "no leftovers")
        }
    }

    /// Goes on, or begins where the run was killed before it had written its configuration.
    private func resumeOrBegin(_ place: Workplace, _ begin: [String]) -> [String] {
        place.exists("killed/config.json") ? ["--resume", "--quiet", "--run", "./killed"] : begin + ["./killed"]
    }

    /// Every file that has its name is whole, whenever the tool was killed.
    private func check(_ place: Workplace) throws {
        for name in place.names(in: "killed/checkpoints") where name.hasPrefix("epoch-") {
            _ = try Safetensors.read(place.path("killed/checkpoints/\(name)"))
        }
        if place.exists("killed/metrics.csv") {
            let epochs = try CSVTable.read(place.path("killed/metrics.csv")).numbers("epoch")
            #expect(epochs == epochs.indices.map { Double($0 + 1) })
        }
    }
}
