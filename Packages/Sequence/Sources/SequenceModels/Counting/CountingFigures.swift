import Core

/// The pictures of a network that counts.
public struct CountingFigures {
    public let title: String
    public let language: CountingLanguage

    /// - Parameters:
    ///   - title: cell and language, such as "LSTM on aⁿb²ⁿc³ⁿ".
    ///   - language: names the symbols of the figures.
    public init(title: String, language: CountingLanguage) {
        self.title = title
        self.language = language
    }

    /// Loss and squared error over the epochs; the latter on the validation strings, where there are any.
    public func learningCurves(_ log: MetricsLog) -> some Figure {
        let part: DataPart = log.column(.squaredError(.validation)).isEmpty ? .test : .validation
        func chart(_ title: String, _ axis: Axis, _ metric: Metric) -> LineChart {
            LineChart(
                title, x: "epoch", y: axis,
                series: [.init(metric.name, xs: log.column(.epoch), ys: log.column(metric), hasMarkers: false)],
                size: Size(Theme.width, 420))
        }
        return Panels(
            [
                chart("Training loss", Axis("cross entropy, nats"), .trainLoss),
                chart("Determined positions", Axis("squared error", scale: .logarithmic), .squaredError(part)),
            ], title: title)
    }

    /// Predictions and states along one string, one panel over the other.
    public func alongString(_ reading: CountingReading) -> some Figure {
        let symbols = language.symbols
        let probabilities = chart(
            "Predicted next symbol; from the first b on the language determines it", "probability", range: -0.03...1.03,
            names: symbols, rows: reading.probabilities, of: reading)
        var panels = [probabilities]
        panels.append(
            chart("Hidden state", "activation", names: names("h", reading.hidden), rows: reading.hidden, of: reading))
        if !reading.cells.isEmpty {
            panels.append(
                chart("Cell state", "value", names: names("c", reading.cells), rows: reading.cells, of: reading))
        }
        return Panels(panels, title: "\(title), n = \(reading.string.n)", columns: 1)
    }

    /// The value of each gate along one string; nil for a cell without gates, and for one's own, whose gates nobody sees.
    public func gates(_ reading: CountingReading, cell: CellChoice) -> (any Figure)? {
        guard let kind = cell.kind, kind != .rnn, !reading.gates.isEmpty else { return nil }
        // The candidate (g, n) is a value to be written, not a gate.
        let kinds =
            kind == .lstm
            ? ["input gate", "forget gate", "candidate", "output gate"] : ["reset gate", "update gate", "candidate"]
        let width = reading.hidden.first?.count ?? 0
        let panels = kinds.enumerated().map { index, title in
            let rows = reading.gates.map { Array($0[(index * width)..<((index + 1) * width)]) }
            let isCandidate = title == "candidate"
            return chart(
                title.prefix(1).uppercased() + title.dropFirst(), isCandidate ? "value" : "open",
                range: isCandidate ? -1.05...1.05 : -0.03...1.03, names: names("unit ", rows), rows: rows, of: reading,
                height: 260)
        }
        return Panels(panels, title: "\(title): gates along n = \(reading.string.n)", columns: 1)
    }

    /// Mistakes and squared error over n.
    ///
    /// - Parameters:
    ///   - reach: the scores for n from 1 upwards.
    ///   - trained: the largest n in training.
    public func reach(_ reach: CountingReach, trained: Int) -> some Figure {
        let ns = reach.scores.indices.map { Double($0 + 1) }
        let longest = Double(reach.longest)
        func marks(_ upper: Double) -> [LineChart.Series] {
            [
                .init(
                    "largest n trained", xs: [Double(trained), Double(trained)], ys: [0, upper], isDashed: true,
                    color: Palette.green, hasMarkers: false),
                .init(
                    "largest n counted", xs: [longest, longest], ys: [0, upper], isDashed: true,
                    color: Palette.vermilion, hasMarkers: false),
            ]
        }
        let errors = reach.scores.map(\.squaredError)
        let wrong = reach.scores.map { Double($0.wrong) }
        let mistakes = LineChart(
            "Determined positions that are wrong", x: "n", y: Axis("wrong positions"),
            series: [.init("wrong positions", xs: ns, ys: wrong, color: Palette.blue)]
                + marks(max(1, wrong.max() ?? 0)),
            size: Size(Theme.width, 380))
        let error = LineChart(
            "Squared error at determined positions", x: "n", y: "squared error",
            series: [.init("squared error", xs: ns, ys: errors, color: Palette.blue)]
                + marks(max(0.02, errors.max() ?? 0)),
            size: Size(Theme.width, 380))
        return Panels(
            [mistakes, error], title: "\(title): counted right up to n = \(reach.longest)", columns: 1)
    }

    // MARK: - Over time

    private func chart(
        _ title: String, _ quantity: String, range: ClosedRange<Double>? = nil, names: [String], rows: [[Double]],
        of reading: CountingReading, height: Double = 300
    ) -> LineChart {
        let positions = reading.string.symbols.indices.map { Double($0 + 1) }
        let string = language.symbols.enumerated()
            .map { entry in entry.element + Self.raised(language.repeats[entry.offset] * reading.string.n) }.joined()
        let values = rows.joined().filter(\.isFinite)
        let (lowest, highest) = (range?.lowerBound ?? values.min() ?? 0, range?.upperBound ?? values.max() ?? 1)
        var series = names.indices.map { unit in
            LineChart.Series(names[unit], xs: positions, ys: rows.map { $0[unit] }, hasMarkers: true)
        }
        // Dashed lines where one symbol's run ends and the next one's begins.
        var border = 0.5
        for (number, repeats) in language.repeats.dropLast().enumerated() {
            // One entry of the legend explains all of them.
            border += Double(repeats * reading.string.n)
            series.append(
                .init(
                    number == 0 ? "next symbol begins" : "", xs: [border, border], ys: [lowest, highest],
                    isDashed: true,
                    color: Theme.softInk.withAlpha(0.55),
                    hasMarkers: false))
        }
        return LineChart(
            title, x: Axis("symbols read of \(string)"), y: Axis(quantity, range: range), series: series,
            size: Size(Theme.width, height))
    }

    private func names(_ prefix: String, _ rows: [[Double]]) -> [String] {
        (0..<(rows.first?.count ?? 0)).map { prefix == "unit " ? "unit \($0 + 1)" : prefix + Self.lowered($0 + 1) }
    }

    /// A number as raised digits: ¹⁰.
    static func raised(_ number: Int) -> String { digits(number, "⁰¹²³⁴⁵⁶⁷⁸⁹") }

    /// A number as lowered digits: ₁₀.
    static func lowered(_ number: Int) -> String { digits(number, "₀₁₂₃₄₅₆₇₈₉") }

    private static func digits(_ number: Int, _ shapes: String) -> String {
        let shapes = Array(shapes)
        return String(String(number).compactMap { $0.wholeNumberValue.map { shapes[$0] } })
    }
}
