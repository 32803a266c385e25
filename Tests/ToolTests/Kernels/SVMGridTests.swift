import Core
import Foundation
import Testing

@Suite("svm grid") struct SVMGridTests {
    private let place: Workplace
    private static let gammas = ["0.5", "1", "2", "4", "8"]

    init() throws { place = try Workplace(tool: "svm") }

    /// Begins a search that takes some seconds.
    private func begin(_ run: String) -> [String] {
        [
            "grid", "--dataset", "noise.txt", "--costs", "1,100", "--gammas", Self.gammas.joined(separator: ","),
            "--run", run,
        ]
    }

    @Test(
        "stopped in the third of five γ it continues there, and ends in the same bytes", arguments: [SIGKILL, SIGTERM])
    func stopped(signal: Int32) throws {
        try place.writeNoise()
        #expect(try place.start(begin("./whole")).outcome().code == 0)
        let tool = try place.start(begin("./stopped"))
        #expect(tool.reaches { tool.messagesSoFar.contains("3 of 5  γ 2  part 1") })
        tool.signal(signal)
        let outcome = try tool.outcome()
        // All parts of two γ, and some of the third.
        let finished = try place.finishedTasks("stopped")
        let parts = Self.gammas.flatMap { gamma in (1...5).map { "γ \(gamma), part \($0) of 5" } }
        #expect((10..<15).contains(finished.count) && finished == Array(parts.prefix(finished.count)))
        #expect(try place.text("stopped/grid.csv").split(separator: "\n").count == 5)
        if signal == SIGTERM {
            #expect(outcome.code == 143)
            #expect(outcome.messageLines.last?.hasPrefix("svm: interrupted after 4 of 10 cells; ") == true)
            #expect(outcome.messageLines.last?.hasSuffix(" svm grid --resume --run ./stopped") == true)
        } else {
            #expect(outcome.code == -SIGKILL)
        }
        let resumed = try place.succeed("grid", "--resume", "--run", "./stopped")
        let next = finished.count - 9
        #expect(resumed.messages.contains("3 of 5  γ 2  part \(next) of 5"))
        #expect(!resumed.messages.contains("3 of 5  γ 2  part \(next - 1) of 5"))
        #expect(!resumed.messages.contains("1 of 5  γ") && !resumed.messages.contains("2 of 5  γ"))
        for file in ["grid.csv", "config.json", "figures/grid.png", "figures/grid.svg"] {
            #expect(try place.bytes("stopped/\(file)") == place.bytes("whole/\(file)"), "\(file)")
        }
        #expect(place.names(in: "stopped") == place.names(in: "whole"))
    }

    @Test("a finished search is not measured again; another machine's threads and cache may continue it")
    func again() throws {
        let whole = try place.succeed(
            "grid", "--dataset", "circles", "--costs", "1,10", "--gammas", "0.1,1", "--folds", "3", "--json", "--quiet"
        ).json()
        // The latest search; a machine that was trained later is none.
        try place.succeed("train", "--dataset", "moons", "--quiet")
        let again = try place.succeed("grid", "--resume", "--threads", "2", "--cache", "100", "--json")
        #expect(!again.messages.contains("  part 1 of 3"))
        let object = try again.json()
        #expect(object["accuracies"] as? [[Double]] == whole["accuracies"] as? [[Double]])
        #expect(object["best_cost"] as? Double == whole["best_cost"] as? Double)
        #expect(object["run"] as? String == whole["run"] as? String && object["threads"] as? Int == 2)
    }

    @Test("what was kept of a task is measured again where it cannot be used, and refused where it cannot be read")
    func damagedSeries() throws {
        let grid = [
            "grid", "--dataset", "circles", "--costs", "1,10", "--gammas", "0.1,1", "--folds", "2", "--run", "./g",
        ]
        #expect(try place.start(grid).outcome().code == 0)
        let (csv, series) = (try place.bytes("g/grid.csv"), try place.text("g/series.json"))
        let result = try #require(series.firstMatch(of: #/"result":{"1":[0-9]+/#)).output
        // More correct examples than there are, a share as earlier versions kept it, and the task of a whole γ.
        for other in [
            series.replacing(result, with: #""result":{"1":700"#, maxReplacements: 1),
            series.replacing(result, with: #""result":{"1":0.5"#, maxReplacements: 1),
            series.replacing("γ 0.1, part 1 of 2", with: "γ 0.1"),
        ] {
            #expect(other != series)
            try place.write(Array(other.utf8), to: "g/series.json")
            let again = try place.succeed("grid", "--resume", "--run", "./g")
            #expect(again.messages.contains("1 of 2  γ 0.1  part 1 of 2") && !again.messages.contains("2 of 2  γ"))
            #expect(try place.bytes("g/grid.csv") == csv)
        }
        try place.write(Array(series.utf8.prefix(100)), to: "g/series.json")
        try place.run("grid", "--resume", "--run", "./g").expectRefusal(
            65, "./g/series.json: is not a list of finished tasks")
    }

    @Test("kernels without γ")
    func linear() throws {
        let object = try place.succeed(
            "grid", "--dataset", "heaps", "--kernel", "linear", "--costs", "1,10", "--run", "./g", "--json", "--quiet"
        ).json()
        #expect((object["accuracies"] as? [[Double]])?.count == 1 && object["gammas"] == nil)
        #expect(try place.finishedTasks("g") == (1...5).map { "linear, part \($0) of 5" })
        #expect(try place.text("g/grid.csv").hasPrefix("gamma,cost,accuracy\n1.0,1.0,"))
    }

    @Test("it leaves some of each of two classes out, and continues with the same examples and settings alone")
    func refusals() throws {
        try place.write(Array("1 1:1\n1 1:2\n-1 1:3\n".utf8), to: "alone.txt")
        try place.run("grid", "--dataset", "alone.txt", "--folds", "2").expectRefusal(
            65, "alone.txt: class '-1' has a single example, expected two or more to leave some out")
        try place.write(Array("1 1:1\n1 1:2\n-1 1:3\n-1 1:4\n".utf8), to: "a.txt")
        try place.run("grid", "--dataset", "a.txt").expectRefusal(
            65, "a.txt: 4 examples, expected at least the 5 of --folds")
        try place.run("grid", "--resume").expectRefusal(66, "no search in runs/svm to continue")
        #expect(!place.exists("runs"))
        let grid = ["grid", "--dataset", "a.txt", "--costs", "1", "--gammas", "1", "--folds", "2", "--run", "g"]
        #expect(try place.start(grid).outcome().code == 0)
        #expect(try place.start(grid + ["--resume"]).outcome().code == 0)
        try place.start(grid).outcome().expectRefusal(73, "runs/svm/g: a run already exists here")
        let own = "--resume continues with the run's own settings; "
        for (options, message) in [
            (["--seed", "7"], "--seed cannot be changed (0 in the run)"),
            (["--costs", "1,2"], "--costs cannot be changed ([1] in the run)"),
            (["--folds", "3"], "--folds cannot be changed (2 in the run)"),
            (["--class-weight", "1=2"], "--class-weight cannot be changed (none in the run)"),
            (["--dataset", "b.txt"], "--dataset cannot be changed (a.txt in the run)"),
        ] {
            let outcome = try place.start(["grid", "--resume", "--run", "g"] + options).outcome()
            #expect(outcome.code == 64, "\(options)")
            #expect(outcome.errorLine?.hasPrefix(own + message) == true, "\(outcome.messages)")
        }
        for other in ["1 1:1\n1 1:2\n-1 1:3\n-1 1:5\n", "1 1:1\n-1 1:2\n1 1:3\n-1 1:4\n"] {
            try place.write(Array(other.utf8), to: "a.txt")
            try place.run("grid", "--resume", "--run", "g").expectRefusal(
                65, "a.txt has changed since runs/svm/g was begun")
        }
        try place.succeed("train", "--dataset", "moons", "--run", "machine")
        for name in ["machine", "nothing"] {
            try place.run("grid", "--resume", "--run", name).expectRefusal(
                66, "runs/svm/\(name): no search to continue")
        }
    }

    @Test("nonsense in config.json is refused by name and value")
    func nonsense() throws {
        try place.succeed(
            "grid", "--dataset", "circles", "--costs", "1", "--gammas", "1", "--folds", "2", "--run", "./g")
        let text = try place.text("g/config.json")
        for (setting, nonsense, message) in [
            ("\"folds\" : 2", "\"folds\" : 1", "folds is 1, expected 2 to 1000"),
            ("\"folds\" : 2", "\"folds\" : \"two\"", "folds has an invalid value"),
            (
                "\"kernel\" : \"rbf\"", "\"kernel\" : \"nonsense\"",
                "machine.kernel is 'nonsense', expected linear, polynomial, rbf, sigmoid, precomputed"
            ), ("\"format\" : 2", "\"format\" : 3", "has format 3, of another version of svm, expected 2"),
        ] {
            #expect(text.contains(setting))
            try place.write(Array(text.replacing(setting, with: nonsense).utf8), to: "g/config.json")
            try place.run("grid", "--resume", "--run", "./g").expectRefusal(65, "./g/config.json: \(message)")
        }
    }

    @Test("a search that version 0.1.0 has begun is measured again, with its own settings")
    func old() throws {
        try place.succeed(
            "grid", "--dataset", "circles", "--examples", "300", "--costs", "1,10", "--gammas", "0.1,1", "--scale",
            "range",
            "--class-weight", "1=2", "--run", "./new", "--quiet")
        let digest = try #require(try place.text("new/config.json").firstMatch(of: #/"digest" : "([0-9a-f]+)"/#)).1
        let config = """
            {"classWeights": {"1": 2}, "command": "grid", "cost": [1, 10], "dataset": "circles", "examples": 300,
            "examplesDigest": "\(digest)", "features": 2, "folds": 5, "gamma": 0.5, "gammas": [0.1, 1],
            "isCalibrated": false, "kernel": "rbf", "scale": "range", "seed": 0, "threads": 1, "tolerance": 0.001,
            "tool": "svm", "version": "0.1.0"}
            """
        try place.write(Array(config.utf8), to: "old/config.json")
        try place.write(Array("gamma,cost,accuracy\n0.1,1.0,0.5\n".utf8), to: "old/grid.csv")
        let resumed = try place.succeed("grid", "--resume", "--run", "./old")
        #expect(resumed.messages.contains("1 of 2  γ 0.1"))
        #expect(try place.bytes("old/grid.csv") == place.bytes("new/grid.csv"))
        #expect(try place.text("old/config.json").contains("\"format\" : 2"))
    }
}
