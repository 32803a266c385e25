import Datasets
import Figures
import FoundationEssentials
import Foundations

/// Where the results come from: the exact commands, the data with their digests, and the machine.
struct PageOrigins {
    private let runs: [PageRun]
    private let names: [String]
    private let readable: [Int]

    init(_ layout: RunPageLayout) {
        (runs, names, readable) = (layout.runs, layout.names, layout.readable)
    }

    /// A heading for each run where there are several.
    private func parts(_ body: (PageRun) -> HTML?) -> HTML? {
        let found: [HTML] = readable.compactMap { place in
            guard let own = body(runs[place]) else { return nil }
            guard runs.count > 1 else { return own }
            return "<h3><span class=\"swatch color-\(place % 8)\"></span>\(names[place])</h3>\(own)\n"
        }
        if found.isEmpty { return nil }
        return found.joined(separator: "")
    }

    // MARK: - Commands

    var commands: HTML? {
        parts { run in
            let lines = run.commands.map(\.command)
            let next = "\(run.tool ?? "") --resume --run \(ShellWord.quoted(run.folder.path))"
            let isOpen = run.state == .unfinished
            let more: HTML = isOpen ? "<p>This continues the training:</p><pre>\(next)</pre>" : ""
            if lines.isEmpty { return "<p class=\"soft\">The run has no record of its command.</p>\(more)" }
            return "<pre>\(lines.map { HTML(lines: $0) }.joined(separator: "\n"))</pre>\(more)"
        }
    }

    // MARK: - Data

    /// The data, each set once.
    var data: HTML? {
        var found: [(facts: DataFacts, places: [Int])] = []
        for place in readable {
            guard let facts = facts(of: runs[place]) else { continue }
            if let known = found.firstIndex(where: { $0.facts == facts }) {
                found[known].places.append(place)
            } else {
                found.append((facts, [place]))
            }
        }
        if found.isEmpty { return nil }
        return found.map { facts, places in
            guard found.count > 1 else { return table(of: facts) }
            let title = places.map { names[$0] }.quotedNames(most: 8)
            return "<h3>\(title)</h3>\(table(of: facts))"
        }.joined(separator: "")
    }

    private func facts(of run: PageRun) -> DataFacts? {
        for source in [run.configuration["data"], run.summary["data"]] {
            guard let source, case .object = source else { continue }
            if let facts = try? JSONDecoder().decode(DataFacts.self, from: Data(source.text.utf8)) { return facts }
        }
        return nil
    }

    private func table(of facts: DataFacts) -> HTML {
        var rows: [HTML] = []
        func add(_ name: String, _ value: HTML) {
            rows.append("<tr><th scope=\"row\">\(name)</th><td>\(value)</td></tr>")
        }
        add("source", "\(facts.source)")
        add("format", "\(facts.format)")
        add("examples", "\(Readable.count(facts.examples, facts.noun))")
        if let features = facts.features {
            add("features", "\(Readable.count(features.count)): \(features.quotedNames(most: 40))")
        }
        if let target = facts.target { add("target", "\(target)") }
        if !facts.classes.isEmpty {
            let shown = facts.classes.map { "\($0.name) (\(Readable.count($0.count)))" }
            add("classes", "\(Readable.count(facts.classes.count)): \(shown.quotedNames(most: 40))")
        }
        for part in facts.leftOut {
            add("left out", "\(Readable.count(part.count)) \(part.reason)\(part.first.map { ", first \($0)" } ?? "")")
        }
        for note in facts.notes { add("note", "\(note)") }
        add("digest", "<code>\(facts.digest)</code>")
        return "<div class=\"wide\"><table class=\"plain\"><tbody>\(rows)</tbody></table></div>"
    }

    // MARK: - Machine

    /// The machine and version of each run; of all runs at once where they are the same.
    var machine: HTML? {
        let tables = readable.map { table(ofMachine: runs[$0]) }
        guard let first = tables.first else { return nil }
        if tables.allSatisfy({ $0 == first }) { return first }
        return parts { table(ofMachine: $0) }
    }

    private func table(ofMachine run: PageRun) -> HTML? {
        var rows: [HTML] = []
        func add(_ name: String, _ value: String?) {
            if let value { rows.append("<tr><th scope=\"row\">\(name)</th><td>\(value)</td></tr>") }
        }
        let last = run.commands.last
        add("Kumiki", last?.version ?? run.summary.text("version") ?? run.configuration.text("version"))
        add("engine", last.map { ([$0.engine] + [$0.instructionSet].compactMap { $0 }).joined(separator: ", ") })
        add("processor", last?.processor)
        add("processors", last.map { Readable.count($0.processors) })
        add("threads", run.settings["threads"])
        add("memory", last?.memoryBytes.map { Readable.bytes($0) })
        add("system", last?.system)
        return rows.isEmpty ? nil : "<div class=\"wide\"><table class=\"plain\"><tbody>\(rows)</tbody></table></div>"
    }
}
