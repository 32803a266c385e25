import Core
import TestSupport
import Testing
import VisionModels

/// A tool as another package would make it: `kmnist-train`'s experiment with entries of its own.
private enum OwnEntries: ClassifierEntries {
    static let tool = "own-train"
    static let models =
        ModelEntry.all + [
            ModelEntry(name: "narrow", summary: "one hidden layer", recipe: Recipe(epochs: 4, batchSize: 8), hidden: 5)
            {
                TanhNet(input: $0, hidden: $2, classes: $1, random: &$3)
            }
        ]
    static let datasets =
        DatasetEntry.all + [
            DatasetEntry(name: "few", summary: "few characters", classNames: StrokeCharacters.classNames) {
                let set = ImageDataset.strokes(training: 40, test: 20)
                return ImageDataset(
                    name: "few", classNames: set.classNames, training: set.training, test: set.test)
            }
        ]
    static let optimizers = OptimizerChoice.all + [.own(SignDescent())]

    static func hooks(_ training: Training<CharacterExperiment<OwnEntries>>) -> [any TrainingHook] { [CountingHook()] }
}

private struct SignDescent: OwnOptimizer {
    var momentum = 0.9
    let name = "sign-descent"
    let slots = ["mean"]
    static var numbers: [OptimizerNumber<SignDescent>] { [OptimizerNumber("momentum", \.momentum, in: 0...1)] }

    func moved(_ w: Tensor, along g: Tensor, slots: inout [Tensor], _ step: OptimizerStep) -> Tensor {
        slots[0] = slots[0] * momentum + g * (1 - momentum)
        return w - ((slots[0] .> 0) - (slots[0] .< 0)) * step.learningRate
    }
}

private final class CountingHook: TrainingHook {
    private(set) var steps = 0
    func stepDidEnd(_ state: TrainingState) { steps += 1 }
}

private typealias OwnExperiment = CharacterExperiment<OwnEntries>

@Suite("A tool's own entries beside the built-in ones") struct OwnEntriesTests {
    private let console = Console(isQuiet: true)

    private func experiment() throws -> OwnExperiment {
        var experiment = OwnExperiment()
        try experiment.choose("narrow")
        (experiment.dataset, experiment.threads) = ("few", 1)
        experiment.recipe.optimizer = try #require(OwnEntries.optimizers.last)
        return experiment
    }

    @Test("train, are named in the configuration, and continue to the same weights") func training() throws {
        let (whole, parted) = (TemporaryFolder(), TemporaryFolder())
        func run(_ folder: TemporaryFolder) throws -> TrainingRun<OwnExperiment> {
            var experiment = try experiment()
            let data = try experiment.prepare(console)
            #expect(data.training.count == 40 && data.test.count == 20)
            let run = try RunFolder.begin("\(folder.path)/run", tool: OwnExperiment.tool).run
            try AtomicFile.createFolder(run.checkpointFolder)
            try run.write(RunConfigurationFile(experiment))
            return TrainingRun(experiment, data, in: run, console: console)
        }
        let expected = try run(whole).train()
        #expect(expected.hook(CountingHook.self)?.steps == 20)
        _ = try run(parted).train(until: 2)
        let folder = RunFolder("\(parted.path)/run")
        let begun = try folder.configuration(of: OwnExperiment.self).experiment
        #expect(begun.modelName == "narrow" && begun.recipe.optimizer == .own(SignDescent()))
        #expect(begun.recipe.optimizer.name == "sign-descent" && begun.hidden == 5 && begun.dataset == "few")
        var data = begun
        let read = try data.prepare(console)
        let continued = try TrainingRun(begun, read, in: folder, console: console).train(from: .latestCheckpoint)
        #expect(continued.model.parameterBytes == expected.model.parameterBytes)
        let trained = try TrainedModel<OwnExperiment>(run: folder.path)
        #expect(trained.model.parameterBytes == expected.model.parameterBytes)
        #expect(throws: FileError.self, "of another tool") { try folder.configuration(of: KMNISTExperiment.self) }
    }

    @Test("names that nobody has are refused, and the tool's own are offered") func unknown() throws {
        var experiment = try experiment()
        let error = #expect(throws: ToolError.self) { try experiment.choose("narow") }
        #expect(error?.description.contains("narrow") == true)
        experiment.dataset = "fwe"
        let missing = #expect(throws: DatasetError.self) { try experiment.readData(console) }
        #expect(missing?.description.contains("few") == true)
        try OwnExperiment().checkAll()
        #expect(OwnExperiment().modelName == "conv" && OwnExperiment().recipe == KMNISTExperiment().recipe)
    }
}
