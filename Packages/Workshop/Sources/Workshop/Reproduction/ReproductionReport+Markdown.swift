import Core

extension ReproductionReport {
    /// The results as a page of Markdown: a line for each experiment between two marks, for documents that quote it, and
    /// then every figure with its source, its command and what it took.
    public var markdown: String {
        let command = isQuick ? "kumiki reproduce --quick" : "kumiki reproduce"
        var text = """
            # The experiments, reproduced

            `\(command)` writes this page. *Deviation* is ours − reference, of percentages in points; *verdict* says \
            whether ours is as good as the reference, within the tolerance of the table of experiments.

            <!-- reproduction: written by \(command) -->

            Kumiki \(KumikiVersion.current) on \(machine). \(total). \(explanation)

            | experiment | command | figure | reference | ours | verdict | time |
            |---|---|---|--:|--:|---|--:|

            """
        for record in records where record.state != .skipped { text += Self.row(brief(record)) }
        text += "\n<!-- end of reproduction -->\n"
        let groups = records.map(\.experiment.group).reduce(into: [String]()) { known, group in
            if !known.contains(group) { known.append(group) }
        }
        for group in groups { text += markdown(of: group) }
        let skipped = records.filter { $0.state == .skipped }
        if !skipped.isEmpty {
            text += "\n## Skipped\n\n"
            for record in skipped {
                text += "- `\(record.experiment.name)`, \(record.experiment.title): \(record.reason ?? "")\n"
            }
        }
        return text
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }

    /// An experiment in a line, by its first figure.
    private func brief(_ record: ExperimentRecord) -> [String] {
        let first = record.state == .done ? record.results.first : nil
        return [
            record.experiment.title, record.commands.first.map { "`\($0)`" } ?? "", first?.figure.name ?? "",
            first?.figure.expected ?? "", first.map { $0.words } ?? "", record.verdict,
            record.costs[0],
        ]
    }

    /// Every figure of a group, and its commands.
    private func markdown(of group: String) -> String {
        let own = records.filter { $0.experiment.group == group && $0.state != .skipped }
        guard !own.isEmpty else { return "" }
        var text = """

            ## \(group.prefix(1).uppercased() + group.dropFirst())

            | experiment | figure | reference | source | ours | deviation | verdict | time | memory | energy |
            |---|---|--:|---|--:|--:|---|--:|--:|--:|

            """
        for record in own {
            let name = "`\(record.experiment.name)`"
            guard record.state == .done, !record.results.isEmpty else {
                text += Self.row([name, "", "", "", "", "", record.verdict] + record.costs)
                continue
            }
            for (number, result) in record.results.enumerated() {
                let (figure, isFirst) = (result.figure, number == 0)
                text += Self.row(
                    [
                        isFirst ? name : "", figure.name, figure.expected,
                        figure.source + (figure.note.map { "; \($0)" } ?? ""), result.words, result.deviation,
                        result.verdict,
                    ] + (isFirst ? record.costs : ["", "", ""]))
            }
        }
        text += "\n"
        for record in own {
            let commands = record.commands.map { "`\($0)`" }.joined(separator: ", then ")
            let ending = record.experiment.shows.last.map { ".!?".contains($0) } == true ? "" : "."
            text +=
                "- `\(record.experiment.name)`, \(record.experiment.title): \(commands). "
                + "\(record.experiment.shows)\(ending)\n"
        }
        return text
    }
}
