import Core

/// The results of a reproduction as a table of text, as Markdown and as JSON.
public struct ReproductionReport: Sendable {
    public let records: [ExperimentRecord]
    public let isQuick: Bool
    /// The machine in a line.
    let machine: String

    /// - Parameters:
    ///   - records: what came of each experiment.
    ///   - isQuick: whether the quick settings were run.
    ///   - machine: what the results were made on.
    public init(_ records: [ExperimentRecord], isQuick: Bool, machine: Machine = .current()) {
        (self.records, self.isQuick) = (records, isQuick)
        self.machine = machine.words
    }

    /// What the references are.
    public var explanation: String {
        isQuick
            ? "Quick: small trainings on built-in data. Their references are Kumiki's own earlier results on the same data, "
                + "not published ones."
            : "References are published results, or those of coursework with the same recipe."
    }

    /// A line for each figure.
    public func table(of chosen: [ExperimentRecord]) -> TextTable {
        var table = TextTable([
            .left("experiment"), .left("figure"), .right("reference"), .right("ours"), .right("deviation"),
            .left("verdict"), .right("time"),
        ])
        for record in chosen {
            let time = record.seconds > 0 ? Readable.duration(record.seconds) : ""
            if record.state != .done || record.results.isEmpty {
                table.add([record.experiment.name, "", "", "", "", record.verdict, time])
                continue
            }
            for (number, result) in record.results.enumerated() {
                table.add([
                    number == 0 ? record.experiment.name : "", result.figure.name, result.figure.expected,
                    result.words, result.deviation, result.verdict, number == 0 ? time : "",
                ])
            }
        }
        return table
    }

    /// The whole in a line.
    public var total: String {
        let counts = [ExperimentRecord.State.done, .failed, .skipped, .open].compactMap { state -> String? in
            let count = records.count { $0.state == state }
            let words: [ExperimentRecord.State: String] = [
                .open: "not run yet", .failed: "failed", .skipped: "skipped",
            ]
            return count == 0 && state != .done ? nil : "\(Readable.count(count)) \(words[state] ?? "done")"
        }
        let results = records.flatMap(\.results).filter { $0.ours != nil }
        return "\(Readable.count(records.count, "experiment")): \(counts.joined(separator: ", ")); "
            + "\(Readable.count(results.count { $0.isMet })) of \(Readable.count(results.count, "figure")) as good as the "
            + "reference"
    }

    /// The results as `--json` prints them.
    public var summary: RunSummary {
        var summary = RunSummary(tool: "kumiki")
        summary.extra["quick"] = .bool(isQuick)
        summary.extra["machine"] = .string(machine)
        summary.extra["references"] = .string(explanation)
        summary.extra["experiments"] = .array(records.map(\.json))
        return summary
    }

    /// Writes `results.json`, `results.md` and the page `index.html`, whose links are relative to the folder.
    ///
    /// - Throws: `FileError` where a file cannot be written.
    public func write(in folder: RunFolder) throws(FileError) {
        try AtomicFile.write(
            Array((JSONValue.object(summary.json).text + "\n").utf8), to: folder.path + "/results.json")
        try AtomicFile.write(Array(markdown.utf8), to: folder.path + "/results.md")
        try AtomicFile.write(Array(ReproductionPage(self, in: folder).html.utf8), to: folder.path + "/index.html")
    }
}

extension Machine {
    /// The machine in a line: processor, threads, engine.
    var words: String {
        let lines = (file("/proc/cpuinfo") ?? "").split(separator: "\n")
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":", maxSplits: 1).last
            .map { $0.split(separator: " ").joined(separator: " ") }
        return
            ([model, Readable.count(threads, "thread"), engine.library].compactMap { $0 }
            + (engine.instructionSet.map { [$0] } ?? [])).joined(separator: ", ")
    }
}
