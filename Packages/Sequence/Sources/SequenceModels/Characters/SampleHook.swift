import Core
import FoundationEssentials

/// Lets the model write before the first step and at intervals after it: on the console, and one after the other in
/// `samples.txt`, each with its step and the smoothed loss.
///
/// Checkpoints remember the file's length, so that a run that continues from one does not write a sample twice.
final class SampleHook: TrainingHook {
    private let file: String?
    private let console: Console
    private let interval: Int
    private let sample: (Int) -> String
    private var next = 0
    private var written: [UInt8] = []

    private static let figure = "samples_length"

    init(_ folder: RunFolder?, console: Console, every interval: Int, _ sample: @escaping (Int) -> String) {
        file = folder.map { $0.path + "/samples.txt" }
        self.console = console
        self.interval = interval
        self.sample = sample
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        next = (state.step / interval + 1) * interval
        // A dry run has no reader.
        if state.step == 0, file != nil || !console.isQuiet { return try write(state) }
        guard let file, let length = state.count(Self.figure) else { return }
        let earlier = FileManager.default.fileExists(atPath: file) ? try WholeFile.read(file) : []
        if earlier.count < length {
            console.warning("\(file): \(earlier.count) bytes, expected \(length) of earlier samples; the rest is lost")
        }
        written = Array(earlier.prefix(length))
    }

    func stepDidEnd(_ state: TrainingState) throws {
        guard state.step >= next else { return }
        next += interval
        try write(state)
    }

    private func write(_ state: TrainingState) throws {
        let text = sample(state.step)
        let loss = Readable.loss(state.figures[LossCurveHook.figure] ?? .nan)
        let heading = "step \(Readable.count(state.step)), smoothed loss \(loss) nats per character:"
        for line in ["----", heading] + text.displayedLines + ["----"] { console.note(line) }
        guard let file else { return }
        written += Array("\(heading)\n\(text)\n\n".utf8)
        state.figures[Self.figure] = Double(written.count)
        try AtomicFile.write(written, to: file)
    }
}
