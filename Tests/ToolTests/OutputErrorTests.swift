import Foundation
import Testing

@Suite("kmnist-train: places that cannot be written to") struct OutputErrorTests {
    private func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(SmallSet(), to: "set")
        return place
    }

    @Test(
        "a run below a file or where nobody may write ends with 73",
        arguments: ["./set/t10k-labels-idx1-ubyte/run", "/proc/none/run"])
    func refused(run: String) throws {
        let place = try place()
        let outcome = try place.run("--model", "lin", "--dataset", "set", "--epochs", "1", "--quiet", "--run", run)
        #expect(outcome.code == 73)
        #expect(outcome.errorLine?.contains(run.hasPrefix("/") ? "/proc/none" : "is a file, expected a folder") == true)
        #expect(outcome.messageLines.count == 1)
        #expect(place.names() == ["set"])
    }

    @Test("a run that is there already is not overwritten")
    func existing() throws {
        let place = try place()
        let arguments = ["--model", "lin", "--dataset", "set", "--epochs", "1", "--quiet", "--run", "a"]
        #expect(try place.start(arguments).outcome().code == 0)
        let before = try place.bytes("runs/kmnist-train/a/summary.json")
        let outcome = try place.start(arguments).outcome()
        #expect(outcome.code == 73)
        #expect(
            outcome.errorLine == "runs/kmnist-train/a: a run already exists here, expected another name, or --resume")
        #expect(try place.bytes("runs/kmnist-train/a/summary.json") == before)
    }

    @Test("a closed or full standard output", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func standardOutput() throws {
        let place = try place()
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "1", "--quiet", "--run", "./r")
        let full = try place.shell("evaluate --run ./r > /dev/full")
        #expect(full.code == 74)
        #expect(full.errorLine == "standard output: cannot write: No space left on device")
        let enough = try place.shell("evaluate --run ./r 2> errors | head -1")
        #expect(enough.code == 0)
        #expect(try !place.text("errors").contains("error"))
    }

    @Test("a full disk ends with 74 and keeps the last good checkpoint", .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        let place = try place()
        let disk = try #require(try SmallDisk(at: place.path("disk"), bytes: 1 << 20))
        // A checkpoint has 604 kB: the second does not fit.
        let outcome = try place.run(
            "--model", "full", "--dataset", "set", "--epochs", "3", "--quiet", "--run", "./disk/run")
        #expect(outcome.code == 74)
        let file = "./disk/run/checkpoints/epoch-0002.safetensors"
        #expect(outcome.errorLine == "\(file): No space left on device")
        #expect(place.names(in: "disk/run/checkpoints") == ["epoch-0001.safetensors"])
        #expect(!place.exists("disk/run/model.safetensors"))
        let last = "./disk/run/checkpoints/epoch-0001.safetensors"
        #expect(try place.run("evaluate", "--quiet", "--run", last).code == 0)
        withExtendedLifetime(disk) {}
    }
}
