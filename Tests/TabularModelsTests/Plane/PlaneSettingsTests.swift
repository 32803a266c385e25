import Core
import Foundation
import TestSupport
import Testing

@testable import TabularModels

@Suite("Settings of plane-train") struct PlaneSettingsTests {
    private typealias Change = @Sendable (inout PlaneLearning) -> Void

    /// A setting, what it is, and how it came to be so.
    private static let nonsense: [(String, String, Change)] = [
        ("task", "'grdi'", { $0.task = "grdi" }), ("data", "'a.csv'", { $0.data = "a.csv" }),
        ("data", "''", { $0.task = nil }), ("data", "''", { ($0.task, $0.data) = (nil, "") }),
        ("points", "7", { $0.points = 7 }), ("points", "1000001", { $0.points = 1_000_001 }),
        ("noise", "-0.1", { $0.noise = -0.1 }), ("noise", "nan", { $0.noise = .nan }),
        ("testShare", "0.95", { $0.testShare = 0.95 }), ("hidden", "[]", { $0.hidden = [] }),
        ("hidden", "0", { $0.hidden = [4, 0] }), ("hidden", "1001", { $0.hidden = [1_001] }),
        ("hidden", "[1, 1, 1, 1, 1, 1, 1, 1, 1]", { $0.hidden = [Int](repeating: 1, count: 9) }),
        ("stopAt", "0.4", { $0.stopAt = 0.4 }), ("stopAt", "nan", { $0.stopAt = .nan }),
        ("restartAfter", "-1", { $0.restartAfter = -1 }), ("fromGiven", "0.0", { $0.fromGiven = 0 }),
        ("fromGiven", "inf", { $0.fromGiven = .infinity }), ("hidden", "[5]", { $0.fromGiven = 4 }),
        ("activation", "step", { $0.activation = "step" }), ("activation", "'sine'", { $0.activation = "sine" }),
        ("recipe.epochs", "8000", { ($0.activation, $0.fromGiven, $0.hidden) = ("step", 1, [4]) }),
        ("domain.classNames", #"["a"]"#, { $0.domain.classNames = ["a"] }),
        ("domain.low", "[]", { $0.domain.low = [] }), ("domain.high", "inf", { $0.domain.high = [1, .infinity] }),
        ("domain.scaling.center", "[1.0]", { $0.domain.scaling.center = [1] }),
        ("domain.scaling.scale", "[1.0, 0.0]", { $0.domain.scaling.scale = [1, 0] }),
        ("threads", "0", { $0.threads = 0 }), ("validation", "1.0", { $0.validation = 1 }),
        ("recipe.learningRate", "-1.0", { $0.recipe.learningRate = -1 }),
    ]

    @Test("settings that no training can have are refused by name")
    func refusal() throws {
        for (setting, value, change) in Self.nonsense {
            var experiment = PlaneLearning()
            change(&experiment)
            let error = #expect(throws: SettingError.self) { try experiment.checkAll() }
            #expect(error?.setting == setting && error?.value == value, "\(error?.description ?? "")")
        }
    }

    @Test("what every task chooses can be trained, and is what a run keeps of it")
    func usual() throws {
        for experiment in PlaneTask.all.map({ PlaneLearning($0) }) + [PlaneLearning(file: "points.csv")] {
            try experiment.checkAll()
            let text = try JSONEncoder().encode(experiment)
            #expect(try JSONDecoder().decode(PlaneLearning.self, from: text) == experiment)
        }
        #expect(PlaneLearning() == PlaneLearning(.grid) && PlaneLearning().testShare == 0)
        #expect(PlaneLearning(.moons).testShare == 0.25 && PlaneLearning(file: "a").hidden == [8])
    }

    /// The experiment of a run whose `config.json` is this text.
    private func stored(_ text: String) throws -> PlaneLearning {
        let folder = TemporaryFolder()
        try folder.write(Array(text.utf8), to: "config.json")
        return try PlaneLearning.runToContinue(folder.path).begun.experiment
    }

    @Test("runs of version 0.1.0 become what they were, with what their points are like")
    func upgrade() throws {
        var expected = PlaneLearning(.moons)
        (expected.hidden, expected.activation, expected.seed, expected.noise) = ([3, 2], "tanh", 7, 0.2)
        (expected.recipe.epochs, expected.recipe.weightDecay) = (40, 0)
        (expected.recipe.optimizer, expected.restartAfter, expected.stopAt) = (.sgd(momentum: 0.9), 5, 0.8)
        expected.adopt(try expected.readData(Console(isQuiet: true)))
        let known = try stored(
            """
            {"noise": 0.2, "recipe": {"activation": "tanh", "batchSize": 20, "enough": 0.8, "epochs": 40,
            "hidden": [3, 2], "learningRate": 0.03, "optimizer": "sgd", "restartInterval": 5}, "seed": 7,
            "task": "moons", "testShare": 0.25, "threads": 1, "tool": "plane-train", "version": "0.1.0"}
            """)
        #expect(known == expected && known.domain.classNames == ["upper", "lower"])
    }

    @Test("the hand-made network of version 0.1.0 remains untrained, and a file that is gone is no obstacle")
    func upgradeOfOthers() throws {
        let given = try stored(
            """
            {"givenScale": 1, "recipe": {"activation": "step", "batchSize": 9, "enough": 0.9, "epochs": 8000,
            "hidden": [4], "learningRate": 0.1, "optimizer": "adam", "restartInterval": 0}, "seed": 0,
            "task": "grid", "testShare": 0, "threads": 1, "tool": "plane-train", "version": "0.1.0"}
            """)
        #expect(given.isGiven && given.recipe.epochs == 0 && given.fromGiven == 1 && given.domain.scaling == .none)
        let file = try stored(
            """
            {"file": "/nowhere/p.csv", "recipe": {"activation": "sigmoid", "batchSize": 20, "enough": 1, "epochs": 500,
            "hidden": [8], "learningRate": 0.03, "optimizer": "adam", "restartInterval": 0}, "seed": 0,
            "testShare": 0.25, "threads": 1, "tool": "plane-train", "version": "0.1.0"}
            """)
        var expected = PlaneLearning(file: "/nowhere/p.csv")
        expected.recipe.weightDecay = 0
        #expect(file == expected && file.domain == PlaneDomain())
    }

    @Test("a damaged configuration of version 0.1.0 is refused by name, without a trap")
    func damaged() throws {
        let damages = [
            (#""points": -5"#, "points is -5"), (#""noise": 1e308"#, "noise is 1e+308"),
            (#""givenScale": -1"#, "fromGiven is -1.0"),
        ]
        for (member, message) in damages {
            let text = """
                {"recipe": {"activation": "tanh", "batchSize": 20, "enough": 1, "epochs": 4, "hidden": [3],
                "learningRate": 0.03, "optimizer": "adam", "restartInterval": 0}, "seed": 7, "task": "moons",
                "testShare": 0.25, \(member), "threads": 1, "tool": "plane-train", "version": "0.1.0"}
                """
            let error = #expect(throws: FileError.self) { try stored(text) }
            #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        }
    }

    @Test("of a run that continues its file and its film strip may change")
    func continuation() {
        var experiment = PlaneLearning(file: "a.csv")
        var other = experiment
        (other.data, other.isAnimated, other.hidden) = ("b.csv", true, [3])
        experiment.takeContinuation(of: other)
        #expect(experiment.data == "b.csv" && experiment.isAnimated && experiment.hidden == [8])
        var task = PlaneLearning()
        task.takeContinuation(of: other)
        #expect(task.data == nil)
    }
}
