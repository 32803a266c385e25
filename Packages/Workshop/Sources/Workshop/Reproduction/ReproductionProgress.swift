import Core

/// A line for each experiment, with the time that is left.
struct ReproductionProgress {
    private let console: Console
    private let count: Int
    private let width: Int
    private var number = 1
    private var shown = -1.0

    init(_ console: Console, _ chosen: [ClassicExperiment]) {
        (self.console, count) = (console, chosen.count)
        width = chosen.map(\.name.count).max() ?? 0
    }

    private func start(_ experiment: ClassicExperiment) -> String {
        let total = "\(count)"
        let place = TextWidth.padded("\(number)", to: total.count, alignment: .right)
        return "[\(place)/\(total)] \(TextWidth.padded(experiment.name, to: width, alignment: .left))"
    }

    /// While a tool runs: on a terminal, about once a second.
    mutating func waiting(_ experiment: ClassicExperiment, _ seconds: Double, _ left: Double) {
        guard console.isInteractive, abs(seconds - shown) >= 1 else { return }
        shown = seconds
        console.progress("\(start(experiment))  \(Readable.duration(seconds)), \(Readable.duration(left)) left")
    }

    func skipped(_ experiment: ClassicExperiment, _ reason: String) {
        console.note("\(start(experiment))  skipped: \(reason)")
    }

    func finished(_ record: ExperimentRecord, _ left: Double) {
        var parts = [record.verdict]
        if record.state == .done, let first = record.results.first, let ours = first.ours {
            parts.append("\(first.figure.name) \(first.figure.text(ours)) (\(first.figure.expected))")
        }
        parts.append(Readable.duration(record.seconds))
        if left > 0 { parts.append("\(Readable.duration(left)) left") }
        let line = "\(start(record.experiment))  \(parts.joined(separator: ", "))"
        record.state == .failed ? console.warning(line) : console.note(line)
    }

    mutating func next() {
        number += 1
        shown = -1
    }
}
