import Core
import TestSupport
import Testing

@testable import VisionModels

@Suite("Classifiers of version 0.1.0") struct ClassifierUpgradeTests {
    private func stored<E: Experiment>(_ text: String, as type: E.Type) throws -> E {
        let folder = TemporaryFolder()
        try folder.write(Array(text.utf8), to: "config.json")
        return try withExtendedLifetime(folder) { try E.runToContinue(folder.path).begun.experiment }
    }

    @Test("a configuration of kmnist-train is today's experiment")
    func characters() throws {
        let text = """
            {"classNames": ["a", "b"], "data": "here", "dataset": "mnist", "hidden": 95, "input": [1, 28, 28],
             "model": "full", "recipe": {"batchSize": 32, "epochs": 3, "learningRate": 0.1, "momentum": 0.9,
             "optimizer": "nesterov", "schedule": "one-cycle", "weightDecay": 5e-05}, "seed": 7, "threads": 2,
             "tool": "kmnist-train", "trainingExamples": 400, "version": "0.1.0"}
            """
        var expected = KMNISTExperiment()
        try expected.choose("full")
        (expected.dataset, expected.data, expected.trainingExamples) = ("mnist", "here", 400)
        (expected.classNames, expected.seed, expected.threads) = (["a", "b"], 7, 2)
        expected.recipe = Recipe(
            epochs: 3, batchSize: 32, learningRate: 0.1, optimizer: .nesterov(), weightDecay: 5e-5,
            schedule: .oneCycle())
        #expect(try stored(text, as: KMNISTExperiment.self) == expected)
    }

    @Test("a model without a choice of width had the width 0, and adamw no decay")
    func fixedWidth() throws {
        let text = """
            {"classNames": ["a", "b"], "dataset": "strokes", "hidden": 0, "input": [1, 28, 28], "model": "conv",
             "recipe": {"batchSize": 64, "epochs": 10, "learningRate": 0.01, "momentum": 0.5, "optimizer": "adamw",
             "schedule": "constant", "weightDecay": 0}, "seed": 0, "threads": 1, "tool": "kmnist-train",
             "version": "0.1.0"}
            """
        let experiment = try stored(text, as: KMNISTExperiment.self)
        #expect(experiment.hidden == nil && experiment.data == nil && experiment.trainingExamples == nil)
        #expect(experiment.recipe == Recipe(optimizer: .adamw(), weightDecay: 0))
        let nonsense = text.replacing("adamw", with: "adan")
        #expect(throws: FileError.self) { try stored(nonsense, as: KMNISTExperiment.self) }
    }

    @Test("a configuration of mri-train is today's experiment")
    func slices() throws {
        let text = """
            {"augmentation": {"flip": 0.5, "rotation": 10, "shift": 0.05, "zoom": 0.1},
             "classNames": ["glioma", "meningioma", "notumor", "pituitary"], "dataset": "phantoms",
             "input": [1, 84, 84], "model": "mri", "recipe": {"batchSize": 32, "epochs": 30, "learningRate": 0.002,
             "momentum": 0, "optimizer": "adamw", "schedule": "one-cycle", "weightDecay": 0.01}, "seed": 0,
             "threads": 1, "tool": "mri-train", "version": "0.1.0"}
            """
        var expected = MRIExperiment()
        (expected.recipe, expected.augmentation) = (MRIPreset.all[1].recipe, MRIPreset.all[1].augmentation)
        (expected.dataset, expected.threads) = ("phantoms", 1)
        #expect(try stored(text, as: MRIExperiment.self) == expected)
    }

    @Test("a run of mri-train from before layers and dropout could be chosen has the usual ones")
    func usualNetwork() throws {
        var expected = MRIExperiment()
        (expected.dataset, expected.seed) = ("phantoms", 3)
        let text = try RunConfigurationFile(expected).text
        let old = text.replacing("\"layers\":4,", with: "").replacing("\"dropout\":0.2,", with: "")
        #expect(old.count == text.count - 11 - 14)
        #expect(try stored(old, as: MRIExperiment.self) == expected)
        (expected.layers, expected.dropout, expected.validation) = (2, 0.5, 0.1)
        #expect(try stored(RunConfigurationFile(expected).text, as: MRIExperiment.self) == expected)
    }
}
