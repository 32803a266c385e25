import Core

/// The output over the plane at moments of a training, and the lines of the first layer's units.
struct LiveSurface {
    private struct Moment {
        let title: String
        let frame: LiveFrames.Frame
        /// The probabilities in the centers of cells, the upper row first.
        let field: [Double]
    }

    private let figures: PlaneFigures
    private var moments: [Moment] = []

    /// Frames of a page's slider at most.
    static let mostFrames = 40
    /// Numbers of a frame along each axis.
    private static let cells = 48
    /// Points of a page.
    private static let mostPoints = 600

    init(_ figures: PlaneFigures) { self.figures = figures }

    var count: Int { moments.count }

    /// Adds the network with its present weights.
    ///
    /// - Parameter title: the moment, such as its epoch.
    mutating func add(_ network: PlaneNetwork, _ title: String) {
        let score = network.score(on: figures.training)
        let frame = LiveFrames.Frame(
            note: "\(score.correct) of \(score.count) training points correct, cross entropy "
                + Readable.loss(score.loss),
            lines: network.units[0].prefix(PlaneFigures.mostUnits).compactMap {
                $0.line(x: figures.window.x, y: figures.window.y)
            })
        moments.append(
            Moment(title: title, frame: frame, field: figures.probabilities(of: network, cells: Self.cells)))
    }

    /// Takes away every second moment, but not the first.
    mutating func thin() { moments = moments.indices.filter { $0.isMultiple(of: 2) }.map { moments[$0] } }

    mutating func removeAll() { moments = [] }

    /// The figure with a slider over the moments.
    var figure: LiveFrames {
        var sheet = PictureSheet(width: Self.cells, height: Self.cells)
        for moment in moments { sheet.add(moment.field, in: 0...1) }
        let points = figures.training
        let step = max(1, (points.count + Self.mostPoints - 1) / Self.mostPoints)
        return LiveFrames(
            axes: [.init("epoch", moments.map(\.title))], frames: moments.map(\.frame), sheet: sheet,
            plane: LiveFrames.Plane(
                x: figures.window.x, y: figures.window.y, colors: .twoClasses, range: 0...1,
                meaning: "probability of \(figures.classNames[1])", levels: [.init(0.5, name: "undecided")]),
            points: stride(from: 0, to: points.count, by: step).map {
                LiveFrames.Point(points.xs[$0], points.ys[$0], label: Int(points.classes[$0]))
            }, classNames: figures.classNames)
    }
}
