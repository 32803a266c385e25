import Core
import Figures

/// The pictures of a training on the housing table.
public struct HousingFigures {
    public let title: String

    /// - Parameter title: what was trained on what.
    public init(title: String) { self.title = title }

    /// Losses and the accuracy (or the error) over the steps.
    public func learningCurves(_ log: MetricsLog, target: HousingTarget) -> some Figure {
        let part: DataPart = log.column(.loss(.validation)).isEmpty ? .test : .validation
        let loss = LineChart(
            "Loss", x: "step", y: Axis(target == .classes ? "cross entropy" : "squared error"),
            series: [
                Self.curve("training", .trainLoss, of: log), Self.curve(part.rawValue, .loss(part), of: log),
            ])
        let quality = LineChart(
            target == .classes ? "Accuracy" : "Error", x: "step",
            y: target == .classes
                ? Axis("\(part.rawValue) accuracy", format: .percent(0)) : Axis("root mean square error in $100,000"),
            series: [Self.curve(part.rawValue, target == .classes ? .accuracy(part) : .rmse(part), of: log)])
        return Panels([loss, quality], title: title)
    }

    /// A metric over the steps, of the rows that have it.
    private static func curve(
        _ name: String, _ metric: Metric, of log: MetricsLog, hasMarkers: Bool? = nil
    ) -> LineChart.Series {
        let points = log.rows.map { row in
            [Metric.step, metric].compactMap { wanted in row.first { $0.name == wanted.name }?.value }
        }.filter { $0.count == 2 }
        return LineChart.Series(name, xs: points.map { $0[0] }, ys: points.map { $0[1] }, hasMarkers: hasMarkers)
    }

    /// The share of each true class that is predicted as each class.
    public func confusion(_ score: ClassificationScore) -> some Figure {
        let shares = score.confusion.map { row in
            row.map { Double($0) / Double(max(1, row.reduce(0, +))) }
        }
        return HeatMap(
            "\(title): test rows by class", x: "predicted class", y: "true class", values: shares,
            rowLabels: HousingColumns.classNames, columnLabels: HousingColumns.classNames, colors: .blues,
            range: 0...1, numbers: .format(.percent(1)), barFormat: .percent(0))
    }

    /// From cold to warm, as values rise.
    private static let colors = [Palette.color(0), Color(0xF0C24B), Palette.color(1)]

    /// More points than these are one blot.
    private static let mostPlaces = 5_000

    /// The test rows on the map, coloured by their class and by the predicted one; of many rows, one of every so many.
    public func map(_ data: HousingData, truths: [Int], predictions: [Int]) -> some Figure {
        let interval = (truths.count + Self.mostPlaces - 1) / Self.mostPlaces
        let plots = [("true", truths), ("predicted", predictions)].map { name, classes in
            ScatterPlot(
                "\(name) class", x: "longitude", y: "latitude",
                groups: HousingColumns.classNames.indices.map { label in
                    let rows = classes.indices.filter { $0.isMultiple(of: interval) && classes[$0] == label }
                    return ScatterPlot.Group(
                        HousingColumns.classNames[label], xs: rows.map { Double(data.testPlaces.longitudes[$0]) },
                        ys: rows.map { Double(data.testPlaces.latitudes[$0]) }, color: Self.colors[label],
                        marker: .circle, radius: 1.8)
                }, size: Size(470, 520))
        }
        return Panels(plots, title: "\(title): house values on the map")
    }

    /// The loss curves of several trainings on one chart.
    ///
    /// - Parameters:
    ///   - metric: the loss that is drawn.
    ///   - axis: what it is.
    public static func comparison(
        _ title: String, of logs: [(name: String, log: MetricsLog)], metric: Metric, axis: String
    ) -> LineChart {
        LineChart(
            title, x: "step", y: Axis(axis),
            series: logs.map { curve($0.name, metric, of: $0.log, hasMarkers: false) })
    }
}
