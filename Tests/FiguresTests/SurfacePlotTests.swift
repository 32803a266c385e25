import Testing

@testable import Figures

@Suite("Surfaces in space") struct SurfacePlotTests {
    private func figure(_ heights: [[Double]], size: Size = Size(480, 400)) -> SurfacePlot {
        let (columns, rows) = (heights.first?.count ?? 0, heights.count)
        return SurfacePlot(
            "Hill", x: "across", y: "deep", z: Axis("high", range: 0...1), xs: (0..<columns).map(Double.init),
            ys: (0..<rows).map(Double.init), heights: heights, size: size)
    }

    /// The color of a picture at a place of the box, at the middle of a pixel.
    private func color(_ figure: SurfacePlot, _ x: Double, _ y: Double, _ z: Double) throws -> UInt32 {
        let box = figure.box(in: Rect(left: 0, top: 0, width: figure.size.width, height: figure.size.height))
        let point = box.projection(try #require(box.place(x, y, z)))
        let png = try #require(DecodedPNG(figure.rendered(as: .png, scale: 1)))
        return png[Int(point.x), Int(point.y)]
    }

    private func isNear(_ found: UInt32, _ expected: Color, within tolerance: Int = 2) -> Bool {
        [16, 8, 0].allSatisfy { (shift: UInt32) in
            abs(Int(found >> shift & 0xFF) - Int(expected.packed >> shift & 0xFF)) <= tolerance
        }
    }

    @Test("a level surface has the color of its height", arguments: [0.0, 0.4, 1])
    func level(height: Double) throws {
        let figure = figure(Array(repeating: Array(repeating: height, count: 41), count: 41))
        // Between the grid lines, every second of which is drawn.
        let found = try color(figure, 20.6, 20.6, height)
        #expect(isNear(found, ColorMap.viridis.color(height)))
        #expect(figure.color(height).packed == ColorMap.viridis.color(height).packed)
    }

    @Test("colors change evenly over a steep patch")
    func steep() throws {
        let figure = figure([[0, 0], [1, 1]])
        for share in [0.2, 0.5, 0.8] {
            #expect(try isNear(color(figure, 0.4, share, share), ColorMap.viridis.color(share), within: 8))
        }
    }

    @Test("what is near hides what is far, and a hole shows what is behind")
    func hiding() throws {
        // Seen from −60° the low y are near: a wall of height 1 there hides the floor behind.
        var heights = Array(repeating: [Double](repeating: 0, count: 21), count: 21)
        heights[0] = Array(repeating: 1, count: 21)
        heights[1] = heights[0]
        let wall = figure(heights)
        #expect(try isNear(color(wall, 10.5, 4, 0), ColorMap.viridis.color(0)) == false)
        let floor = figure(heights.map { $0.map { _ in 0 } })
        #expect(try isNear(color(floor, 10.5, 4.5, 0), ColorMap.viridis.color(0)))
        heights = heights.map { $0.map { _ in 0 } }
        for row in 9...11 { for column in 9...11 { heights[row][column] = .nan } }
        #expect(try isNear(color(figure(heights), 10, 10, 0), ColorMap.viridis.color(0)) == false)
    }

    @Test("title, axes, numbers and the color bar are in the picture")
    func texts() throws {
        var figure = figure([[0, 0.5], [0.5, 1]])
        func labels() throws -> Int {
            let svg = String(decoding: try figure.rendered(as: .svg), as: UTF8.self)
            for text in ["Hill", "across", "deep", "high", "0.5"] { #expect(svg.contains(text)) }
            return svg.split(separator: "0.5").count
        }
        let both = try labels()
        figure.hasColorBar = false
        #expect(try labels() < both)
    }

    @Test(
        "odd numbers are drawn without complaint",
        arguments: [
            [[Double]](), [[1]], [[.nan, 1], [1, .infinity]], [[2, 2], [2, 2]], [[-1e308, 1e308], [0, 0]],
        ])
    func oddities(heights: [[Double]]) throws {
        var figure = figure(heights, size: Size(320, 240))
        figure.z = "z"
        #expect(try figure.rendered(as: .png, scale: 1) == figure.rendered(as: .png, scale: 1))
    }
}
