import Core
import TestSupport
import Testing
import VisionModels

/// A tool as another package would make it: `mri-train`'s experiment with entries of its own.
private enum OwnEntries: SliceEntries {
    static let tool = "own-slices"
    static let models =
        [
            SliceModelEntry(name: "linear", summary: "one linear layer") { input, classes, _, _, random in
                LinearClassifier(input: input, classes: classes, random: &random)
            }
        ] + SliceModelEntry.all
    static let presets = [
        MRIPreset(name: "short", summary: "three epochs", recipe: Recipe(epochs: 3, batchSize: 10, learningRate: 0.1))
    ]
    static let datasets = [
        DatasetEntry(name: "few", summary: "few characters", classNames: StrokeCharacters.classNames) {
            let set = ImageDataset.strokes(training: 40, test: 20)
            return ImageDataset(name: "few", classNames: set.classNames, training: set.training, test: set.test)
        }
    ]
}

private typealias OwnExperiment = SliceExperiment<OwnEntries>

@Suite("Entries of one's own in a tool of slices") struct OwnSliceEntriesTests {
    @Test("train, are named in the configuration, and continue to the same weights", arguments: ["linear", "mri"])
    func training(model: String) throws {
        var experiment = OwnExperiment()
        #expect(experiment.modelName == "linear" && experiment.layers == 1 && experiment.augmentation.isIdentity)
        try experiment.choose(model)
        (experiment.dataset, experiment.threads) = ("few", 1)
        let training = try ContinuedTraining(experiment, stoppedAfter: 1)
        #expect(training.endsAlike && training.begun.modelName == model && training.begun.dataset == "few")
        #expect(training.begun.layers == (model == "mri" ? 4 : 1) && training.begun.input == [1, 28, 28])
        #expect(training.whole.score?.count == 20)
        let report = training.whole.experiment.report(training.whole)
        #expect(report.figures.contains { $0.name == "samples" } && report.summary["classes"] != nil)
    }

    @Test("names that nobody has are refused, and the tool's own are offered") func unknown() throws {
        var experiment = OwnExperiment()
        let error = #expect(throws: ToolError.self) { try experiment.choose("liner") }
        #expect(error?.description.contains("did you mean 'linear'") == true)
        experiment.layers = 2
        #expect(throws: SettingError.self, "the number of layers is no choice") { try experiment.checkAll() }
        experiment.dataset = "fwe"
        let missing = #expect(throws: DatasetError.self) { try experiment.readSlices(Console(isQuiet: true)) }
        #expect(missing?.description.contains("few") == true)
    }

    @Test("runs of mri-train do not name the model, as before there was a choice") func unnamed() throws {
        let text = try RunConfigurationFile(MRIExperiment()).text
        #expect(!text.contains("\"model\"") && MRIExperiment().modelName == "mri")
        #expect(try RunConfigurationFile(OwnExperiment()).text.contains("\"model\":\"linear\""))
    }
}
