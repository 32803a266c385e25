import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite("Run folders") struct RunFolderTests {
    private struct Settings: Codable, Equatable {
        var seed: Int
        var model: String
    }

    @Test("a name lies under runs and the tool, a path is taken as it is")
    func names() {
        #expect(RunFolder.named("first", tool: "kmnist-train").path == "runs/kmnist-train/first")
        #expect(RunFolder.named("./first", tool: "kmnist-train").path == "./first")
        #expect(RunFolder.named("/a/b", tool: "kmnist-train").path == "/a/b")
        let run = RunFolder("r")
        #expect(
            [
                run.configurationFile, run.metricsFile, run.summaryFile, run.modelFile, run.checkpointFolder,
                run.figureFolder,
            ]
                == [
                    "r/config.json", "r/metrics.csv", "r/summary.json", "r/model.safetensors", "r/checkpoints",
                    "r/figures",
                ])
    }

    @Test("a new run is named after the time in UTC")
    func time() {
        let date = Date(timeIntervalSince1970: 1_234_567_890.9)
        #expect(RunFolder.new(tool: "no-such-tool", at: date).path == "runs/no-such-tool/2009-02-13-233130")
    }

    /// Both depend on the current folder, so a process of its own looks.
    @Test("a new run takes a free name; the latest is the one whose configuration was written last")
    func folders() async {
        await #expect(processExitsWith: .success) {
            try withTemporaryFolder { folder in
                #expect(FileManager.default.changeCurrentDirectoryPath(folder))
                #expect(RunFolder.latest(of: "t") == nil)
                let date = Date(timeIntervalSince1970: 0)
                let runs = try (0..<3).map { _ in
                    let run = RunFolder.new(tool: "t", at: date)
                    try AtomicFile.createFolder(run.path)
                    return run
                }
                #expect(
                    runs.map(\.path) == [
                        "runs/t/1970-01-01-000000", "runs/t/1970-01-01-000000-2", "runs/t/1970-01-01-000000-3",
                    ])
                // A folder without a configuration is no run yet.
                #expect(RunFolder.latest(of: "t") == nil)
                for (run, time) in zip(runs, [100.0, 300, 200]) {
                    try run.write(Settings(seed: 1, model: "m"), to: run.configurationFile)
                    try FileManager.default.setAttributes(
                        [.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: run.configurationFile)
                }
                #expect(RunFolder.latest(of: "t") == runs[1])
                #expect(RunFolder.latest(of: "t") { $0 != runs[1] } == runs[2])
                #expect(RunFolder.latest(of: "t") { _ in false } == nil)
                #expect(RunFolder.latest(of: "other") == nil)
            }
        }
    }

    @Test("a configuration is read as it was written; a run is not begun twice")
    func configuration() throws {
        try withTemporaryFolder { folder in
            let run = RunFolder(folder + "/run")
            try AtomicFile.createFolder(run.path)
            try run.write(Settings(seed: 7, model: "a/b"), to: run.configurationFile)
            #expect(
                try String(contentsOfFile: run.configurationFile, encoding: .utf8)
                    == "{\n  \"model\" : \"a/b\",\n  \"seed\" : 7\n}\n")
            #expect(try run.configuration(Settings.self) == Settings(seed: 7, model: "a/b"))
            try "{\"seed\":".write(toFile: run.configurationFile, atomically: true, encoding: .utf8)
            #expect(
                message { try run.configuration(Settings.self) }.replacing(folder, with: "")
                    == "/run/config.json: is not a configuration of this tool")
            #expect(message { try RunFolder(folder + "/none").configuration(Settings.self) }.contains("config.json"))
        }
    }
}
