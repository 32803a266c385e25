import Figures
import Files
import Tensors

/// Writes a training for TensorBoard, into event files in the run's folder.
///
/// Scalars are the columns of `metrics.csv` under their names, and those of `steps.csv` under "steps/", at the same steps.
/// Histograms are the weights after an epoch and the gradients of its last step, as its optimizer gets them, at most some
/// hundred times in a training. Pictures are the run's figures. A continued run begins a new file, which makes void what
/// the earlier ones have after the checkpoint.
public final class TensorBoardHook: TrainingHook {
    private let run: RunFolder
    private let log: MetricsLog
    private let steps: StepLog?
    /// Epochs from one histogram to the next.
    private let interval: Int
    private var writer: EventFileWriter?
    /// The last step of the rows that are written, of `metrics.csv` and of `steps.csv`.
    private var written = (metrics: -1, steps: -1)
    private var gradients: [(tag: String, value: EventFileWriter.Value)] = []

    /// Histograms of a training, about.
    private static let mostHistograms = 100

    /// Nil where no event files are wanted.
    ///
    /// - Parameters:
    ///   - measures: whether they are written; a run that already has some continues them in any case.
    ///   - run: gets the files.
    ///   - log: its metrics; a hook before this one.
    ///   - steps: its losses within epochs; a hook before this one.
    ///   - epochs: of the whole training.
    init?(_ measures: Measures, _ run: RunFolder, _ log: MetricsLog, _ steps: StepLog?, epochs: Int) {
        guard measures.tensorBoard || Self.hasFiles(run) else { return nil }
        (self.run, self.log, self.steps) = (run, log, steps)
        interval = max(1, epochs / Self.mostHistograms)
    }

    private static func hasFiles(_ run: RunFolder) -> Bool { !EventFileWriter.files(in: run.path).isEmpty }

    public func stepWillBegin(_ state: TrainingState) throws {
        if writer == nil { try begin(state) }
        guard state.stepInEpoch + 1 == state.stepsPerEpoch, isChosen(state.epoch + 1, of: state.epochs) else { return }
        gradients = []
        for part in state.parts {
            let names = part.module.trainedParameters.map { "gradients/" + part.wholeName($0.name) }
            part.optimizer.observer = { [weak self] in self?.keep($0, names) }
        }
    }

    public func stepDidEnd(_ state: TrainingState) throws {
        for part in state.parts { part.optimizer.observer = nil }
        try writeSteps()
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        try writeMetrics()
        if isChosen(state.epoch, of: state.epochs) {
            let weights = state.model.parameters.filter { $0.parameter.value.type.isFloatingPoint }.map {
                (tag: "weights/" + $0.name, value: Self.histogram($0.parameter.value))
            }
            try writer?.add(weights + gradients, step: state.step)
        }
        gradients = []
        try writer?.flush()
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        try writeSteps()
        try writeMetrics()
        try writer?.flush()
    }

    /// Adds the figures of a finished training, from their files.
    ///
    /// - Throws: `FileError` where a file cannot be read or written.
    func add(figures: [String], step: Int) throws {
        guard let writer else { return }
        for name in figures {
            let png = try WholeFile.read("\(run.figureFolder)/\(name).png")
            try writer.add([("figures/" + name, .picture(png: png))], step: step)
        }
        try writer.flush()
    }

    /// A run that is complete gets no further file, so this waits for the first step.
    private func begin(_ state: TrainingState) throws {
        if Self.hasFiles(run), state.step > 0 {
            written = (state.step, state.step)
            writer = try EventFileWriter(in: run.path, from: state.step + 1)
        } else {
            // A run that had none until now gets its earlier rows, too.
            writer = try EventFileWriter(in: run.path)
        }
    }

    /// Keeps the gradients of the parameters with these names; of several updates in a step, the last.
    private func keep(_ found: Gradients, _ names: [String]) {
        gradients.removeAll { names.contains($0.tag) }
        gradients += zip(names, found.tensors).map { ($0, Self.histogram($1)) }
    }

    private static func histogram(_ tensor: Tensor) -> EventFileWriter.Value {
        .histogram(
            tensor.type == .float32 ? ValueHistogram(tensor.scalars(Float.self)) : ValueHistogram(tensor.doubles))
    }

    private func isChosen(_ epoch: Int, of epochs: Int) -> Bool {
        epoch.isMultiple(of: interval) || epoch == 1 || epoch >= epochs
    }

    private func writeMetrics() throws {
        for (step, row) in log.rows(after: written.metrics) {
            try writer?.add(
                row.filter { $0.name != Metric.step.name }.map { ($0.name, .scalar($0.value)) }, step: step)
            written.metrics = step
        }
    }

    private func writeSteps() throws {
        guard let steps, let last = steps.rows.last, last.step > written.steps else { return }
        let new = steps.rows.reversed().prefix { $0.step > written.steps }.reversed()
        for row in new {
            try writer?.add(
                [
                    ("steps/train_loss", .scalar(row.loss)), ("steps/step_loss", .scalar(row.stepLoss)),
                    ("steps/learning_rate", .scalar(row.learningRate)),
                ], step: row.step)
        }
        written.steps = last.step
    }
}
