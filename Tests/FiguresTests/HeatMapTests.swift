import Testing

@testable import Figures

@Suite struct HeatMapTests {
    @Test func cellsHaveTheColorsOfTheirNumbers() throws {
        let map = HeatMap("", values: [[0, 1], [2, 4]], numbers: .none, hasColorBar: false)
        let layout = HeatMapLayout(map)
        let png = try #require(DecodedPNG(map.rendered(as: .png, scale: 1)))
        #expect(Double(png.width) == map.size.width && Double(png.height) == map.size.height)
        for (row, column, share) in [(0, 0, 0.0), (0, 1, 0.25), (1, 0, 0.5), (1, 1, 1)] {
            let center = layout.rect(row: row, column: column).center
            #expect(png[Int(center.x), Int(center.y)] == ColorMap.viridis.color(share).packed)
        }
    }

    @Test func cellsWithNumbersKeepTheirColorInTheCorners() throws {
        let map = HeatMap("", values: [[-3, 1]], colors: .blueRed)
        #expect(map.shadeRange == -3...3)
        let rect = HeatMapLayout(map).rect(row: 0, column: 1)
        let png = try #require(DecodedPNG(map.rendered(as: .png, scale: 1)))
        #expect(png[Int(rect.left) + 3, Int(rect.top) + 3] == ColorMap.blueRed.color(4.0 / 6).packed)
        let text = ColorMap.blueRed.color(0).textColor
        #expect(text == Color(0xFFFFFF) && png.count(of: text) > 0)
    }

    @Test func aConfusionMatrixIsColoredByRow() {
        let map = HeatMap.confusionMatrix("", counts: [[3, 1], [0, 0]], labels: ["a", "b"])
        #expect(map.shades == [[0.75, 0.25], [0, 0]])
        #expect(map.color(of: 0.75) == ColorMap.blues.color(0.75))
        #expect(map.texts == [["3", "1"], ["0", "0"]])
        #expect(map.y == "true class" && map.x == "predicted class")
    }

    @Test func numbersAreWrittenAsAsked() {
        #expect(HeatMap("", values: [[0.123]]).texts == [["0.12"]])
        #expect(HeatMap("", values: [[1200]]).texts == [["1,200"]])
        #expect(HeatMap("", values: [[0.5]], numbers: .format(.percent(0))).texts == [["50 %"]])
        #expect(HeatMap("", values: [[0.5]], numbers: .none).texts == [[""]])
        #expect(HeatMap("", values: [[.nan]]).texts == [[""]])
    }

    @Test func everyLabelIsInTheSVG() throws {
        let names = ["glioma", "meningioma & more", "no <tumour>"]
        let counts = [[212, 61, 22], [18, 250, 30], [2, 9, 391]]
        let map = HeatMap.confusionMatrix("Brain tumours", counts: counts, labels: names)
        let svg = String(decoding: try map.rendered(as: .svg), as: UTF8.self)
        for text in [
            "Brain tumours", "glioma", "meningioma &amp; more", "no &lt;tumour&gt;", "212", "391", "true class",
        ] {
            #expect(svg.contains(text))
        }
    }

    @Test(arguments: [[[Double]](), [[]], [[7]], [[.nan, .infinity], [-Double.infinity, 1]]])
    func oddMatricesAreDrawn(values: [[Double]]) throws {
        let map = HeatMap("Odd", values: values)
        #expect(DecodedPNG(try map.rendered(as: .png, scale: 1)) != nil)
    }

    @Test func turnedLabelsHaveRoom() {
        let names = ["Population", "AveBedrms", "WWWWWWWWWW"]
        let layout = HeatMapLayout(HeatMap("", x: "input", values: [[0.1, 0.2, 0.3]], columnLabels: names))
        let needed = Font(size: 12.5).width(of: "WWWWWWWWWW") + Theme.axisFont.lineHeight
        #expect(layout.size.height - layout.area.bottom >= needed + Theme.margin)
        let level = HeatMapLayout(HeatMap("", x: "input", values: [[0.1, 0.2, 0.3]], columnLabels: ["a", "b", "c"]))
        #expect(level.size.height < layout.size.height - 50)
    }

    @Test func largeMatricesStayWithinThePage() {
        let map = HeatMap("", values: Array(repeating: Array(repeating: 0.5, count: 200), count: 100))
        #expect(map.size.width <= Theme.width && map.size.height <= Theme.width)
    }
}
