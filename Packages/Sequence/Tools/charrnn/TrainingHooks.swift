import CommandLineSupport
import Core
import FoundationEssentials
import SequenceModels

/// Hands the carried state to checkpoints and takes it from them; each pass over the text begins with an empty one.
final class CarriedStateHook: TrainingHook {
    private let loss: CharacterLoss
    private let recipe: CharacterRecipe

    init(_ loss: CharacterLoss, _ recipe: CharacterRecipe) {
        self.loss = loss
        self.recipe = recipe
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        guard state.stepInEpoch > 0, recipe.mode == .streaming else { return }
        let names = recipe.cell == .lstm ? 2 * recipe.layers : recipe.layers
        let shape = [recipe.batchSize, recipe.hidden]
        guard state.carried.count == names, state.carried.values.allSatisfy({ $0.shape == shape }) else {
            throw ToolError.badData("the checkpoint's carried state is not that of this run")
        }
        loss.carried = state.carried
        // What the checkpoints of later epochs would otherwise still hold.
        state.carried = [:]
    }

    func epochWillBegin(_ state: TrainingState) throws {
        if state.stepInEpoch == 0 { loss.state = nil }
    }

    func trainingDidEnd(_ state: TrainingState) throws {
        state.carried = state.stepInEpoch == 0 ? [:] : loss.carried
    }
}

/// Lets the model write now and then: on the console, and one after the other in `samples.txt`.
///
/// Checkpoints remember the file's length, so that a run that goes on from one writes no sample twice.
final class SampleHook: TrainingHook {
    private let file: String?
    private let console: Console
    private let interval: Int
    private let sample: () -> String
    private var next = 0
    private var written: [UInt8] = []

    static let figure = "samples_length"

    init(_ folder: RunFolder?, console: Console, every interval: Int, _ sample: @escaping () -> String) {
        file = folder.map { $0.path + "/samples.txt" }
        self.console = console
        self.interval = interval
        self.sample = sample
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        next = (state.step / interval + 1) * interval
        guard let file, let length = state.figures[Self.figure], let earlier = try? WholeFile.read(file) else { return }
        written = Array(earlier.prefix(Int(length)))
    }

    func stepDidEnd(_ state: TrainingState) throws {
        guard state.step >= next else { return }
        next += interval
        let text = sample()
        let heading = "step \(Readable.count(state.step)):"
        console.note("----\n\(heading)\n\(text)\n----")
        guard let file else { return }
        written += Array("\(heading)\n\(text)\n\n".utf8)
        state.figures[Self.figure] = Double(written.count)
        try AtomicFile.write(written, to: file)
    }
}

/// Keeps the best model as the run's model: the least validation loss, or without validation the latest.
final class BestModelHook: TrainingHook {
    private let folder: RunFolder?
    private let configuration: String
    private let interval: Int
    private let measure: () -> CharacterScore?

    static let figure = "best_validation_loss"

    init(
        _ folder: RunFolder?, configuration: String, every interval: Int,
        measuring measure: @escaping () -> CharacterScore?
    ) {
        self.folder = folder
        self.configuration = configuration
        self.interval = interval
        self.measure = measure
    }

    func epochDidEnd(_ state: TrainingState) throws {
        if state.epoch.isMultiple(of: interval) || state.isFinished { try look(state) }
    }

    func trainingDidEnd(_ state: TrainingState) throws {
        if state.stopReason != nil, state.stepInEpoch > 0 { try look(state) }
    }

    private func look(_ state: TrainingState) throws {
        guard let score = measure() else { return try save(state) }
        guard score.loss.isFinite else {
            throw TrainingError.lossNotFinite(loss: score.loss, epoch: state.epoch, step: state.stepInEpoch)
        }
        state.record("validation_loss", score.loss)
        state.record("validation_bits", score.bits)
        state.record("validation_accuracy", score.accuracy)
        if score.loss < state.figures[Self.figure] ?? .infinity {
            state.figures[Self.figure] = score.loss
            try save(state)
        }
    }

    private func save(_ state: TrainingState) throws {
        guard let folder else { return }
        try Checkpoint.saveWeights(of: state.model, configuration: configuration, to: folder.modelFile)
    }
}
