import Core

/// The pictures of a training on the housing table.
public struct HousingFigures {
    public let title: String

    /// - Parameter title: model and data set.
    public init(title: String) { self.title = title }

    /// Losses and the accuracy (or the error) over the iterations.
    func learningCurves(_ trained: Trained<Housing>, _ losses: HousingLosses) -> some Figure {
        let preparation = trained.data.preparation
        let (isClassified, curves) = (preparation.task != .regression, trained.curves(losses))
        let (part, step) = (curves.judged, trained.state.step)
        let x = Axis(Housing.lengthUnit.stepName)
        func judged(_ metric: Metric) -> LineChart.Series {
            let value = trained.measurements.first { $0.metric == metric }?.value
            return curves.curve("\(part.rawValue)", metric, color: Palette.color(1), end: (step, value))
        }
        let hasDropout = trained.experiment.dropout > 0
        let loss = LineChart(
            hasDropout ? "Loss (dropout is on in training, off in \(part.rawValue))" : "Loss", x: x,
            y: Axis(isClassified ? "cross entropy, nats" : "squared error, standardized"),
            series: curves.training(nil, color: Palette.color(0)) + [judged(.loss(part))])
        let quality = LineChart(
            isClassified ? "Accuracy" : "Error", x: x,
            y: isClassified
                ? Axis("\(part.rawValue) accuracy", format: .percent(0))
                : Axis("root mean square error \(preparation.unitWords)"),
            series: [judged(isClassified ? .accuracy(part) : .rmse(part))])
        return Panels([loss, quality], title: title)
    }

    /// Test rows by true and by predicted class.
    public func confusion(
        _ score: ClassificationScore, _ classNames: [String], showing cells: ConfusionCells
    ) -> some Figure {
        HeatMap.confusionMatrix(
            "\(title): test rows by class", counts: score.confusion, labels: classNames, showing: cells)
    }

    /// From cold to warm, as values rise.
    private static let colors = [Palette.color(0), Color(0xF0C24B), Palette.color(1)]

    /// More points than these hide each other.
    private static let mostPlaces = 5_000

    /// The test rows on the map, colored by their class and by the predicted one; of many rows, only some at regular
    /// intervals.
    ///
    /// - Returns: nil where the table has no coordinates.
    public func map(_ data: HousingData, truths: [Int], predictions: [Int]) -> (some Figure)? {
        guard let places = data.testPlaces else { return Panels?.none }
        let names = data.preparation.classNames
        let interval = (truths.count + Self.mostPlaces - 1) / Self.mostPlaces
        let plots = [("true", truths), ("predicted", predictions)].map { name, classes in
            ScatterPlot(
                "\(name) class", x: "longitude", y: "latitude",
                groups: names.indices.map { label in
                    let rows = classes.indices.filter { $0.isMultiple(of: interval) && classes[$0] == label }
                    return ScatterPlot.Group(
                        names[label], xs: rows.map { Double(places.longitudes[$0]) },
                        ys: rows.map { Double(places.latitudes[$0]) },
                        color: names == HousingColumns.thirds ? Self.colors[label] : Palette.color(label),
                        marker: .circle, radius: 1.8)
                }, size: Size(470, 520))
        }
        return Panels(plots, title: "\(title): \(data.preparation.layout.target) on the map")
    }

    /// The training losses of several trainings on one chart.
    ///
    /// - Parameters:
    ///   - title: written above the chart.
    ///   - trainings: in order, each with its name.
    public static func comparison(_ title: String, of trainings: [(name: String, curves: HousingCurves)]) -> LineChart {
        let series = trainings.enumerated().map { number, training in
            training.curves.training(training.name, color: Palette.color(number))
        }
        let hasSingle = series.contains { $0.count > 1 }
        return LineChart(
            title + (hasSingle ? " (pale: single mini-batches; lines: means of epochs)" : ""),
            x: Axis(Housing.lengthUnit.stepName), y: "training loss, nats",
            // Single losses are drawn below the curves of all trainings.
            series: series.flatMap { $0.dropLast() } + series.compactMap(\.last))
    }

    /// The losses of several trainings on a part that is not used for training.
    public static func comparison(
        _ title: String, of trainings: [(name: String, curves: HousingCurves)], on part: DataPart
    ) -> LineChart {
        LineChart(
            title, x: Axis(Housing.lengthUnit.stepName), y: Axis("\(part.rawValue) loss, nats"),
            series: trainings.enumerated().map { number, training in
                training.curves.curve(training.name, .loss(part), color: Palette.color(number))
            })
    }
}

extension Trained<Housing> {
    /// The measurements during training.
    fileprivate func curves(_ losses: HousingLosses) -> HousingCurves {
        HousingCurves(log, steps: state.stepsPerEpoch > 1 ? steps?.rows ?? [] : [], untrained: losses.untrained)
    }
}
