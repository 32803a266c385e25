import Core
import Foundation
import TestSupport
import Testing

@Suite("--tensorboard") struct TensorBoardTests {
    private func place(_ tool: String = "kmnist-train") throws -> Workplace {
        let place = try Workplace(tool: tool)
        try place.write(SmallSet(), to: "set")
        return place
    }

    private func files(_ place: Workplace, _ run: String) -> [String] { EventFileWriter.files(in: place.path(run)) }

    @Test("a training that is killed continues its series, and no step appears twice")
    func killed() throws {
        let place = try place()
        let train = [
            "--model", "full", "--dataset", "set", "--epochs", "40", "--batch-size", "4", "--tensorboard", "--quiet",
            "--log-every", "5", "--run", "./r",
        ]
        let tool = try place.start(train)
        #expect(tool.reaches { place.exists("r/checkpoints/epoch-0003.safetensors") })
        tool.signal(SIGKILL)
        _ = try tool.outcome()
        try place.succeed("--resume", "--run", "./r", "--quiet")
        #expect((1...2).contains(files(place, "r").count))
        let table = try CSVTable.read(place.path("r/metrics.csv"))
        let series = try EventFileReader.series(in: place.path("r"))
        let steps = try table.numbers("step").map { Int($0) }
        for column in table.header where column != "step" {
            #expect(series[column]?.map(\.step) == steps, "\(column)")
            let values = try table.numbers(column).map { EventFileReader.Value.scalar(Float($0)) }
            #expect(series[column]?.map(\.value) == values, "\(column)")
        }
        let all = try CSVTable.read(place.path("r/steps.csv")).numbers("step").map { Int($0) }
        #expect(series["steps/train_loss"]?.map(\.step) == all)
        #expect(series["gradients/fc1.weight"]?.map(\.step) == steps)
        #expect(series["figures/learning-curves"]?.count == 1 && series["figures/confusion"]?.count == 1)
    }

    @Test("without the option there is none; members of a sweep have theirs")
    func sweep() throws {
        let place = try place()
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "1", "--run", "./none", "--quiet")
        #expect(files(place, "none").isEmpty)
        try place.succeed(
            "sweep", "--model", "lin", "--dataset", "set", "--epochs", "1", "--lr", "0.1,0.2", "--tensorboard", "--run",
            "./s", "--quiet")
        #expect(files(place, "s").isEmpty)
        for member in ["lr-0.1", "lr-0.2"] { #expect(files(place, "s/\(member)").count == 1, "\(member)") }
        try place.succeed("--tensorboard", "--dry-run", "--model", "lin", "--dataset", "set")
        #expect(place.names() == ["none", "s", "set"])
    }

    @Test(
        "every other tool, with all its parameters",
        arguments: [
            (["mri-train", "--dataset", "set", "--epochs", "1"], "train_loss"),
            (["charrnn", "--text", "text.txt", "--hidden", "8", "--epochs", "1"], "train_loss"),
            (["anbn-train", "--max-n", "3", "--epochs", "1"], "train_loss"),
            (
                ["copy-transformer", "--training-sequences", "32", "--test-sequences", "9", "--epochs", "1"],
                "train_loss"
            ),
            (["housing-train", "--steps", "5"], "train_loss"), (["plane-train", "--epochs", "2"], "train_loss"),
            (["gnn-train", "--dataset", "karate", "--epochs", "2"], "train_loss"),
            (
                [
                    "gan-train", "--dataset", "set", "--training-examples", "20", "--batch-size", "10", "--epochs", "1",
                ], "train_loss"
            ),
            (["curve-train", "--epochs", "1"], "train_loss"),
        ])
    func others(arguments: [String], tag: String) throws {
        let place = try Workplace.withSmallData(for: arguments[0])
        let outcome = try place.start(arguments.dropFirst() + ["--tensorboard", "--quiet", "--run", "./r"]).outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        let series = try EventFileReader.series(in: place.path("r"))
        #expect(series[tag] != nil, "\(series.keys.sorted())")
        // Each has figures and, for all its trained parameters, gradients.
        #expect(series.keys.contains { $0.hasPrefix("figures/") })
        let gradients = Set(series.keys.filter { $0.hasPrefix("gradients/") }.map { $0.dropFirst("gradients/".count) })
        let weights = Set(series.keys.filter { $0.hasPrefix("weights/") }.map { $0.dropFirst("weights/".count) })
        #expect(!gradients.isEmpty && gradients.isSubset(of: weights))
    }

    @Test("a fit of a support vector machine has its scores and figures")
    func machine() throws {
        let place = try place("svm")
        let object = try place.succeed("train", "--dataset", "moons", "--tensorboard", "--run", "./f", "--json").json()
        let series = try EventFileReader.series(in: place.path("f"))
        let accuracy = try #require(object["test_accuracy"] as? Double)
        #expect(series["test_accuracy"]?.map(\.value) == [.scalar(Float(accuracy))])
        #expect(series.keys.contains { $0.hasPrefix("figures/") })
    }

    @Test(
        "a full disk ends with 74, names the file, and leaves whole records", .enabled(if: SmallDisk.isPossible))
    func fullDisk() throws {
        let place = try place()
        let disk = try #require(try SmallDisk(at: place.path("disk"), bytes: 1 << 19))
        // A model of some kilobytes, and a row for every step: the event file is what fills the disk.
        let outcome = try place.run(
            "--model", "lin", "--dataset", "set", "--epochs", "4000", "--batch-size", "60", "--tensorboard",
            "--log-every", "1", "--quiet", "--run", "./disk/run")
        #expect(outcome.code == 74)
        #expect(outcome.errorLine?.hasSuffix(": No space left on device") == true)
        let name = try #require(files(place, "disk/run").first)
        #expect(EventFileReader(try place.bytes("disk/run/\(name)")).isWhole)
        withExtendedLifetime(disk) {}
    }
}
