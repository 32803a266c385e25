import Core

/// The pictures of a network of the plane.
public struct PlaneFigures {
    /// Model and data set, such as "2–5–1 on grid"; pictures add what they show.
    public let title: String
    public let classNames: [String]
    public let training: PlanePoints
    public let test: PlanePoints
    /// The part of the plane that the pictures show.
    let window: (x: ClosedRange<Double>, y: ClosedRange<Double>)

    /// Cells of a picture each way.
    private static let cells = 160

    public init(title: String, classNames: [String], training: PlanePoints, test: PlanePoints = PlanePoints()) {
        self.title = title
        self.classNames = classNames
        (self.training, self.test) = (training, test)
        window = (Self.span(training.xs + test.xs), Self.span(training.ys + test.ys))
    }

    /// The values, with some room at each end.
    private static func span(_ values: [Double]) -> ClosedRange<Double> {
        let (smallest, largest) = (values.min() ?? 0, values.max() ?? 1)
        let room = largest > smallest ? 0.22 * (largest - smallest) : max(0.5, 0.1 * abs(smallest))
        return (smallest - room)...(largest + room)
    }

    // MARK: - One network

    /// All pictures of a network with their names: `output`, and for each hidden layer `hidden`, its units side by
    /// side, and `hidden-unit-1` and so on; of several layers `hidden-1`, `hidden-1-unit-1`.
    public func pictures(of network: PlaneNetwork) -> [(name: String, figure: any Figure)] {
        let samples = PlaneSamples(of: network, x: window.x, y: window.y, cells: Self.cells)
        let layers = network.hidden.count
        var pictures: [(name: String, figure: any Figure)] = [("output", output(samples))]
        for (layer, count) in network.hidden.enumerated() {
            let name = layers == 1 ? "hidden" : "hidden-\(layer + 1)"
            let units = (0..<min(count, Self.mostUnits)).map { hidden(samples, layer: layer, unit: $0, layers: layers) }
            let place = layers == 1 ? "hidden units" : "hidden layer \(layer + 1)"
            let columns = Self.columns(units.count)
            let sheet = Panels(
                units.enumerated().map { small($1, title: "Unit \($0 + 1)") }, title: "\(title): \(place)",
                columns: columns, width: Self.smallSize.width * Double(columns))
            pictures.append((name, sheet))
            pictures += units.enumerated().map { ("\(name)-unit-\($0 + 1)", $1) }
        }
        return pictures
    }

    /// One hidden unit over the plane: its activation in gray, and where its weighted sum is 0.
    private func hidden(_ samples: PlaneSamples, layer: Int, unit: Int, layers: Int) -> ScatterPlot {
        let place = layers == 1 ? "hidden unit \(unit + 1)" : "hidden layer \(layer + 1), unit \(unit + 1)"
        return plot(
            "\(title): \(place)", lines: [samples.contour("weighted sum = 0", samples.nodes.sums[layer][unit])],
            field: samples.shades(samples.cells.activations[layer][unit], title: "activation"))
    }

    /// The room for one of the pictures of a sheet, its legend and colors included.
    private static let smallSize = Size(350, 350)

    /// A picture for a sheet: smaller, with the sheet's title over all.
    private func small(_ picture: ScatterPlot, title: String) -> ScatterPlot {
        var plot = picture
        plot.title = title
        for index in plot.groups.indices { plot.groups[index].radius = smallRadius }
        plot.room = Self.smallSize
        return plot
    }

    /// The probability of class 1 over the plane, and where the network is undecided.
    private func output(_ samples: PlaneSamples) -> ScatterPlot {
        plot(
            "\(title): output", lines: [samples.contour("undecided", samples.nodes.logits)],
            field: samples.probabilities(
                title: samples.cells.activation == .step ? "output" : "probability of \(classNames[1])"))
    }

    /// The number of columns that leaves few places empty.
    private static func columns(_ count: Int) -> Int {
        let rows = max(1, (count + 4) / 5)
        return max(1, (count + rows - 1) / rows)
    }

    /// Further units have no pictures.
    public static let mostUnits = 32

    private func plot(_ title: String, lines: [ScatterPlot.Line], field: ScatterPlot.Field) -> ScatterPlot {
        ScatterPlot(
            title, x: Axis("x", range: window.x), y: Axis("y", range: window.y), groups: groups, lines: lines,
            field: field, keepsAspect: hasLikeAxes, size: Size(760, 620))
    }

    /// Whether both axes can have the same scale without one side vanishing.
    private var hasLikeAxes: Bool {
        let (width, height) = (window.x.upperBound - window.x.lowerBound, window.y.upperBound - window.y.lowerBound)
        return (0.4...2.5).contains(width / height)
    }

    /// The points by class, test points in other shapes.
    private var groups: [ScatterPlot.Group] {
        let radius = training.count <= 20 ? 8.0 : nil
        guard test.count > 0 else { return groups(of: training, kind: nil, radius: radius) }
        let (learned, tested) = (
            groups(of: training, kind: nil, radius: radius), groups(of: test, kind: "test", radius: radius)
        )
        return zip(learned, tested).flatMap { [$0, $1] }
    }

    private func groups(of points: PlanePoints, kind: String?, radius: Double?) -> [ScatterPlot.Group] {
        [0, 1].map { label in
            let numbers = points.classes.indices.filter { points.classes[$0] == label }
            let shapes: [Marker] = kind == nil ? [.circle, .square] : [.triangle, .diamond]
            return ScatterPlot.Group(
                classNames[label] + (kind.map { ", \($0)" } ?? ""), xs: numbers.map { points.xs[$0] },
                ys: numbers.map { points.ys[$0] }, color: Palette.color(label), marker: shapes[label], radius: radius)
        }
    }

    // MARK: - Over time

    /// Loss and accuracy over the epochs, on every part that was measured.
    public func learningCurves(_ log: MetricsLog) -> some Figure {
        let epochs = log.column(.epoch)
        func series(_ metric: (DataPart) -> Metric) -> [LineChart.Series] {
            [(DataPart.training, "training"), (.validation, "validation"), (.test, "test")].compactMap { part, name in
                let values = log.column(metric(part))
                return values.count == epochs.count ? .init(name, xs: epochs, ys: values, hasMarkers: false) : nil
            }
        }
        let size = Size(Theme.width, 420)
        return Panels(
            [
                LineChart("Loss", x: "epoch", y: Axis("cross entropy, nats"), series: series(Metric.loss), size: size),
                LineChart(
                    "Points right", x: "epoch", y: Axis("share", range: 0...1.02), series: series(Metric.accuracy),
                    size: size),
            ], title: title)
    }

    /// The output and the first layer's lines at some moments.
    ///
    /// - Parameter frames: in order, each made by `frame`.
    public func filmStrip(_ frames: [Frame]) -> some Figure {
        Panels(frames.map(\.plot), title: "\(title): over training", columns: 4, width: 0)
    }

    /// One moment of a film strip.
    public struct Frame {
        let plot: ScatterPlot
    }

    /// The picture of a network with its present weights.
    public func frame(_ network: PlaneNetwork, caption: String) -> Frame {
        let samples = PlaneSamples(of: network, x: window.x, y: window.y, cells: Self.cells)
        let units = samples.nodes.sums[0].prefix(Self.mostUnits).map {
            samples.contour("", $0, isDashed: true, color: Theme.ink.withAlpha(0.5), width: 1)
        }
        let plot = ScatterPlot(
            caption, x: Axis("", range: window.x), y: Axis("", range: window.y), groups: smallGroups,
            lines: units + [samples.contour("", samples.nodes.logits)],
            field: samples.probabilities(), keepsAspect: hasLikeAxes, size: Size(300, 300))
        return Frame(plot: plot)
    }

    private var smallRadius: Double { training.count <= 20 ? 5 : 2 }

    /// The training points for a small picture, which has no legend.
    private var smallGroups: [ScatterPlot.Group] {
        groups(of: training, kind: nil, radius: smallRadius).map { group in
            var group = group
            group.name = ""
            return group
        }
    }
}
