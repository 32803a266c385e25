import Figures
import Foundations

/// The final numbers of runs, with the deviation over seeds where there are several.
struct PageResults {
    private let runs: [PageRun]
    private let layout: RunPageLayout
    private let metrics: [Metric]
    private let groups: [PageGroup]

    init(_ layout: RunPageLayout) {
        (self.layout, runs) = (layout, layout.runs)
        metrics = Self.metrics(of: layout.runs)
        groups = PageGroup.all(of: layout)
    }

    /// What every training measures, and what these runs measured besides.
    private static func metrics(of runs: [PageRun]) -> [Metric] {
        var found = [
            Metric.accuracy(.test), .loss(.test), .accuracy(.validation), .loss(.validation), .accuracy(.training),
            .trainLoss,
        ].filter { metric in runs.contains { $0.value(metric) != nil } }
        let counters = ["epoch", "step", "seconds", "learning_rate"]
        for name in runs.flatMap(\.metrics.header) where !counters.contains(name) {
            let metric = Metric.named(name)
            if !found.contains(metric), runs.contains(where: { $0.value(metric) != nil }) { found.append(metric) }
        }
        return found
    }

    var html: HTML? {
        guard !layout.readable.isEmpty else { return nil }
        return runs.count == 1 ? single(runs[0]) : "\(table)\(spread)"
    }

    // MARK: - One run

    private func single(_ run: PageRun) -> HTML {
        let group = groups.first { $0.values.count > 1 }
        var tiles: [HTML] = metrics.prefix(4).compactMap { metric in
            guard let value = run.value(metric) else { return nil }
            let statistics = group?.statistics(metric)
            let shown = statistics?.mean ?? value
            let note: HTML? = statistics.map { "<small>± \($0.deviationText(metric)) over \($0.count) seeds</small>" }
            return Self.tile(metric.words, Readable.value(shown, of: metric), note)
        }
        let epochs = run.summary.wholeNumber("epochs") ?? run.latest(.epoch).flatMap { Int(exactly: $0) }
        let seconds = run.summary.number("seconds") ?? run.latest(.seconds)
        if let epochs {
            let kept = run.summary.wholeNumber("kept_epoch").map { "weights of epoch \(Readable.count($0))" }
            tiles.append(Self.tile("epochs", Readable.count(epochs), kept.map { "<small>\($0)</small>" }))
        }
        if let seconds, seconds > 0 { tiles.append(Self.tile("training", Readable.duration(seconds), nil)) }
        if let count = run.summary.wholeNumber("parameters") {
            tiles.append(Self.tile("parameters", Readable.count(count), nil))
        }
        if let energy = run.energy {
            tiles.append(Self.tile("energy", energy.joulesWords, "<small>\(energy.source)</small>"))
        }
        let words: HTML = run.state == .finished ? "" : Self.unfinished(run)
        return "\(words)<dl class=\"tiles\">\(tiles)</dl>\(seedTable(group))\(rest(of: run))"
    }

    private static func unfinished(_ run: PageRun) -> HTML {
        switch run.state {
        case .training:
            "<p class=\"soft\">The training is still running; these are the numbers of its latest epoch.</p>"
        case .unfinished:
            "<p class=\"soft\">The training has not finished; these are the numbers of its latest epoch.</p>"
        default: .empty
        }
    }

    private static func tile(_ name: String, _ value: String, _ note: HTML?) -> HTML {
        "<div class=\"tile\"><dt>\(name)</dt><dd>\(value)\(note ?? .empty)</dd></div>"
    }

    /// A row for every seed of a run.
    private func seedTable(_ group: PageGroup?) -> HTML {
        guard let group else { return .empty }
        let measured = metrics.filter { metric in group.values.contains { $0.numbers[metric.name] != nil } }
        let heads: [HTML] = measured.map { "<th scope=\"col\">\($0.words)</th>" }
        let rows: [HTML] = group.values.map { value in
            let cells: [HTML] = measured.map { Self.cell(value.numbers[$0.name], of: $0) }
            return "<tr><th scope=\"row\">\(value.seed)</th>\(cells)</tr>"
        }
        let means: [HTML] = measured.map { "<td>\(Self.spread(group.statistics($0), of: $0))</td>" }
        return """
            <div class="wide"><table class="numbers"><caption>Every seed, mean and standard deviation</caption>
            <thead><tr><th scope="col">seed</th>\(heads)</tr></thead><tbody>\(rows)
            <tr class="mean"><th scope="row">mean ± deviation</th>\(means)</tr></tbody></table></div>
            """
    }

    /// All other members of a run's summary that are numbers or words.
    private func rest(of run: PageRun) -> HTML {
        let known = Set(
            metrics.prefix(4).map(\.name) + ["tool", "version", "run", "epochs", "parameters", "model", "dataset"]
                + (run.energy?.members.members.map(\.key) ?? []))
        var rows = run.summary.members.compactMap { member -> HTML? in
            if known.contains(member.key) { return nil }
            let text: String
            switch member.value {
            case .number(let value):
                let metric = Metric.named(member.key)
                text = metric.isFraction ? Readable.value(value, of: metric) : PageText.number(value)
            case .integer(let value): text = PageText.whole(value, of: member.key)
            case .unsigned(let value): text = "\(value)"
            case .bool(let value): text = value ? "yes" : "no"
            case .string(let value): text = value
            case .null: text = "not a number"
            case .array, .object: return nil
            }
            return "<tr><th scope=\"row\">\(Metric(member.key).words)</th><td>\(PageSettings.cell(text))</td></tr>"
        }
        if let energy = run.energy {
            for (name, words) in [("energy", energy.energyWords), ("carbon", energy.emissionsWords)] {
                rows.append("<tr><th scope=\"row\">\(name)</th><td>\(words)</td></tr>")
            }
        }
        if rows.isEmpty { return .empty }
        return """
            <details data-name="all numbers"><summary>All numbers of the run</summary>
            <div class="wide"><table class="plain"><tbody>\(rows)</tbody></table></div></details>
            """
    }

    // MARK: - Several runs

    /// A row for each run, with the settings in which they differ.
    private var table: HTML {
        let settings = layout.settings.shown
        let counts: [(name: String, key: String)] = [("parameters", "parameters"), ("epochs", "epochs")]
        let settingHeads: [HTML] = settings.map { "<th scope=\"col\" title=\"\($0.key)\">\($0.name)</th>" }
        let heads: [HTML] =
            metrics.map { "<th scope=\"col\" class=\"number\">\($0.words)</th>" }
            + counts.map { "<th scope=\"col\" class=\"number\">\($0.name)</th>" }
        let best = metrics.map(best)
        let hasEnergy = runs.contains { $0.energy != nil }
        let energyHead: HTML = hasEnergy ? "<th scope=\"col\" class=\"number\">energy</th>" : .empty
        let rows: [HTML] = runs.indices.map { place in
            let run = runs[place]
            let own: [HTML] = settings.map { "<td>\(PageSettings.cell($0.values[place]))</td>" }
            let values: [HTML] = metrics.indices.map { index in
                Self.cell(run.value(metrics[index]), of: metrics[index], isBest: best[index] == place)
            }
            let numbers: [HTML] = counts.map { count in
                let value =
                    run.summary.wholeNumber(count.key)
                    ?? (count.key == "epochs" ? run.latest(.epoch).flatMap { Int(exactly: $0) } : nil)
                return "<td class=\"number\">\(value.map(Readable.count) ?? "–")</td>"
            }
            let seconds = run.summary.number("seconds") ?? run.latest(.seconds)
            let energy: HTML =
                hasEnergy ? "<td class=\"number\">\(run.energy?.joulesWords ?? "–")</td>" : .empty
            let state: HTML = run.state == .finished ? "" : " <span class=\"state\">\(run.state.rawValue)</span>"
            return """
                <tr><th scope="row"><span class="swatch color-\(place % 8)"></span>\(layout.names[place])\(state)</th>\
                \(own)\(values)\(numbers)<td class="number">\(seconds.map { Readable.duration($0) } ?? "–")</td>\(energy)</tr>

                """
        }
        return """
            <div class="wide"><table><caption>The numbers of the kept weights; the best value of a column has a star</caption>
            <thead><tr><th scope="col">run</th>\(settingHeads)\(heads)<th scope="col" class="number">training</th>\(energyHead)</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    /// The run with the best value of a loss or an accuracy; nil for others, and where several are equal.
    private func best(_ metric: Metric) -> Int? {
        guard metric.isFraction || metric.name.hasSuffix("_loss") else { return nil }
        let values = runs.indices.compactMap { place in
            runs[place].value(metric).flatMap { $0.isFinite ? (place, metric.badness($0)) : nil }
        }
        guard values.count > 1, let first = values.min(by: { $0.1 < $1.1 }) else { return nil }
        return values.count { $0.1 == first.1 } == 1 ? first.0 : nil
    }

    /// Mean and deviation of runs that differ only in their seed.
    private var spread: HTML {
        let several = groups.filter { $0.values.count > 1 }
        if several.isEmpty { return .empty }
        let measured = metrics.filter { metric in several.contains { $0.statistics(metric) != nil } }
        let heads: [HTML] = measured.map { "<th scope=\"col\" class=\"number\">\($0.words)</th>" }
        let rows: [HTML] = several.map { group in
            let cells: [HTML] = measured.map {
                "<td class=\"number\">\(Self.spread(group.statistics($0), of: $0))</td>"
            }
            return
                "<tr><th scope=\"row\">\(group.title)</th><td class=\"number\">\(group.values.count)</td>\(cells)</tr>"
        }
        return """
            <div class="wide"><table><caption>Mean and standard deviation over seeds, of runs that differ in nothing else\
            </caption><thead><tr><th scope="col">runs</th><th scope="col" class="number">seeds</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody></table></div>
            """
    }

    // MARK: - Cells

    private static func cell(_ value: Double?, of metric: Metric, isBest: Bool = false) -> HTML {
        guard let value else { return "<td class=\"number\"><span class=\"soft\">–</span></td>" }
        return "<td class=\"\(isBest ? "number best" : "number")\">\(Readable.value(value, of: metric))</td>"
    }

    private static func spread(_ statistics: PageGroup.Statistics?, of metric: Metric) -> HTML {
        guard let statistics else { return "–" }
        let count: HTML = statistics.isWhole ? "" : " (\(statistics.count))"
        return """
            \(Readable.value(statistics.mean, of: metric)) <span class="deviation">± \(statistics.deviationText(metric))\
            \(count)</span>
            """
    }
}

/// Numbers of a page in words.
enum PageText {
    static func number(_ value: Double) -> String {
        value == value.rounded() && value.magnitude < 1e15 ? Readable.shortest(value) : Readable.loss(value)
    }

    /// A whole number; bytes in their units.
    static func whole(_ value: Int, of name: String) -> String {
        name.hasSuffix("_bytes") ? Readable.bytes(value) : name == "seed" ? "\(value)" : Readable.count(value)
    }
}
