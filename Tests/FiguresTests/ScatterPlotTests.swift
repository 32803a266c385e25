import Testing

@testable import Figures

@Suite struct ScatterPlotTests {
    @Test func pointsAndRegionsHaveTheColorsOfTheirClasses() throws {
        let plot = ScatterPlot(
            "", x: "x", y: "y", groups: [.init("", xs: [0.5], ys: [0.5]), .init("", xs: [1.5], ys: [1.5])],
            field: .classes([[0, 1], [0, 1]], x: 0...2, y: 0...2))
        let frame = Rect(left: 0, top: 0, width: plot.size.width, height: plot.size.height)
        let axes = plot.plotFrame(in: frame)
        let png = try #require(DecodedPNG(plot.rendered(as: .png, scale: 1)))
        func color(_ x: Double, _ y: Double) throws -> UInt32 {
            let point = try #require(axes.point(x, y))
            return png[Int(point.x), Int(point.y)]
        }
        #expect(try color(0.5, 0.5) == Palette.blue.packed)
        #expect(try color(1.5, 1.5) == Palette.vermilion.packed)
        #expect(try color(0.25, 1.75) == Theme.paper.mixed(with: Palette.blue, share: 0.28).packed)
        #expect(try color(1.25, 0.25) == Theme.paper.mixed(with: Palette.vermilion, share: 0.28).packed)
    }

    @Test func theFirstRowOfAFieldIsTheLowest() throws {
        let plot = ScatterPlot(
            "", x: "", y: "", groups: [], field: .values([[0, 0], [1, 1]], x: 0...1, y: 0...1))
        let axes = plot.plotFrame(in: Rect(left: 0, top: 0, width: plot.size.width, height: plot.size.height))
        let png = try #require(DecodedPNG(plot.rendered(as: .png, scale: 1)))
        #expect(png[Int(axes.area.center.x), Int(axes.area.bottom) - 3] == ColorMap.viridis.color(0).packed)
        #expect(png[Int(axes.area.center.x), Int(axes.area.top) + 3] == ColorMap.viridis.color(1).packed)
    }

    @Test func aKeptAspectMakesUnitsEqual() {
        let plot = ScatterPlot(
            "t", x: Axis("x", range: 0...4), y: Axis("y", range: 0...2), groups: [], keepsAspect: true)
        let axes = plot.plotFrame(in: Rect(left: 0, top: 0, width: 900, height: 620))
        #expect(abs(axes.area.width / 4 - axes.area.height / 2) < 1)
        #expect(plot.size.height < 620)
    }

    @Test func labelsCoverNoPointsAndNoLabels() {
        let a = Rect(left: 0, top: 0, width: 10, height: 10)
        #expect(a.overlaps(Rect(left: 9, top: 9, width: 5, height: 5)))
        #expect(!a.overlaps(Rect(left: 10, top: 0, width: 5, height: 5)))
    }

    @Test func labelsAndLegendAreInTheSVG() throws {
        let plot = ScatterPlot(
            "SVM", x: "x₁", y: "x₂",
            groups: [
                .init("class +1", xs: [0, 1, .nan], ys: [0, 1, 2], labels: ["P1", "P2", "lost"], ringed: [1])
            ], lines: [.init("margin", xs: [0, 1], ys: [1, 0], isDashed: true)])
        let svg = String(decoding: try plot.rendered(as: .svg), as: UTF8.self)
        for text in ["class +1", "P1", "P2", "margin", "support vector", "x₁"] { #expect(svg.contains(text)) }
        #expect(!svg.contains("lost"))
    }

    @Test(arguments: [[Double](), [1], [.nan], [3, 3, 3], [-1e308, 1e308]])
    func oddPointsAreDrawn(values: [Double]) throws {
        for keepsAspect in [false, true] {
            let plot = ScatterPlot(
                "Odd", x: "x", y: "y", groups: [.init("a", xs: values, ys: values)], keepsAspect: keepsAspect)
            #expect(DecodedPNG(try plot.rendered(as: .png, scale: 0.5)) != nil)
        }
    }
}
