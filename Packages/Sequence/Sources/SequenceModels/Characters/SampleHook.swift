import CommandLineSupport
import Core

/// Lets the model write now and then: on the console, and one after the other in `samples.txt`.
///
/// Checkpoints remember the file's length, so that a run that continues from one writes no sample twice.
final class SampleHook: TrainingHook {
    private let file: String?
    private let console: Console
    private let interval: Int
    private let sample: () -> String
    private var next = 0
    private var written: [UInt8] = []

    private static let figure = "samples_length"

    init(_ folder: RunFolder?, console: Console, every interval: Int, _ sample: @escaping () -> String) {
        file = folder.map { $0.path + "/samples.txt" }
        self.console = console
        self.interval = interval
        self.sample = sample
    }

    func trainingWillBegin(_ state: TrainingState) throws {
        next = (state.step / interval + 1) * interval
        guard let file, let length = state.count(Self.figure), let earlier = try? WholeFile.read(file) else { return }
        written = Array(earlier.prefix(length))
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
