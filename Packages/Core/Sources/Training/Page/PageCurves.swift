import Figures
import Foundations

/// The curves of runs: what was measured epoch by epoch, and the loss within epochs.
struct PageCurves {
    let runs: [Page.Run]
    let charts: [PageChart]
    /// What is left out, in words.
    private let note: String?

    /// Corresponding values of the axes that a page knows of each run.
    private static let mostKnots = 200
    /// Charts, and curves of one chart, at most.
    private static let mostCharts = 24
    private static let mostCurves = 100
    /// Points of all curves together.
    private static let mostPoints = 60_000

    init(_ layout: RunPageLayout) {
        let all = layout.runs
        runs = zip(layout.names, all).map { Page.Run(name: $0, knots: Self.knots(of: $1.metrics)) }
        // Where no run has an epoch of several steps, steps and epochs are the same.
        var names: [String] = []
        for run in all.flatMap({ [$0] + $0.seeds }) {
            names += run.metrics.header.filter { !Self.counters.contains($0) && !names.contains($0) }
        }
        var charts = names.map { name in
            PageChart(
                id: name, title: Metric.named(name).words, axis: "epoch", isFraction: Metric.named(name).isFraction,
                series: all.enumerated().flatMap { Self.series(of: name, $1, number: $0) })
        }
        let steps = all.enumerated().flatMap { number, run -> [PageChart.Series] in
            Self.curve(run.steps, "step", "train_loss").map { [.init(run: number, xs: $0.xs, ys: $0.ys)] } ?? []
        }
        charts.append(PageChart(id: "steps", title: "train loss within epochs", axis: "step", series: steps))
        charts.removeAll { $0.series.isEmpty }
        // The usual order: losses and accuracies of the parts, then what else was measured, the learning rate last.
        let rank = { (chart: PageChart) in
            Self.order.firstIndex(of: chart.id) ?? (chart.id == "learning_rate" ? 99 : Self.order.count)
        }
        charts = charts.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
        // A learning rate that never changes is a setting, not a curve.
        charts.removeAll { $0.id == "learning_rate" && $0.series.allSatisfy { Set($0.ys).count < 2 } }
        let (found, most) = (charts.count, charts.map(\.series.count).max() ?? 0)
        for place in charts.indices { charts[place].series = Array(charts[place].series.prefix(Self.mostCurves)) }
        charts = Array(charts.prefix(Self.mostCharts))
        // Many curves have fewer points each, so that the page stays small.
        let share = Self.mostPoints / 2 / max(1, charts.reduce(0) { $0 + $1.series.count })
        for place in charts.indices { charts[place].buckets = min(PageChart.mostBuckets, max(60, share)) }
        self.charts = charts
        let cut =
            (found > Self.mostCharts ? ["the first \(Self.mostCharts) of \(found) measured values"] : [])
            + (most > Self.mostCurves ? ["the first \(Self.mostCurves) of \(most) curves of a chart"] : [])
        note = cut.isEmpty ? nil : "Drawn are " + cut.joined(separator: ", and ") + "."
    }

    private static let counters = ["epoch", "step", "seconds"]
    private static let order =
        ["train_loss", "validation_loss", "test_loss", "train_accuracy", "validation_accuracy", "test_accuracy"]

    func html(on page: Page) -> HTML? {
        if charts.isEmpty { return nil }
        let places: [HTML] = charts.map { "<div>\(Page.place(of: $0))\(page.table(of: $0))</div>\n" }
        let words: HTML = note.map { "<p class=\"soft\">\($0)</p>" } ?? .empty
        return "\(words)\(Page.legend)<div class=\"charts\">\(places)</div>"
    }

    private static func series(of name: String, _ run: PageRun, number: Int) -> [PageChart.Series] {
        var found: [PageChart.Series] = []
        if let own = curve(run.metrics, "epoch", name) {
            let seed = run.seeds.isEmpty ? "" : "seed \(run.settings["seed"] ?? "?")"
            found.append(.init(seed, run: number, xs: own.xs, ys: own.ys))
        }
        for other in run.seeds {
            guard let own = curve(other.metrics, "epoch", name) else { continue }
            found.append(
                .init("seed \(other.settings["seed"] ?? "?")", run: number, xs: own.xs, ys: own.ys, isFaint: true))
        }
        return found
    }

    /// A column over another; nil where it has no values. Places increase.
    private static func curve(_ table: RunTable, _ axis: String, _ name: String) -> (xs: [Double], ys: [Double])? {
        guard let x = table.header.firstIndex(of: axis), let y = table.header.firstIndex(of: name) else { return nil }
        var (xs, ys): ([Double], [Double]) = ([], [])
        for row in table.rows where row.count > max(x, y) && row[x].isFinite && row[x] > xs.last ?? -.infinity {
            // An empty field: not measured in this epoch.
            if row[y].isNaN { continue }
            xs.append(row[x])
            ys.append(row[y])
        }
        return xs.isEmpty ? nil : (xs, ys)
    }

    private static func knots(of table: RunTable) -> [(axis: String, values: [Double])] {
        let known = counters.filter(table.header.contains)
        let places = known.compactMap { table.header.firstIndex(of: $0) }
        let rows = table.rows.filter { row in places.allSatisfy { row.count > $0 && row[$0].isFinite } }
        guard rows.count > 1 else { return [] }
        let count = min(mostKnots, rows.count)
        let chosen = (0..<count).map { rows[$0 * (rows.count - 1) / (count - 1)] }
        let knots = zip(known, places).map { name, place in (axis: name, values: chosen.map { $0[place] }) }
        // Steps that are epochs are no other axis.
        return knots.filter { knot in knot.axis != "step" || knots.first { $0.axis == "epoch" }?.values != knot.values }
    }
}

extension Metric {
    /// The metric of a column or a member of a summary.
    static func named(_ name: String) -> Metric {
        DataPart.allCases.map(Metric.accuracy).first { $0.name == name } ?? Metric(name)
    }
}
