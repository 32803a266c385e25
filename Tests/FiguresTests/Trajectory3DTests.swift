import Testing

@testable import Figures

@Suite("Paths through space") struct Trajectory3DTests {
    private typealias Place = BoxProjection.Place

    private let figure = Trajectory3D(
        "Spiral", x: "across", y: "deep", z: "high",
        paths: [
            .init(
                xs: [0, 1, 1, .nan, 0], ys: [0, 0, 1, 0, 1], zs: [0, 0.5, 1, 1, 1], groups: [0, 0, 1, 1, 1],
                labels: ["start", "", "", "lost", ""])
        ], groupNames: ["first", "second"])

    @Test("axes keep their directions: z up, and what is near lies lower")
    func directions() {
        let projection = BoxProjection(
            azimuth: -55, elevation: 22, in: Rect(left: 0, top: 0, width: 400, height: 300))
        #expect(projection(Place(0.5, 0.5, 0.5)) == Point(200, 150))
        let (low, high) = (projection(Place(0.5, 0.5, 0)), projection(Place(0.5, 0.5, 1)))
        #expect(abs(low.x - high.x) < 1e-9 && high.y < low.y)
        // Seen from azimuth −55° the y axis runs away from the viewer, and x to the right.
        #expect(projection(Place(1, 0.5, 0.5)).x > projection(Place(0, 0.5, 0.5)).x)
        #expect(projection.nearness(Place(0.5, 0, 0.5)) > projection.nearness(Place(0.5, 1, 0.5)))
        #expect(projection(Place(0.5, 0, 0)).y > projection(Place(0.5, 1, 0)).y)
        #expect(projection.backWalls == Place(0, 1, 0))
    }

    @Test("parallel lines stay parallel and equally long")
    func parallels() {
        let projection = BoxProjection(azimuth: 30, elevation: 40, in: Rect(left: 0, top: 0, width: 300, height: 300))
        func step(_ y: Double, _ z: Double) -> Point {
            let (start, end) = (projection(Place(0.2, y, z)), projection(Place(0.9, y, z)))
            return Point(end.x - start.x, end.y - start.y)
        }
        let (a, b) = (step(0, 0), step(1, 0.7))
        #expect(abs(a.x - b.x) < 1e-9 && abs(a.y - b.y) < 1e-9)
    }

    @Test("the whole box lies in its area, from wherever it is seen", arguments: [-170.0, -55, 0, 45, 90, 130])
    func fit(azimuth: Double) {
        let area = Rect(left: 10, top: 20, width: 300, height: 200)
        let projection = BoxProjection(azimuth: azimuth, elevation: 25, in: area)
        let around = Rect(left: 9.999, top: 19.999, width: 300.002, height: 200.002)
        for corner in 0..<8 {
            let place = Place(Double(corner & 1), Double(corner >> 1 & 1), Double(corner >> 2))
            #expect(around.holds(projection(place)))
            #expect((-1e-9...1 + 1e-9).contains(projection.nearnessShare(place)))
        }
    }

    @Test("a point has its group's color, paler where it is far")
    func colors() throws {
        var figure = figure
        figure.paths = [.init(xs: [0, 1], ys: [1, 0], zs: [0, 1], groups: [1, 0])]
        let frame = Rect(left: 0, top: 0, width: figure.size.width, height: figure.size.height)
        let box = figure.box(in: frame)
        let png = try #require(DecodedPNG(figure.rendered(as: .png, scale: 1)))
        let place = try #require(box.place(1, 0, 1))
        let share = box.projection.nearnessShare(place)
        #expect(share > 0.8)
        let point = box.projection(place)
        let expected = Palette.blue.mixed(with: Theme.paper, share: 0.5 * (1 - share)).packed
        let found = png[Int(point.x), Int(point.y)]
        for shift in [16, 8, 0] as [UInt32] {
            #expect(abs(Int(found >> shift & 0xFF) - Int(expected >> shift & 0xFF)) <= 1)
        }
    }

    @Test("titles, names and labels are in the picture, and what has no place is not")
    func texts() throws {
        let svg = String(decoding: try figure.rendered(as: .svg), as: UTF8.self)
        for text in ["Spiral", "across", "deep", "high", "first", "second", "start"] { #expect(svg.contains(text)) }
        #expect(!svg.contains("lost"))
    }

    @Test("odd numbers are drawn without complaint", arguments: [[Double](), [1], [.nan], [2, 2], [-1e308, 1e308]])
    func oddities(values: [Double]) throws {
        let path = Trajectory3D.Path(xs: values, ys: values, zs: values)
        let figure = Trajectory3D("", x: "", y: "", z: "", paths: [path], size: Size(320, 240))
        #expect(try figure.rendered(as: .png, scale: 1) == figure.rendered(as: .png, scale: 1))
    }
}
