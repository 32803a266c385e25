import Core
import Figures

/// The pictures of a training on the housing table.
public struct HousingFigures {
    public let title: String

    /// - Parameter title: what was trained on what.
    public init(title: String) { self.title = title }

    /// Losses and the accuracy (or the error) over the iterations.
    public func learningCurves(_ log: MetricsLog, target: HousingTarget) -> some Figure {
        let steps = log.column("step")
        let loss = LineChart(
            "Loss", x: "iteration", y: Axis(target == .classes ? "cross entropy" : "squared error"),
            series: [
                .init("training", xs: steps, ys: log.column("train_loss")),
                .init("test", xs: steps, ys: log.column("test_loss")),
            ])
        let column = target == .classes ? "test_accuracy" : "test_rmse"
        let quality = LineChart(
            target == .classes ? "Accuracy" : "Error", x: "iteration",
            y: target == .classes
                ? Axis("test accuracy", format: .percent(0)) : Axis("root mean square error in $100,000"),
            series: [.init("test", xs: steps, ys: log.column(column))])
        return Panels([loss, quality], title: title)
    }

    /// The share of each class that was taken for each.
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

    /// The test rows where they lie, coloured by their class and by the one they were taken for; of many rows one of
    /// every so many.
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
    ///   - column: of the metrics, such as "train_loss".
    ///   - axis: what the column is.
    public static func comparison(
        _ title: String, of logs: [(name: String, log: MetricsLog)], column: String, axis: String
    ) -> LineChart {
        LineChart(
            title, x: "iteration", y: Axis(axis),
            series: logs.map { name, log in
                .init(name, xs: log.column("step"), ys: log.column(column), hasMarkers: false)
            })
    }
}
