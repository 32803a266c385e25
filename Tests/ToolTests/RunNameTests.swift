import Core
import Foundation
import Testing

@Suite("Names of runs mean what a shell means") struct RunNameTests {
    private let place: Workplace

    init() throws {
        place = try Workplace(tool: "kmnist-train")
        try place.write(SmallSet(), to: "set")
    }

    @discardableResult
    private func train(_ run: String, _ more: String...) throws -> Outcome {
        let outcome = try place.start(
            ["--dataset", place.path("set"), "--model", "lin", "--epochs", "1", "--quiet", "--run=\(run)"] + more
        ).outcome()
        try #require(outcome.code == 0, "\(run): \(outcome.messages)")
        return outcome
    }

    /// What a line of the shell says that begins in another folder.
    private func run(in folder: String, _ arguments: [String]) throws -> Outcome {
        let line = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try place.start([], shellLine: line, limits: "cd '\(place.path(folder))'").outcome()
    }

    @Test("a dot is the folder that the user is in, two the one above")
    func dots() throws {
        try train("a")
        for (folder, name) in [
            ("runs/kmnist-train/a", "."), ("runs/kmnist-train/a/figures", ".."), ("runs/kmnist-train/a", "./"),
            ("runs/kmnist-train", "./a"), ("runs/kmnist-train", "a/"),
        ] {
            let used = try run(in: folder, ["evaluate", "--run", name, "--json"])
            #expect(used.code == 0, "\(folder) \(name): \(used.messages)")
            let resumed = try run(in: folder, ["--resume", "--run", name, "--quiet"])
            #expect(resumed.code == 0, "\(folder) \(name): \(resumed.messages)")
            #expect(!place.exists(folder + "/runs"))
        }
        let elsewhere = try place.run("evaluate", "--run", ".")
        elsewhere.expectRefusal(66, ".: no model has been saved yet")
        try place.run("--resume", "--run", "..").expectRefusal(66, "..: no run to continue")
        #expect(place.names() == ["runs", "set"])
        // A run that begins there is there.
        try place.write([], to: "own/empty")
        let begun = try run(
            in: "own", ["--dataset", place.path("set"), "--model", "lin", "--epochs", "1", "--quiet", "--run", "."])
        #expect(begun.code == 0 && place.exists("own/config.json") && !place.exists("own/runs"))
    }

    @Test(
        "what can be trained can be named again",
        arguments: [
            "x.safetensors", "two words", "日本", "-dash", "...", "m.pt", "a'b", "e\u{301}", "esc\u{1B}[31m\u{202E}",
            "./sub/x.safetensors",
        ])
    func names(name: String) throws {
        try train(name)
        let used = try place.run("evaluate", "--run=\(name)")
        #expect(used.code == 0, "\(used.messages)")
        #expect(try place.run("--resume", "--run=\(name)", "--epochs", "2", "--quiet").code == 0)
        try train("other")
        let compared = try place.run("compare", "--", name, "other")
        #expect(compared.code == 0, "\(compared.messages)")
        for text in [used.output, used.messages, compared.output, compared.messages] {
            #expect(!text.unicodeScalars.contains { $0.steersDisplay && $0 != "\n" })
        }
    }

    @Test("a name that is a run and a file is refused with both; paths are neither")
    func ambiguous() throws {
        let name = "x.safetensors"
        try train(name)
        try place.write(place.bytes("runs/kmnist-train/\(name)/model.safetensors"), to: name)
        try place.run("evaluate", "--run", name).expectRefusal(
            64, "--run \(name): there is runs/kmnist-train/\(name) and ./\(name); name one by its path")
        for path in [
            "./\(name)", place.path(name), "runs/kmnist-train/\(name)", place.path("runs/kmnist-train/\(name)"),
        ] {
            #expect(try place.run("evaluate", "--run", path).code == 0, "\(path)")
        }
    }

    @Test("a folder or file that is meant as a run is pointed out")
    func hints() throws {
        try train("./a")
        try place.run("evaluate", "--run", "a").expectRefusal(
            66, "runs/kmnist-train/a: no such run; for the folder, write ./a")
        try place.write([1], to: "weights.bin")
        try place.run("--resume", "--run", "weights.bin").expectRefusal(
            64, "--run weights.bin: weights.bin is a file; --resume continues from the folder of a run")
    }

    @Test("svm: runs by the same rule, files by --model")
    func machines() throws {
        let place = try Workplace(tool: "svm")
        try place.succeed("train", "--run=x.safetensors", "--dataset", "moons", "--quiet")
        let folder = place.path("runs/svm/x.safetensors")
        let inside = try place.start(
            [], shellLine: "train --resume --run . --quiet", limits: "cd '\(folder)'"
        ).outcome()
        #expect(inside.code == 0, "\(inside.messages)")
        try place.write(Array("1,2\n".utf8), to: "points.csv")
        try place.write([0x80, 4, 1], to: "m.pkl")
        try place.run("predict", "points.csv", "--run", "m.pkl").expectRefusal(
            64, "--run m.pkl: m.pkl is a file; --model reads one")
        try place.run("predict", "points.csv", "--model", "m.pkl").expectRefusal(
            65, "m.pkl: is a Python pickle")
    }
}
