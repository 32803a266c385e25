import Core
import FoundationEssentials

/// The results of a reproduction as a page in one file: every figure beside its reference, what it took, and the pictures
/// that show most.
struct ReproductionPage {
    /// The bytes of all pictures at most, as a page has them.
    private static let mostPictureBytes = 8_000_000

    private let report: ReproductionReport
    /// The folder of the page, to which its links are relative.
    private let folder: RunFolder

    init(_ report: ReproductionReport, in folder: RunFolder) { (self.report, self.folder) = (report, folder) }

    /// The file.
    var html: String { page.html() }

    private var shown: [ExperimentRecord] { report.records.filter { $0.state != .skipped } }

    private var page: Page {
        let lead: HTML = """
            <p>\(report.total). \(report.explanation)</p>\
            <p>Kumiki \(KumikiVersion.current) on \(report.machine).</p>
            """
        var page = Page(title: "The experiments, reproduced", lead: lead)
        page.sections.append(.init(id: "results", title: "Results", body: "\(tiles)\(overview)"))
        let pictures = pictures
        let begun = shown.filter { $0.state != .open }
        var groups: [String] = []
        for record in begun where !groups.contains(record.experiment.group) { groups.append(record.experiment.group) }
        for group in groups {
            let bodies = begun.filter { $0.experiment.group == group }.map { article($0, pictures) }
            let title = group.prefix(1).uppercased() + group.dropFirst()
            page.sections.append(.init(id: group, title: title, body: "\(bodies)"))
        }
        if let skipped { page.sections.append(.init(id: "skipped", title: "Skipped", body: skipped)) }
        return page
    }

    // MARK: - The overview

    private var tiles: HTML {
        let results = report.records.flatMap(\.results).filter { $0.ours != nil }
        let done = report.records.filter { $0.state == .done }
        let seconds = report.records.reduce(0) { $0 + $1.seconds }
        let processors = report.records.reduce(0) { $0 + $1.processorSeconds }
        var tiles = [
            Self.tile("experiments", "\(done.count)", "of \(report.records.count) run to their end"),
            Self.tile("figures", "\(results.count { $0.isMet })", "of \(results.count) as good as the reference"),
        ]
        if seconds > 0 {
            let note = "\(Readable.duration(processors)) on processors"
            tiles.append(Self.tile("time", Readable.duration(seconds), note))
        }
        let memory = report.records.map(\.peakMemory).max() ?? 0
        if memory > 0 { tiles.append(Self.tile("memory", Readable.bytes(memory), "the most of an experiment")) }
        if let energy = EnergyTotal(sum: done.map(\.energy)) {
            tiles.append(Self.tile("energy", energy.joulesWords, energy.source))
        }
        return "<dl class=\"tiles\">\(tiles)</dl>\n"
    }

    private static func tile(_ name: String, _ value: String, _ note: String) -> HTML {
        "<div class=\"tile\"><dt>\(name)</dt><dd>\(value)<small>\(note)</small></dd></div>"
    }

    /// A row for each experiment, by its first figure.
    private var overview: HTML {
        let rows: [HTML] = shown.map { record in
            let first = record.state == .done ? record.results.first : nil
            let title: HTML =
                record.state == .open
                ? "\(record.experiment.title)"
                : "<a href=\"#\(record.experiment.name)\">\(record.experiment.title)</a>"
            return """
                <tr><th scope="row">\(title)</th>\
                <td>\(first?.figure.name ?? "")</td><td class="number">\(first?.figure.expected ?? "")</td>\
                <td class="number">\(first?.words ?? "")</td><td class="number">\(first?.deviation ?? "")</td>\
                <td>\(record.verdict)</td><td class="number">\(record.costs[0])</td></tr>

                """
        }
        return """
            <div class="wide"><table><thead><tr><th scope="col">experiment</th><th scope="col">figure</th>\
            <th scope="col" class="number">reference</th><th scope="col" class="number">ours</th>\
            <th scope="col" class="number">deviation</th><th scope="col">verdict</th>\
            <th scope="col" class="number">time</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    private var skipped: HTML? {
        let records = report.records.filter { $0.state == .skipped }
        if records.isEmpty { return nil }
        let items: [HTML] = records.map { record in
            "<li>\(record.experiment.title) (<code>\(record.experiment.name)</code>): \(record.reason ?? "")</li>\n"
        }
        return "<ul>\n\(items)</ul>"
    }

    // MARK: - An experiment

    private func article(_ record: ExperimentRecord, _ pictures: [String: HTML]) -> HTML {
        let experiment = record.experiment
        let costs = zip(["", "memory ", "energy "], record.costs).filter { !$1.isEmpty }.map { $0 + $1 }
        let commands = record.commands.joined(separator: "\n")
        let figures = record.pictures.compactMap { pictures[path($0, of: record)] }
        let own = experiment.name + "/figures/index.html"
        let hasPage = FileStamp(folder.path + "/" + own) != nil
        let link: HTML = hasPage ? " · <a href=\"\(own)\">its own page</a>" : .empty
        return """
            <h3 id="\(experiment.name)">\(experiment.title)</h3>
            <p>\(experiment.shows)</p>
            \(table(of: record))
            <p class="soft">\(costs.joined(separator: ", "))\(link)</p>
            <pre>\(HTML(lines: commands))</pre>
            <div class="figures">\(figures)</div>

            """
    }

    private func table(of record: ExperimentRecord) -> HTML {
        guard record.state == .done, !record.results.isEmpty else { return "<p>\(record.verdict)</p>" }
        let rows: [HTML] = record.results.map { result in
            let note: HTML = result.figure.note.map { "; \($0)" } ?? .empty
            return """
                <tr><th scope="row">\(result.figure.name)</th><td class="number">\(result.figure.expected)</td>\
                <td class="number">\(result.words)</td><td class="number">\(result.deviation)</td>\
                <td>\(result.verdict)</td><td>\(result.figure.source)\(note)</td></tr>

                """
        }
        return """
            <div class="wide"><table><thead><tr><th scope="col">figure</th>\
            <th scope="col" class="number">reference</th><th scope="col" class="number">ours</th>\
            <th scope="col" class="number">deviation</th><th scope="col">verdict</th>\
            <th scope="col">source</th></tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    // MARK: - Pictures

    private func path(_ picture: String, of record: ExperimentRecord) -> String { record.folder + "/" + picture }

    /// The pictures of all experiments, by their files, within the page's bytes.
    private var pictures: [String: HTML] {
        let figures = shown.flatMap { record in
            record.pictures.compactMap { PageFigure(reading: path($0, of: record)) }
        }
        let fitted = PictureBudget.fitted(figures, into: Self.mostPictureBytes)
        return Dictionary(
            zip(figures, fitted).map { ($0.file, Self.figure($0, $1)) }, uniquingKeysWith: { first, _ in first })
    }

    private static func figure(_ figure: PageFigure, _ picture: PictureBudget.Picture) -> HTML {
        let broad: HTML = picture.isBroad ? " class=\"broad\"" : .empty
        return "<figure\(broad)>\(picture.image(of: figure))<figcaption>\(figure.title)</figcaption></figure>\n"
    }
}
