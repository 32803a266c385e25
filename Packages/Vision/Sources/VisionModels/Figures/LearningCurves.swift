import Core

extension ClassifierFigures {
    /// Loss and accuracy over the epochs: of the training examples, and of the validation examples where there are any,
    /// otherwise of the test examples.
    ///
    /// - Parameters:
    ///   - log: metrics of the training by epoch.
    ///   - lossName: what the loss is, such as "cross entropy".
    public func learningCurves(_ log: MetricsLog, lossName: String) -> some Figure {
        let judged: DataPart = Self.hasValues(.loss(.validation), in: log) ? .validation : .test
        let parts = [DataPart.training, judged]
        return Panels(
            [
                Self.chart("Loss", Axis(lossName), log, parts, Metric.loss),
                Self.chart("Accuracy", Axis("accuracy", format: .percent(1)), log, parts, Metric.accuracy),
            ], title: title)
    }

    private static func hasValues(_ metric: Metric, in log: MetricsLog) -> Bool { !log.column(metric).isEmpty }

    /// A curve for each part that was measured.
    static func chart(
        _ title: String, _ y: Axis, _ log: MetricsLog, _ parts: [DataPart], _ metric: (DataPart) -> Metric
    ) -> LineChart {
        let known = parts.filter { hasValues(metric($0), in: log) }
        var axis = y
        // A single curve has no legend; its axis says which part it is.
        if known.count == 1 { axis.title = "\(name(of: known[0])) \(y.title)" }
        return LineChart(
            title, x: "epoch", y: axis,
            series: known.map { part in
                let points = log.rows.compactMap { row -> (epoch: Double, value: Double)? in
                    guard let value = row.first(where: { $0.name == metric(part).name })?.value,
                        let epoch = row.first(where: { $0.name == Metric.epoch.name })?.value
                    else { return nil }
                    return (epoch, value)
                }
                return .init(
                    name(of: part), xs: points.map(\.epoch), ys: points.map(\.value),
                    color: Palette.color(color(of: part)))
            })
    }

    /// What legends call a part.
    private static func name(of part: DataPart) -> String {
        switch part {
        case .training: "training"
        case .validation: "validation"
        case .test: "test"
        }
    }

    /// A part has the same color in every chart.
    private static func color(of part: DataPart) -> Int { part == .training ? 0 : 1 }
}
