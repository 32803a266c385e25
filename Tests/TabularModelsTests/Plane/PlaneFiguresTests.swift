import Core
import Figures
import Testing

@testable import TabularModels

@Suite("Pictures of networks of the plane") struct PlaneFiguresTests {
    private let figures = PlaneFigures(
        title: "T", classNames: ["even", "odd"], training: PlaneTask.grid.points(seed: 0))

    @Test("a unit's line is where its weighted sum is 0, from edge to edge of the picture")
    func line() throws {
        let pictures = figures.pictures(of: .given(activation: .step, scale: 1))
        #expect(pictures.map(\.name) == ["output", "hidden"] + (1...4).map { "hidden-unit-\($0)" })
        let plot = try #require(pictures[2].figure as? ScatterPlot)
        let line = try #require(plot.lines.first)
        #expect(line.xs.count > 50)
        for (x, y) in zip(line.xs, line.ys) { #expect(abs(x + y - 1.5) < 1e-5) }
        #expect(plot.groups.map(\.name) == ["even", "odd"] && plot.groups.map(\.xs.count) == [5, 4])
        #expect(plot.title == "T: hidden unit 1")
    }

    @Test(
        "the output, all units and a film strip can be drawn, with any activation",
        arguments: PlaneActivation.trainable + [.step])
    func drawing(activation: PlaneActivation) throws {
        var random = RandomStream(seed: 1, name: StreamName("t"))
        let network = PlaneNetwork(hidden: [6, 2], activation: activation, random: &random)
        let pictures = figures.pictures(of: network)
        #expect(pictures.map(\.name).filter { !$0.contains("unit") } == ["output", "hidden-1", "hidden-2"])
        #expect(pictures.last?.figure.title == "T: hidden layer 2, unit 2" && pictures.last?.name == "hidden-2-unit-2")
        for (_, figure) in pictures { #expect(try !figure.rendered(as: .png, scale: 0.25).isEmpty) }
        let svg = String(decoding: try pictures[0].figure.rendered(as: .svg), as: UTF8.self)
        #expect(svg.contains("undecided") && svg.contains(activation == .step ? "output" : "probability of odd"))
        let frames = (0..<3).map { figures.frame(network, caption: "Epoch \($0)") }
        let strip = String(decoding: try figures.filmStrip(frames).rendered(as: .svg), as: UTF8.self)
        for text in ["T: over training", "Epoch 0", "Epoch 2"] { #expect(strip.contains(text)) }
    }

    @Test("points that are all alike, or far from like, still have a picture")
    func odd() throws {
        for points in [
            PlanePoints(xs: [3, 3], ys: [4, 4], classes: [0, 1]),
            PlanePoints(xs: [0, 1e9], ys: [0, 1e-9], classes: [0, 1]),
        ] {
            let figures = PlaneFigures(title: "", classNames: ["a", "b"], training: points)
            var experiment = PlaneLearning(file: "points.csv")
            experiment.domain = PlaneDomain(of: points, classNames: ["a", "b"], isScaled: true)
            try experiment.check()
            for (_, figure) in figures.pictures(of: try experiment.makeModel()).prefix(2) {
                #expect(try !figure.rendered(as: .png, scale: 0.25).isEmpty)
            }
        }
    }
}
