import Core
import SequenceModels
import TestSupport
import Testing

/// A cell with a state beside the hidden one: a sum that leaks.
private struct LeakySum: OwnCell {
    let name = "leaky"
    let gates = 1
    let hasCellState = true

    func next(_ step: CellStep) -> CellState {
        let cell = step.cell * 0.9 + step.sum(0)
        return CellState(hidden: tanh(cell), cell: cell)
    }
}

private let ownCells = [
    CellEntry(.own(MinimalGatedUnit()), summary: "one gate"), CellEntry(.own(LeakySum()), summary: "a leaky sum"),
]

private enum OwnTexts: TextEntries {
    static let tool = "own-chars"
    static let cells = ownCells + CellEntry.all
    static let presets =
        [
            CharacterPreset(
                name: "tiny", summary: "a few units", sizes: CharacterSizes(length: 6, cell: "mgu", hidden: 5),
                recipe: Recipe(epochs: 4, batchSize: 2, learningRate: 0.05, optimizer: .adam()))
        ] + CharacterPreset.all
    static let builtInText = (name: "a counting rhyme", text: String(repeating: "one, two, buckle my shoe. ", count: 4))

    static func hooks(_ training: Training<TextExperiment<OwnTexts>>) -> [any TrainingHook] { [StepCounter()] }
}

private enum OwnLanguages: CountingEntries {
    static let tool = "own-counting"
    static let languages =
        CountingLanguage.all + [CountingLanguage(name: "anbncndn", notation: "aⁿbⁿcⁿdⁿ", repeats: [1, 1, 1, 1])]
    static let cells = CellEntry.counting + ownCells

    static func hooks(_ training: Training<CountingExperiment<OwnLanguages>>) -> [any TrainingHook] { [StepCounter()] }
}

private enum OwnCopies: CopyEntries {
    static let tool = "own-copy"
    static let tasks =
        [
            CopyTask(name: "blocks", summary: "zeros, then ones", kinds: ["even", "odd"]) { kind, bits, random in
                let zeros = 2 * Int(random.next() % UInt64(bits / 2)) + kind
                return (0..<bits).map { $0 < zeros ? 0 : 1 }
            }
        ] + CopyTask.all
    static let presets =
        [
            CopyPreset(
                name: "small", summary: "few units", sizes: CopyTransformerSizes(width: 8, heads: 2, feedForward: 8),
                recipe: Recipe(epochs: 3, batchSize: 8, learningRate: 0.01, optimizer: .adam()))
        ] + CopyPreset.all

    static func hooks(_ training: Training<CopyExperiment<OwnCopies>>) -> [any TrainingHook] { [StepCounter()] }
}

private final class StepCounter: TrainingHook {
    private(set) var steps = 0
    func stepDidEnd(_ state: TrainingState) { steps += 1 }
}

@Suite("Entries of one's own in tools of sequences") struct OwnSequenceEntriesTests {
    private let console = Console(isQuiet: true)

    @Test("a text is learned with an own cell, and a run continues with it", arguments: ["mgu", "leaky"])
    func text(cell: String) throws {
        var experiment = TextExperiment<OwnTexts>()
        #expect(experiment.sizes == OwnTexts.presets[0].sizes && experiment.recipe.epochs == 4)
        (experiment.sizes.cell, experiment.sizes.layers, experiment.threads) = (cell, 2, 1)
        let training = try ContinuedTraining(experiment, stoppedAfter: 2)
        #expect(training.endsAlike && training.begun.modelName == cell)
        #expect(training.begun.datasetName == "a counting rhyme")
        #expect(training.whole.hook(StepCounter.self)?.steps == training.whole.state.step)
        let losses = training.whole.log.column(.trainLoss)
        #expect((losses.last ?? .nan) < (losses.first ?? .nan))
        // What the commands of `charrnn` do with a model.
        let known = try training.begun.known(files: [])
        #expect(known.isTrainingText)
        let predictions = try CharacterPredictions(
            training.stored.model, on: known.symbols[...], mode: .streaming, length: 6)
        #expect(predictions.places.count == known.symbols.count - 1)
        var sampler = CharacterSampler(training.stored.model, prompt: [0], choice: .greedy, seed: 0)
        #expect(sampler.next().count == 1)
        let report = try training.whole.experiment.report(training.whole)
        #expect(report.lines.contains { $0.contains("bits per character") })
    }

    @Test("gradients of own cells agree with differences of the loss", arguments: ["mgu", "leaky"])
    func gradients(cell: String) throws {
        var experiment = TextExperiment<OwnTexts>()
        (experiment.sizes.cell, experiment.recipe.batchSize, experiment.threads) = (cell, 1, 1)
        let data = try experiment.prepare(console)
        let rows = try GradientCheck(experiment, data).rows()
        #expect(rows.count == 6 && rows.allSatisfy { $0.passes(1e-6) })
    }

    @Test("an own language is counted, also with an own cell, and reported")
    func language() throws {
        for cell in [ownCells[0], ownCells[1], .lstm] {
            var experiment = CountingExperiment<OwnLanguages>(OwnLanguages.languages[4], cell: cell)
            (experiment.recipe.epochs, experiment.stringsPerEpoch, experiment.maxN) = (4, 64, 4)
            experiment.isAnimated = true
            let training = try ContinuedTraining(experiment, stoppedAfter: 2)
            #expect(training.endsAlike && training.begun.language == "anbncndn" && training.begun.hidden == 4)
            #expect(training.whole.hook(StepCounter.self)?.steps == 16)
            #expect(training.whole.model.parameters.last?.parameter.shape == [4])
            let report = try training.whole.experiment.report(training.whole)
            #expect(report.lines[0].contains("P(d)"))
            #expect(report.figures.contains { $0.name == "gates" } == (cell.name == "lstm"))
            #expect(report.figures.contains { $0.name == "cell-2d" } == cell.cell.hasCellState)
            for (_, figure) in report.figures { #expect(try !figure.rendered(as: .svg).isEmpty) }
        }
        let string = OwnLanguages.languages[4].string(2)
        #expect(string.symbols == [0, 0, 1, 1, 2, 2, 3, 3] && string.determined == 2..<8)
    }

    @Test("sequences of an own task are copied") func copies() throws {
        var experiment = CopyExperiment<OwnCopies>()
        (experiment.trainingSequences, experiment.validationSequences, experiment.testSequences) = (32, 8, 6)
        experiment.threads = 1
        let training = try ContinuedTraining(experiment, stoppedAfter: 1)
        #expect(training.endsAlike && training.begun.task == "blocks" && training.begun.sizes.feedForward == 8)
        #expect(training.whole.hook(StepCounter.self)?.steps == 12)
        // Between both ends, which have numbers of their own.
        #expect(training.whole.data.test[1].dropFirst().dropLast().prefix { $0 == 0 }.count % 2 == 1)
        let report = training.whole.experiment.report(training.whole)
        #expect(report.lines.contains { $0.hasPrefix("odd") })
        #expect(Copying().task == "patterns" && Copying().sizes == CopyTransformerSizes())
    }

    @Test("names that nobody has are refused, and the tool's own are offered; Kumiki's tools do not know them")
    func unknown() throws {
        var text = TextExperiment<OwnTexts>()
        text.sizes.cell = "mug"
        let cell = #expect(throws: SettingError.self) { try text.checkAll() }
        #expect(cell?.description == "sizes.cell is 'mug', expected mgu, leaky, rnn, lstm, gru")
        var counting = CountingExperiment<OwnLanguages>()
        #expect(counting.language == "anbn" && counting.cell == "srn" && counting.recipe == Counting().recipe)
        (counting.cell, counting.forgetBias) = ("mgu", 1)
        #expect(throws: SettingError.self, "no forget gate") { try counting.checkAll() }
        (counting.language, counting.forgetBias) = ("anbncndm", 0)
        let language = #expect(throws: ToolError.self) { try counting.readData(console) }
        #expect(language?.description.contains("did you mean 'anbncndn'") == true)
        var charrnn = CharacterTraining()
        charrnn.sizes.cell = "mgu"
        #expect(throws: SettingError.self) { try charrnn.checkAll() }
    }
}
