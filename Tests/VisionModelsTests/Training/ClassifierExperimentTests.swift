import Core
import TestSupport
import Testing

@testable import VisionModels

@Suite("Experiments with classifiers") struct ClassifierExperimentTests {
    private let silent = Console(isQuiet: true)

    private func strokes(_ count: Int, validation: Double? = nil) -> KMNISTExperiment {
        var experiment = KMNISTExperiment()
        (experiment.dataset, experiment.trainingExamples, experiment.validation) = ("strokes", count, validation)
        return experiment
    }

    @Test("begin with settings that can be trained, and models with their usual recipes")
    func standards() throws {
        try KMNISTExperiment().checkAll()
        try MRIExperiment().checkAll()
        for entry in ModelEntry.all {
            var experiment = KMNISTExperiment()
            try experiment.choose(entry.name)
            try experiment.checkAll()
            #expect(experiment.recipe == entry.recipe && experiment.hidden == entry.hidden)
        }
        #expect(
            ModelEntry.all[0].recipe
                == Recipe(epochs: 10, batchSize: 64, learningRate: 0.01, optimizer: .sgd(momentum: 0.5)))
        var experiment = KMNISTExperiment()
        experiment.recipe.learningRate = 0.3
        let changed = experiment
        try experiment.choose("conv")
        #expect(experiment == changed, "the same model changes nothing")
        #expect(throws: ToolError.self) { try experiment.choose("cnov") }
    }

    @Test("refuse settings that no training can have, by name")
    func refused() throws {
        func refusal<E: Experiment>(of experiment: E, _ change: (inout E) -> Void) -> String? {
            var changed = experiment
            change(&changed)
            do { try changed.checkAll() } catch { return (error as? SettingError)?.setting }
            return nil
        }
        let (conv, mri) = (KMNISTExperiment(), MRIExperiment())
        var full = conv
        try full.choose("full")
        #expect(refusal(of: conv) { $0.hidden = 3 } == "hidden")
        for hidden in [nil, 0, -1, 100_001, Int.max] { #expect(refusal(of: full) { $0.hidden = hidden } == "hidden") }
        for count in [0, -1, Int.max] {
            #expect(refusal(of: conv) { $0.trainingExamples = count } == "trainingExamples")
        }
        for input in [
            [], [28, 28], [1, 3, 28], [1, 28, 5_000], [0, 28, 28], [1, 1, 28, 28], [4_096, 4_096, 4_096], [-1, -1, -1],
        ] {
            #expect(refusal(of: conv) { $0.input = input } == "input", "\(input)")
        }
        #expect(refusal(of: full) { ($0.hidden, $0.input) = (100_000, [1, 4_096, 4_096]) } == "input")
        for names in [[], ["a", ""]] { #expect(refusal(of: mri) { $0.classNames = names } == "classNames") }
        #expect(refusal(of: conv) { $0.dataset = "" } == "dataset" && refusal(of: mri) { $0.data = "" } == "data")
        for layers in [-1, 0, 7, Int.max] { #expect(refusal(of: mri) { $0.layers = layers } == "layers") }
        #expect(refusal(of: mri) { ($0.layers, $0.input) = (5, [1, 8, 7]) } == "layers", "nothing is left of 7 pixels")
        #expect(refusal(of: mri) { ($0.layers, $0.input) = (5, [1, 8, 8]) } == nil)
        for absurd in [-0.1, 1e300, .nan, .infinity] {
            #expect(refusal(of: mri) { $0.dropout = absurd } == "dropout")
            #expect(refusal(of: mri) { $0.augmentation.flip = absurd } == "augmentation.flip")
            #expect(refusal(of: mri) { $0.augmentation.rotation = absurd } == "augmentation.rotation")
            #expect(refusal(of: mri) { $0.augmentation.shift = absurd } == "augmentation.shift")
            #expect(refusal(of: mri) { $0.augmentation.zoom = absurd } == "augmentation.zoom")
        }
    }

    @Test("set aside a share of every class to choose by; each example is in one part")
    func validation() throws {
        let whole = try strokes(200).readData(silent)
        #expect(whole.validation == nil && whole[.validation] == nil && whole.training.count == 200)
        let experiment = strokes(200, validation: 0.25)
        let data = try experiment.readData(silent)
        let validation = try #require(data.validation)
        #expect(data.training.count == 150 && validation.count == 50 && data.test.count == whole.test.count)
        func counts(_ examples: ByteExamples) -> [Int] {
            (0..<10).map { label in examples.labels.count { $0 == label } }
        }
        for (part, all) in zip(counts(validation), counts(whole.training)) {
            #expect(abs(Double(part) - Double(all) * 0.25) <= 1)
        }
        #expect(zip(counts(validation), counts(data.training)).map(+) == counts(whole.training))
        func digests(_ examples: ByteExamples) -> Set<ContentDigest> {
            Set((0..<examples.count).map { ContentDigest(examples.example($0)) })
        }
        #expect(digests(validation).isDisjoint(with: digests(data.training)))
        #expect(try experiment.readData(silent).training.bytes == data.training.bytes, "the same for the same seed")
        for (count, share) in [(1, 0.9), (20, 0.001)] {
            #expect(throws: ToolError.self) { try strokes(count, validation: share).readData(silent) }
        }
    }

    @Test("are scored on the part that is asked for")
    func scores() throws {
        var experiment = strokes(100, validation: 0.3)
        let data = try experiment.readData(silent)
        try experiment.adopt(data)
        #expect(experiment.classNames == StrokeCharacters.classNames && experiment.input == [1, 28, 28])
        let model = try experiment.makeModel()
        #expect(experiment.score(model, on: .training, of: data)?.count == 70)
        #expect(experiment.score(model, on: .validation, of: data)?.count == 30)
        #expect(experiment.score(model, on: .test, of: data)?.count == data.test.count)
        #expect(try experiment.score(model, on: .validation, of: strokes(9).readData(silent)) == nil)
    }

    @Test("change pictures in training where they are asked to, and by the epoch")
    func augmentation() throws {
        var experiment = MRIExperiment()
        let images = Phantoms.dataset(training: 4, test: 4)
        let data = ClassifierData(images, readFrom: images)
        let numbers = [Int32(0), 1][...]
        let examples = experiment.examples(of: data)
        let epochs = (0..<2).map { examples.batch(numbers, epoch: $0).inputs.doubles }
        #expect(epochs[0] != epochs[1] && examples.batch(numbers, epoch: 1).inputs.doubles == epochs[1])
        experiment.augmentation = Augmentation()
        #expect(experiment.examples(of: data) is ByteExamples)
    }

    @Test("what a run that continues may take over is where its data are")
    func continuation() {
        var (stored, asked) = (MRIExperiment(), MRIExperiment())
        (asked.data, asked.usesCache, asked.dataset, asked.augmentation.zoom) = ("elsewhere", false, "other", 0.3)
        stored.takeContinuation(of: asked)
        #expect(stored.data == "elsewhere" && !stored.usesCache)
        #expect(stored.dataset == nil && stored.augmentation == MRIExperiment().augmentation)
    }
}
