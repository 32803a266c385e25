import Figures
import Foundations

/// The sections of a page of runs, in order.
struct RunPageLayout {
    let runs: [PageRun]
    /// The names of the runs: the shortest ends of their paths that differ.
    let names: [String]
    let settings: PageSettings
    /// The series that runs belong to, which have figures of their own.
    let series: [PageSeries]
    /// What could not be read or shown, one sentence each.
    let problems: [String]

    init(_ runs: [PageRun], series: [PageSeries] = [], notes: [String] = []) {
        (self.runs, self.series) = (runs, series)
        problems = notes + runs.flatMap(\.problems)
        names = Self.names(of: runs.map(\.folder))
        settings = PageSettings(runs)
    }

    /// Runs whose files say something.
    var readable: [Int] { runs.indices.filter { runs[$0].tool != nil && runs[$0].state != .newer } }

    func page(title: String?) -> Page {
        var page = Page(title: title ?? self.title, lead: lead)
        let results = PageResults(self), curves = PageCurves(self)
        (page.runs, page.charts) = (curves.runs, curves.charts)
        let taken = page.charts.reduce(Page.frameBytes) { $0 + $1.byteCount }
        var pictures = PagePictures(self, besides: taken)
        func add(_ id: String, _ title: String, _ body: HTML?) {
            if let body { page.sections.append(.init(id: id, title: title, body: body)) }
        }
        add("problems", "What is missing", notice)
        add("results", "Results", results.html)
        add("curves", "Curves", curves.html(on: page))
        add("figures", "Figures", pictures.html())
        page.live = pictures.live
        add("settings", "Settings", settings.html(names: names))
        let origins = PageOrigins(self)
        add("commands", "Commands", origins.commands)
        add("data", "Data", origins.data)
        add("machine", "Machine", origins.machine)
        return page
    }

    // MARK: - The head

    private var title: String {
        if let series = series.first, self.series.count == 1 {
            return "\(series.kind.prefix(1).uppercased() + series.kind.dropFirst()) of \(series.tool)"
        }
        if runs.count == 1, let run = runs.first {
            let parts = [run.model, run.shortDataset].compactMap { $0 }
            // Some tools say only at the end what they have trained.
            let name = run.tool.map { "\($0): \(run.name)" } ?? run.name
            return parts.isEmpty ? name : parts.joined(separator: " on ")
        }
        let tools = Set(runs.compactMap(\.tool)).sorted()
        return "\(Readable.count(runs.count, "run"))" + (tools.isEmpty ? "" : " of \(tools.joined(separator: " and "))")
    }

    private var lead: HTML {
        guard runs.count == 1, let run = runs.first else {
            let models = Set(runs.compactMap(\.model)).sorted(), sets = Set(runs.compactMap(\.shortDataset)).sorted()
            let words = [models, sets].filter { !$0.isEmpty }.map { $0.quotedNames(most: 6) }
            return "<p>\(words.joined(separator: " on "))</p>"
        }
        var parts: [HTML] = []
        if let tool = run.tool { parts.append("<b>\(tool)</b>") }
        parts.append("run <b>\(run.folder.path)</b>")
        if let date = run.date { parts.append("begun \(date) UTC") }
        parts.append("<span class=\"state\">\(run.state.rawValue)</span>")
        return "<p>\(parts.joined(separator: " · "))</p>"
    }

    private var notice: HTML? {
        let all = problems
        if all.isEmpty { return nil }
        let items: [HTML] = all.prefix(50).map { "<li>\($0)</li>" }
        let more: HTML = all.count > 50 ? "<li>and \(Readable.count(all.count - 50)) more</li>" : ""
        return "<div class=\"notice\" role=\"note\"><ul>\(items)\(more)</ul></div>"
    }

    // MARK: - Names

    /// The last parts of paths, as many as tell them apart.
    static func names(of folders: [RunFolder]) -> [String] {
        let parts = folders.map { folder in
            folder.name == folder.path
                ? [folder.name] : folder.path.split(separator: "/").map(String.init).dropLast() + [folder.name]
        }
        return parts.indices.map { place in
            for count in 1...max(1, parts[place].count) {
                let name = parts[place].suffix(count).joined(separator: "/")
                let isAlone = parts.indices.allSatisfy {
                    $0 == place || parts[$0].suffix(count).joined(separator: "/") != name
                }
                if isAlone { return name }
            }
            return folders[place].path
        }
    }
}

extension [String] {
    /// The first names, separated by commas.
    func quotedNames(most: Int) -> String {
        prefix(most).joined(separator: ", ") + (count > most ? " and \(Readable.count(count - most)) more" : "")
    }
}
