import Core

/// Pictures of classifiers of the plane: decision regions, for two classes also the boundary and its margins, and the
/// examples with rings around the support vectors.
public struct DecisionPlot {
    /// Places of the grid along each axis.
    private static let cells = 201

    public let examples: PlaneExamples
    let x1, x2: ClosedRange<Double>

    /// - Parameters:
    ///   - examples: points of the plane with their classes.
    ///   - others: examples that must be in the picture, too.
    public init(_ examples: PlaneExamples, others: PlaneExamples? = nil) {
        self.examples = examples
        x1 = Self.span(examples.x1 + (others?.x1 ?? []))
        x2 = Self.span(examples.x2 + (others?.x2 ?? []))
    }

    private static func span(_ values: [Double]) -> ClosedRange<Double> {
        let (least, most) = (values.min() ?? 0, values.max() ?? 1)
        let room = most > least ? 0.16 * (most - least) : max(0.5, 0.1 * abs(least))
        return (least - room)...(most + room)
    }

    /// The picture of a machine.
    ///
    /// - Throws: `FitError` where φ of a place is not a finite number.
    public func plot(_ machine: PlaneMachine, title: String) throws(FitError) -> ScatterPlot {
        let samples = try machine.samples(x1: x1, x2: x2, cells: Self.cells)
        var lines: [ScatterPlot.Line] = []
        if !samples.decisions.isEmpty {
            lines = [
                .contour("decision", of: samples.decisions, x: x1, y: x2, at: 0, width: 2),
                .contour("margin", of: samples.decisions, x: x1, y: x2, at: 1, isDashed: true, width: 1.2),
                .contour("", of: samples.decisions, x: x1, y: x2, at: -1, isDashed: true, width: 1.2),
            ]
        }
        return ScatterPlot(
            title, x: Axis(examples.names[0], range: x1), y: Axis(examples.names[1], range: x2),
            groups: groups(ringed: Set(machine.vectorNumbers)), lines: lines,
            field: .classes(samples.classes, x: x1, y: x2), keepsAspect: hasLikeAxes, size: Size(760, 600))
    }

    /// The same for a sheet, which has one legend: a small picture without a legend.
    ///
    /// - Throws: `FitError` where φ of a place is not a finite number.
    public func small(_ machine: PlaneMachine, title: String) throws(FitError) -> ScatterPlot {
        var plot = try plot(machine, title: title)
        for index in plot.groups.indices { plot.groups[index].radius = examples.count <= 20 ? 5 : 2.4 }
        for index in plot.groups.indices { plot.groups[index].name = "" }
        for index in plot.lines.indices { plot.lines[index].name = "" }
        plot.ringName = ""
        plot.room = Size(390, 350)
        return plot
    }

    private var hasLikeAxes: Bool {
        (0.4...2.5).contains((x1.upperBound - x1.lowerBound) / (x2.upperBound - x2.lowerBound))
    }

    private func groups(ringed: Set<Int>) -> [ScatterPlot.Group] {
        examples.labels.enumerated().map { label, name in
            let own = examples.classes.indices.filter { examples.classes[$0] == label }
            return ScatterPlot.Group(
                "class \(name.name)", xs: own.map { examples.x1[$0] }, ys: own.map { examples.x2[$0] },
                ringed: Set(own.indices.filter { ringed.contains(own[$0]) }),
                radius: examples.count <= 20 ? 7 : examples.count <= 150 ? nil : 2.8)
        }
    }
}
