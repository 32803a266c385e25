import Core
import Foundation
import Testing

@Suite("svm train: several fits as one series") struct SVMSeriesTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "svm") }

    private static let five = [
        "train", "--dataset", "noise.txt", "-C", "1000", "--gamma", "5", "--validation", "0.2", "--runs", "5", "--seed",
        "3",
    ]

    /// The members of a summary that are the same in every folder and at every speed, in order.
    private func summary(_ run: String) throws -> String {
        var text = try place.text("\(run)/summary.json").replacing("./\(run)", with: "./run")
        for member in [
            "seconds", "examples_per_second", "peak_memory_bytes", "energy_joules", "energy_kwh", "emissions_kg_co2e",
            "car_km",
        ] {
            text.replace(try Regex("\"\(member)\":[^,]+,"), with: "")
        }
        return text
    }

    @Test(
        "stopped in the third of five fits it continues there, and ends in the same bytes",
        arguments: [SIGKILL, SIGTERM]
    )
    func stopped(signal: Int32) throws {
        try place.writeNoise()
        #expect(try place.start(Self.five + ["--run", "./whole"]).outcome().code == 0)
        let tool = try place.start(Self.five + ["--run", "./stopped"])
        #expect(tool.reaches { tool.messagesSoFar.contains("fit 3 of 5, seed 5") })
        tool.signal(signal)
        let outcome = try tool.outcome()
        #expect(try place.finishedTasks("stopped") == ["seed 3", "seed 4"])
        if signal == SIGTERM {
            #expect(outcome.code == 143)
            #expect(
                outcome.messageLines.last
                    == "svm: interrupted after 2 of 5 fits; continue with: svm train --resume --run ./stopped")
        } else {
            #expect(outcome.code == -SIGKILL)
        }
        let resumed = try place.succeed("train", "--resume", "--run", "./stopped", "--model", "copy.svm")
        #expect(resumed.messages.contains("fit 3 of 5, seed 5") && !resumed.messages.contains("fit 2 of 5"))
        #expect(place.names(in: "stopped") == place.names(in: "whole"))
        for file in ["model.svm", "config.json", "runs.csv"] {
            #expect(try place.bytes("stopped/\(file)") == place.bytes("whole/\(file)"), "\(file)")
        }
        #expect(try summary("stopped") == summary("whole"))
        #expect(try place.bytes("copy.svm") == place.bytes("whole/model.svm"))
        #expect(try CSVTable.read(place.path("whole/runs.csv")).numbers("seed") == [3, 4, 5, 6, 7])
        // A finished series reports the same again.
        let kept = try place.bytes("stopped/summary.json")
        let again = try place.succeed("--resume", "--run", "./stopped")
        #expect(again.messages.contains("the run is complete: it has its 5 fits; --runs asks for more\n"))
        #expect(try again.output == resumed.output && place.bytes("stopped/summary.json") == kept)
    }

    @Test("a single fit has nothing left, and more fits continue from it")
    func single() throws {
        let train = ["train", "--dataset", "moons", "--seed", "4", "--threads", "1"]
        let first = try place.start(train + ["--run", "./a"]).outcome()
        let again = try place.succeed("train", "--resume", "--run", "./a", "--cache", "100")
        #expect(again.messages.contains("the run is complete: it has its 1 fit; --runs asks for more\n"))
        #expect(again.output == first.output)
        let more = try place.succeed("train", "--resume", "--run", "./a", "--runs", "3", "--json")
        #expect(more.messages.contains("fit 2 of 3, seed 5") && !more.messages.contains("the run is complete"))
        #expect(try place.start(train + ["--runs", "3", "--run", "./b"]).outcome().code == 0)
        // The settings differ in the cache, which changes no machine.
        for file in ["model.svm", "runs.csv"] {
            #expect(try place.bytes("a/\(file)") == place.bytes("b/\(file)"), "\(file)")
        }
        #expect(try place.text("a/summary.json") == more.output)
        // The run remembers how many fits it has.
        let end = try place.succeed("train", "--resume", "--run", "./a")
        #expect(end.messages.contains("it has its 3 fits"))
        #expect(try place.succeed("train", "--resume", "--run", "./a", "--dry-run").output.hasPrefix("dry run: "))
        // What a matrix shows is no setting of the fits.
        try place.succeed("train", "--resume", "--run", "./a", "--confusion", "rows")
    }

    @Test("fits continue with the same examples and settings alone")
    func refusals() throws {
        try place.run("train", "--resume").expectRefusal(66, "no fit in runs/svm to continue")
        try place.write(Array("1 1:1\n1 1:2\n-1 1:3\n-1 1:4\n".utf8), to: "a.txt")
        let fit = ["train", "--dataset", "a.txt", "--gamma", "1"]
        #expect(try place.start(fit + ["--run", "f"]).outcome().code == 0)
        try place.start(fit + ["--run", "f"]).outcome().expectRefusal(73, "runs/svm/f: a run already exists here")
        #expect(try place.start(fit + ["--resume"]).outcome().code == 0)
        for (options, message) in [
            (["--seed", "7"], "--seed cannot be changed (0 in the run)"),
            (["-C", "2"], "--cost cannot be changed (1 in the run)"),
            (["--probability"], "--probability cannot be changed (false in the run)"),
            (["--validation", "0.5"], "--validation cannot be changed (none in the run)"),
            (["--dataset", "b.txt"], "--dataset cannot be changed (a.txt in the run)"),
        ] {
            let outcome = try place.start(["train", "--resume", "--run", "f"] + options).outcome()
            outcome.expectRefusal(64, "--resume continues with the run's own settings; \(message)")
        }
        try place.write(Array("1 1:1\n1 1:2\n-1 1:3\n-1 1:5\n".utf8), to: "a.txt")
        try place.run("train", "--resume", "--run", "f").expectRefusal(
            65, "a.txt has changed since runs/svm/f was begun")
        try place.succeed(
            "grid", "--dataset", "moons", "--costs", "1", "--gammas", "1", "--folds", "2", "--run", "g", "--quiet")
        for name in ["g", "nothing"] {
            try place.run("train", "--resume", "--run", name).expectRefusal(
                66, "runs/svm/\(name): no fit to continue")
        }
    }
}
