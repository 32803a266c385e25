import Testing

@testable import Figures

@Suite struct LineChartTests {
    private let frame = Rect(left: 0, top: 0, width: 900, height: 520)

    private func chart(_ ys: [Double], xs: [Double]? = nil) -> LineChart {
        LineChart("Loss", x: "epoch", y: "nats", series: [.init("a", xs: xs ?? ys.indices.map(Double.init), ys: ys)])
    }

    @Test func sizeFollowsTheScale() throws {
        let png = try #require(DecodedPNG(chart([1, 2]).rendered(as: .png, scale: 1.5)))
        #expect(png.width == 1350 && png.height == 780)
        #expect(png[0, 0] == 0xFFFFFF && png[1349, 779] == 0xFFFFFF)
    }

    @Test func theCurvePassesThroughItsPoints() throws {
        let chart = chart([1, 1, 1])
        let plot = chart.plotFrame(in: frame)
        let point = try #require(plot.point(1, 1))
        let png = try #require(DecodedPNG(chart.rendered(as: .png, scale: 1)))
        #expect(png[Int(point.x), Int(point.y)] == Palette.blue.packed)
        #expect(png[Int(point.x), Int(point.y) + 20] != Palette.blue.packed)
    }

    @Test func everyLabelHasRoom() throws {
        let chart = chart([-1_234_567, 7_654_321], xs: [0, 123_456])
        let plot = chart.plotFrame(in: frame)
        let widest = plot.yTicks.labels.map(Theme.tickFont.width).max() ?? 0
        #expect(plot.area.left >= Theme.margin + widest + Theme.axisFont.lineHeight)
        let centers = plot.xTicks.values.compactMap(plot.x.callAsFunction)
        let halves = plot.xTicks.labels.map { Theme.tickFont.width(of: $0) / 2 }
        for index in centers.indices.dropFirst() {
            #expect(centers[index] - halves[index] > centers[index - 1] + halves[index - 1])
        }
        #expect(centers.last.map { $0 + (halves.last ?? 0) < frame.right } == true)
    }

    @Test(arguments: [
        [[Double]](), [[]], [[3]], [[.nan]], [[5, 5, 5]], [[1, .nan, 2, .infinity, 3]], [[-1e308, 1e308]], [[0, 0]],
        [[Double.leastNonzeroMagnitude, 0]], [[], [1, 2]],
    ])
    func oddDataAreDrawn(curves: [[Double]]) throws {
        for scale in [Axis.Scale.linear, .logarithmic] {
            let chart = LineChart(
                "Odd", x: "x", y: Axis("y", scale: scale),
                series: curves.map { .init("s", xs: $0.indices.map(Double.init), ys: $0) })
            #expect(try DecodedPNG(chart.rendered(as: .png, scale: 0.5))?.width == 450)
            #expect(try !chart.rendered(as: .svg).isEmpty)
        }
    }

    @Test func missingNumbersLeaveGaps() {
        let chart = chart([1, 2, .nan, 3, .infinity, 4, 5])
        let path = CurvePath(chart.series[0], in: chart.plotFrame(in: frame))
        #expect(path.pieces.map(\.count) == [2, 1, 2])
    }

    @Test func longCurvesAreThinnedButKeepTheirPeaks() {
        let ys = (0..<60_000).map { $0 == 31_234 ? 9.0 : Double($0 % 2) }
        let chart = chart(ys)
        let plot = chart.plotFrame(in: frame)
        let points = CurvePath(chart.series[0], in: plot).points
        #expect(points.count <= 8 * Int(plot.area.width) + 8)
        #expect(points.map(\.y).min() == plot.y(9))
        #expect(points.first?.x == plot.x(0) && points.last?.x == plot.x(59_999))
    }

    @Test func aBandEnclosesItsCurve() throws {
        let chart = LineChart(
            "Band", x: "x", y: "y",
            series: [
                .init(
                    "a", xs: [0, 1, 2], ys: [2, 2, 2], band: .init(lower: [1, 1, 1], upper: [3, 3, 3]),
                    hasMarkers: false)
            ])
        let plot = chart.plotFrame(in: frame)
        let png = try #require(DecodedPNG(chart.rendered(as: .png, scale: 1)))
        let inside = try #require(plot.point(0.77, 1.63))
        let expected = Theme.paper.mixed(with: Palette.blue, share: 0.2)
        #expect(png.isNear(expected, x: Int(inside.x), y: Int(inside.y)))
    }

    @Test func namesStandApartNearTheirCurves() {
        let area = Rect(left: 0, top: 0, width: 100, height: 300)
        func legend(_ heights: [Double?]) -> [Double] {
            Legend(entries: heights.map { .init(name: "n", draw: { _, _ in }, height: $0) }).heights(in: area)
        }
        #expect(legend([50, 200]) == [50, 200])
        #expect(legend([200, 200, 201]) == [200, 219, 238])
        let low = legend([299, 298, 297])
        #expect(low[2] < low[1] && low[1] < low[0] && low[0] <= 300)
        #expect(low[0] - low[1] == 19)
        #expect(legend([nil, nil]) == [9.5, 28.5])
    }
}
