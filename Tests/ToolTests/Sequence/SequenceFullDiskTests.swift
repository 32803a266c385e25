import Foundation
import Testing

@Suite("Sequence tools: a full disk", .enabled(if: SmallDisk.isPossible)) struct SequenceFullDiskTests {
    /// What trains long enough to fill the disk with checkpoints, and uses one of them.
    private static let trainings: [(tool: String, bytes: Int, train: [String], use: [String])] = [
        ("charrnn", 400_000, ["--text", "text.txt", "--hidden", "128", "--epochs", "3"], ["sample", "--length", "9"]),
        ("anbn-train", 1 << 17, ["--hidden", "60", "--max-n", "3", "--epochs", "8"], ["generalize", "--limit", "3"]),
        (
            "copy-transformer", 1 << 20,
            ["--preset", "exact", "--bits", "3", "--training-sequences", "32", "--epochs", "3"], ["copy", "011"]
        ),
    ]

    @Test("ends with 74, and the last good checkpoint stays", arguments: trainings.indices)
    func full(number: Int) throws {
        let (tool, bytes, train, use) = Self.trainings[number]
        let place = try Workplace(tool: tool)
        try place.write(SmallText.bytes(), to: "text.txt")
        let disk = try #require(try SmallDisk(at: place.path("disk"), bytes: bytes))
        let outcome = try place.start(train + ["--quiet", "--run", "./disk/run"]).outcome()
        #expect(outcome.code == 74, "\(outcome.messages)")
        #expect(outcome.errorLine?.hasSuffix(": No space left on device") == true, "\(outcome.messages)")
        let kept = place.names(in: "disk/run/checkpoints")
        let last = try #require(kept.last)
        #expect(kept.allSatisfy { $0.hasSuffix(".safetensors") })
        let file = "./disk/run/checkpoints/" + last
        #expect(try place.start(use + ["--run", file]).outcome().code == 0)
        withExtendedLifetime(disk) {}
    }
}
