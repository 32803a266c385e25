import Figures
import Foundations

extension SweepReport {
    /// Accuracy (or loss) against the values; for two settings a heat map for each part that compares trainings.
    package var figure: any Figure { plan.axes.count == 1 ? chart : grid }

    private var title: String { "\(plan.experiment.modelName) on \(plan.experiment.shortDatasetName)" }

    /// "accuracy", or "loss".
    private var quality: String { judges.first?.isFraction == false ? "loss" : "accuracy" }

    private var seeds: String { plan.runs == 1 ? "" : ", mean of \(plan.runs) seeds" }

    private func part(_ metric: Metric) -> String { metric.words.split(separator: " ").first.map(String.init) ?? "" }

    private var chart: LineChart {
        let axis = plan.axes[0]
        let order = rows.indices.sorted { rows[$0].point[0] < rows[$1].point[0] }
        let xs = order.map { rows[$0].point[0] }
        let spansDecades = xs[0] > 0 && xs[xs.count - 1] / xs[0] >= 10
        let shown = metrics.filter { judges.contains($0) || $0 == .accuracy(.training) }
        let series = shown.map { metric in
            let values = order.map { rows[$0].statistics(metric.name) }
            let band = LineChart.Band(
                lower: values.map { $0.mean - $0.deviation }, upper: values.map { $0.mean + $0.deviation })
            return LineChart.Series(
                metric == .accuracy(.training) ? "training" : part(metric), xs: xs, ys: values.map(\.mean),
                band: plan.runs > 1 ? band : nil)
        }
        let spread = plan.runs == 1 ? "" : " ± deviation of \(plan.runs) seeds"
        return LineChart(
            "\(title): \(quality) by \(axis.setting.words)\(spread)",
            x: Axis(axis.setting.words, scale: spansDecades ? .logarithmic : .linear),
            y: Axis(
                series.count == 1 ? "\(shown[0].words)" : quality, format: quality == "accuracy" ? .percent(0) : nil),
            series: series)
    }

    /// A row for each value of the first setting, the smallest below; a column for each of the second.
    private var grid: any Figure {
        let (first, second) = (plan.axes[0], plan.axes[1])
        let (ys, xs) = (first.values.sorted(by: >), second.values.sorted())
        let means = judges.flatMap { metric in rows.map { $0.mean(metric) } }.filter(\.isFinite)
        // Equal numbers have equal colors.
        let range = means.min().flatMap { smallest in means.max().map { smallest...$0 } }
        let maps = judges.map { metric in
            HeatMap(
                judges.count == 1 ? "\(title): \(metric.words)\(seeds)" : "\(metric.words)\(seeds)",
                x: second.setting.words, y: first.setting.words,
                values: ys.map { y in
                    xs.map { x in rows.first { $0.point == [y, x] }?.mean(metric) ?? .nan }
                }, rowLabels: ys.map(Readable.shortest), columnLabels: xs.map(Readable.shortest), range: range,
                numbers: metric.isFraction ? .format(.percent(1)) : .automatic,
                barFormat: metric.isFraction ? .percent(0) : nil)
        }
        return maps.count == 1
            ? maps[0]
            : Panels(maps, title: title)
    }
}
