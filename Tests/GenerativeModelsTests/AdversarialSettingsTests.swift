import Core
import Foundation
import TestSupport
import Testing

@testable import GenerativeModels

@Suite("Settings of gan-train") struct AdversarialSettingsTests {
    private typealias Change = @Sendable (inout AdversarialTraining) -> Void

    /// A setting, what it is, and how it came to be so.
    private static let nonsense: [(String, String, Change)] = [
        ("dataset", "''", { $0.dataset = "" }), ("data", "''", { $0.data = "" }),
        ("trainingExamples", "0", { $0.trainingExamples = 0 }), ("size", "3", { $0.size = 3 }),
        ("size", "1025", { $0.size = 1_025 }), ("picture", "[]", { $0.picture = [] }),
        ("picture", "[4, 28, 28]", { $0.picture = [4, 28, 28] }),
        ("picture", "[1, 0, 28]", { $0.picture = [1, 0, 28] }),
        ("picture", "[3, 1024, 1024]", { $0.picture = [3, 1_024, 1_024] }),
        ("classNames", "[]", { $0.classNames = [] }), ("classNames", #"["a", ""]"#, { $0.classNames = ["a", ""] }),
        ("noise", "0", { $0.noise = 0 }), ("noise", "10001", { $0.noise = 10_001 }),
        ("lrDiscriminator", "0.0", { $0.lrDiscriminator = 0 }),
        ("lrDiscriminator", "nan", { $0.lrDiscriminator = .nan }),
        ("labelSmoothing", "0.6", { $0.labelSmoothing = 0.6 }),
        ("labelSmoothing", "-0.1", { $0.labelSmoothing = -0.1 }), ("dropout", "0.95", { $0.dropout = 0.95 }),
        ("dropout", "nan", { $0.dropout = .nan }), ("dropout", "not given", { $0.dropout = nil }),
        (
            "dropout", "0.3",
            {
                $0 = AdversarialTraining(GANEntry.all[1]); $0.dropout = 0.3
            }
        ),
        ("average", "1.0", { $0.average = 1 }), ("average", "nan", { $0.average = .nan }),
        ("gridEpochs", "[]", { $0.gridEpochs = [] }), ("gridEpochs", "-1", { $0.gridEpochs = [3, -1] }),
        ("scoreEvery", "0", { $0.scoreEvery = 0 }), ("threads", "0", { $0.threads = 0 }),
        ("validation", "1.0", { $0.validation = 1 }),
        ("recipe.learningRate", "-1.0", { $0.recipe.learningRate = -1 }),
    ]

    @Test("settings that no training can have are refused by name")
    func refusal() throws {
        for (setting, value, change) in Self.nonsense {
            var experiment = AdversarialTraining()
            change(&experiment)
            let error = #expect(throws: SettingError.self) { try experiment.checkAll() }
            #expect(error?.setting == setting && error?.value == value, "\(error?.description ?? "")")
        }
    }

    @Test("what every model chooses can be trained, and is what a run keeps of it", arguments: NetworkTests.names)
    func usual(_ name: String) throws {
        let experiment = AdversarialTraining(try GANTrainEntries.model(name))
        try experiment.checkAll()
        let text = try JSONEncoder().encode(experiment)
        #expect(try JSONDecoder().decode(AdversarialTraining.self, from: text) == experiment)
        var chosen = AdversarialTraining()
        try chosen.choose(name)
        #expect(chosen == experiment)
    }

    @Test("the recipes that the models are known for")
    func recipes() throws {
        let (gan, dcgan) = (AdversarialTraining(), AdversarialTraining(try GANTrainEntries.model("dcgan")))
        #expect(gan.recipe.optimizer == .adam(beta1: 0.9) && dcgan.recipe.optimizer == .adam(beta1: 0.5))
        #expect((gan.recipe.learningRate, gan.lrDiscriminator) == (0.0002, 0.0002))
        #expect((dcgan.recipe.learningRate, dcgan.lrDiscriminator) == (0.002, 0.0005))
        #expect((gan.recipe.epochs, gan.recipe.batchSize) == (200, 100))
        #expect((gan.dropout, dcgan.dropout) == (0.3, nil) && (gan.average, dcgan.average) == (0, 0.999))
    }

    /// The experiment of a run whose `config.json` is this text.
    private func stored(_ text: String) throws -> AdversarialTraining {
        let folder = TemporaryFolder()
        try folder.write(Array(text.utf8), to: "config.json")
        return try AdversarialTraining.runToContinue(folder.path).begun.experiment
    }

    @Test("runs of version 0.1.0 become what they were")
    func upgrade() throws {
        var expected = AdversarialTraining(try GANTrainEntries.model("cgan"))
        (expected.dataset, expected.trainingExamples, expected.seed, expected.threads) = ("strokes", 300, 4, 1)
        (expected.classNames, expected.gridEpochs, expected.scoreEvery) = (["あ", "い"], [0, 1, 2], 3)
        (expected.recipe.epochs, expected.recipe.weightDecay, expected.labelSmoothing) = (2, 0, 0.1)
        let known = try stored(
            """
            {"classNames": ["あ", "い"], "dataset": "strokes", "gridEpochs": [0, 1, 2], "model": "cgan",
            "picture": [1, 28, 28], "recipe": {"averaging": 0.999, "batchSize": 100, "beta1": 0.5,
            "discriminatorLearningRate": 0.0005, "dropout": 0, "epochs": 2, "labelSmoothing": 0.1,
            "learningRate": 0.002, "noise": 100, "optimizer": "adam"}, "scoreInterval": 3, "seed": 4, "threads": 1,
            "tool": "gan-train", "trainingExamples": 300, "version": "0.1.0"}
            """)
        #expect(known == expected)
    }

    @Test("the same for another optimizer, whose momentum was called beta1, and for colored pictures from files")
    func upgradeOfOthers() throws {
        var expected = AdversarialTraining()
        (expected.dataset, expected.data, expected.seed, expected.threads) = ("faces", "here", 0, 2)
        (expected.picture, expected.size, expected.color) = ([3, 64, 64], 64, true)
        (expected.classNames, expected.gridEpochs, expected.dropout, expected.noise) = (["picture"], [5], 0, 50)
        (expected.recipe.optimizer, expected.recipe.weightDecay) = (.sgd(momentum: 0.7), 0)
        (expected.recipe.learningRate, expected.lrDiscriminator, expected.recipe.epochs) = (0.01, 0.01, 9)
        let known = try stored(
            """
            {"classNames": ["picture"], "data": "here", "dataset": "faces", "gridEpochs": [5], "model": "gan",
            "picture": [3, 64, 64], "recipe": {"batchSize": 100, "beta1": 0.7, "dropout": 0, "epochs": 9,
            "labelSmoothing": 0, "learningRate": 0.01, "noise": 50, "optimizer": "sgd"}, "scoreInterval": 5,
            "seed": 0, "threads": 2, "tool": "gan-train", "version": "0.1.0"}
            """)
        #expect(known == expected)
    }
}
