import Core
import Foundation
import Testing

@Suite("svm: runs, seeds and examples that are held out") struct SVMRunTests {
    private let place: Workplace

    init() throws { place = try Workplace(tool: "svm") }

    /// A fit that takes a minute.
    private func long(_ run: [String]) throws -> RunningTool {
        var random = RandomStream(seed: 1, name: StreamName("noise"))
        let rows = (0..<6_000).map { "\($0 % 2) 1:\(random.uniform()) 2:\(random.uniform()) 3:\(random.uniform())\n" }
        try place.write(Array(rows.joined().utf8), to: "noise.txt")
        let tool = try place.start(["train", "--dataset", "noise.txt", "-C", "1e6", "--gamma", "5"] + run)
        #expect(tool.reaches { tool.messagesSoFar.contains("6,000 examples") })
        return tool
    }

    @Test("eight fits begun at once without --run have eight folders, each with its own settings and machine")
    func simultaneous() throws {
        let tools = try (1...8).map { try place.start(["train", "--dataset", "moons", "--quiet", "--seed", "\($0)"]) }
        for tool in tools { #expect(try tool.outcome().code == 0) }
        let runs = place.names(in: "runs/svm")
        #expect(runs.count == 8)
        for seed in 1...8 {
            try place.succeed("train", "--dataset", "moons", "--quiet", "--seed", "\(seed)", "--run", "./alone-\(seed)")
            let own = try runs.filter { try place.text("runs/svm/\($0)/config.json").contains("\"seed\" : \(seed),") }
            #expect(own.count == 1)
            for name in own {
                #expect(try place.bytes("runs/svm/\(name)/model.svm") == place.bytes("alone-\(seed)/model.svm"))
            }
        }
    }

    @Test("of two fits with one name the second is refused, and nothing is left of the first when it is stopped")
    func locked() throws {
        let tool = try long(["--run", "./deep/a"])
        for command in ["train", "grid"] {
            let outcome = try place.run(command, "--dataset", "moons", "--run", "./deep/a")
            #expect(outcome.code == 73)
            let words =
                #/./deep/a: process (\d+) is training this run, expected the end of that process, or another --run/#
            #expect(outcome.errorLine?.wholeMatch(of: words) != nil, "\(outcome.messages)")
        }
        tool.signal(SIGTERM)
        let outcome = try tool.outcome()
        #expect(outcome.code == 143 && outcome.messages.contains("nothing was written"))
        #expect(place.names() == ["noise.txt"])
    }

    @Test("an empty folder that was there stays; a fit that was killed is no obstacle")
    func folders() throws {
        try FileManager.default.createDirectory(atPath: place.path("mine"), withIntermediateDirectories: false)
        var tool = try long(["--run", "./mine"])
        tool.signal(SIGTERM)
        _ = try tool.outcome()
        #expect(place.exists("mine") && place.names(in: "mine").isEmpty)
        tool = try long(["--run", "./mine"])
        tool.signal(SIGKILL)
        _ = try tool.outcome()
        try place.succeed("train", "--dataset", "moons", "--run", "./mine")
        #expect(
            place.names(in: "mine") == [
                "commands.json", "config.json", "emissions.csv", "energy.json", "figures", "model.svm",
                "series.json", "summary.json",
            ])
        #expect(place.exists("mine/figures/regions.live.json"))
    }

    @Test(
        "--runs: each seed's numbers are those of a fit of its own, and the first machine is kept",
        arguments: [false, true])
    func seeds(isCalibrated: Bool) throws {
        let train = ["train", "--dataset", "moons", "--json", "--quiet"] + (isCalibrated ? ["--probability"] : [])
        let object = try place.start(train + ["--runs", "3", "--seed", "4", "--run", "./all"]).outcome().json()
        #expect(object["runs"] as? Int == 3 && object["seed"] as? Int == 4)
        let seeds = try #require(object["seeds"] as? [[String: Any]])
        #expect(seeds.map { $0["seed"] as? Int } == [4, 5, 6])
        let alone = try (4...6).map { seed in
            try place.start(train + ["--seed", "\(seed)", "--run", "./\(seed)"]).outcome().json()
        }
        for name in ["train_accuracy", "test_accuracy"] + (isCalibrated ? ["test_loss"] : []) {
            let values = try alone.map { try #require($0[name] as? Double) }
            #expect(Set(values).count > 1 && seeds.compactMap { $0[name] as? Double } == values)
            let mean = values.reduce(0, +) / 3
            let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2).squareRoot()
            #expect(abs((object["\(name)_mean"] as? Double ?? .nan) - mean) < 1e-12)
            #expect(abs((object["\(name)_deviation"] as? Double ?? .nan) - deviation) < 1e-12)
            #expect(object[name] as? Double == values[0])
        }
        #expect((object["test_loss"] != nil) == isCalibrated)
        #expect(try place.bytes("all/model.svm") == place.bytes("4/model.svm"))
        #expect(try CSVTable.read(place.path("all/runs.csv")).numbers("seed") == [4, 5, 6])
        let words = try place.succeed("train", "--dataset", "moons", "--runs", "2", "--quiet").output
        #expect(words.contains("seed  train accuracy  test accuracy\n0 "))
        #expect(words.firstMatch(of: #/test accuracy over 2 seeds: \d+\.\d\d % ± \d+\.\d\d\n/#) != nil)
    }

    @Test("seeds that change nothing are reported as such")
    func sameSeeds() throws {
        try place.write(Array("1 1:1\n1 1:2\n-1 1:3\n-1 1:4\n".utf8), to: "a.txt")
        let outcome = try place.succeed("train", "--dataset", "a.txt", "--runs", "2", "--quiet")
        #expect(outcome.messages == "warning: --runs: the seed has no effect on this fit, so all fits are equal\n")
        #expect(try place.succeed("train", "--runs", "2", "--quiet").messages.isEmpty)
    }

    @Test("--validation: a share is held out of fit, scaling and calibration, and reported alone")
    func validation() throws {
        let object = try place.succeed(
            "train", "--dataset", "moons", "--validation", "0.25", "--probability", "--run", "a", "--json", "--quiet"
        ).json()
        #expect(object["examples"] as? Int == 240 && object["validation_examples"] as? Int == 100)
        #expect(object["test_examples"] as? Int == 1000)
        let accuracy = try #require(object["validation_accuracy"] as? Double)
        #expect((0.8...1).contains(accuracy) && (accuracy * 100).rounded() / 100 == accuracy)
        #expect((object["validation_loss"] as? Double ?? .nan) < 0.5)
        let words = try place.succeed("train", "--dataset", "moons", "--validation", "0.25", "--quiet").output
        #expect(words.contains("\nvalidation accuracy  ") && words.contains("% of 100 in "))
        #expect(words.contains("% validation, "))
        // A machine of the remaining examples alone.
        let none = try place.succeed("train", "--dataset", "moons", "--validation", "0", "--json", "--quiet").json()
        #expect(none["examples"] as? Int == 400 && none["validation_accuracy"] == nil)
        try place.write(Array("1 1:1\n1 1:2\n-1 1:3\n-1 1:4\n".utf8), to: "a.txt")
        try place.run("train", "--dataset", "a.txt", "--validation", "0.1").expectRefusal(
            65, "a.txt: --validation 0.1 sets aside none of 4 examples")
        try place.run("train", "--dataset", "a.txt", "--validation", "0.8").expectRefusal(
            65, "a.txt: a class has too few examples to set some aside for --validation")
    }

    @Test("config.json has a format, and what the fit was begun with")
    func configuration() throws {
        try place.succeed(
            "train", "--dataset", "xor", "--kernel", "polynomial", "--degree", "2", "-C", "3", "--runs", "2",
            "--threads",
            "1", "--run", "./a")
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(place.bytes("a/config.json"))) as? [String: Any])
        #expect(object["format"] as? Int == 2 && object["tool"] as? String == "svm" && object["runs"] as? Int == 2)
        let experiment = try #require(object["experiment"] as? [String: Any])
        #expect(experiment["cost"] as? Double == 3 && experiment["gamma"] as? Double == 0.5)
        #expect((experiment["machine"] as? [String: Any])?["kernel"] as? String == "polynomial")
    }
}
