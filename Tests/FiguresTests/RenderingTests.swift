import Foundation
import Testing

@testable import Figures

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct RenderingTests {
    private let figures: [any Figure] = [
        LineChart("Loss", x: "epoch", y: "nats", series: [.init("a", xs: [1, 2], ys: [3, 1])]),
        HeatMap("Heat", values: [[1, 2], [3, 4]]),
        HeatMap("Cells", values: [[1, 2], [3, 4]], numbers: .none),
        ImageGrid("Images", images: [GridImage(gray: [0, 255], width: 2, height: 1, caption: "a & b")]),
        ScatterPlot(
            "Points", x: "x", y: "y", groups: [.init("c", xs: [1], ys: [1])],
            field: .classes([[0, 1]], x: 0...2, y: 0...2)),
        Trajectory3D("Paths", x: "x", y: "y", z: "z", paths: [.init(xs: [0, 1], ys: [0, 1], zs: [0, 1])]),
    ]

    @Test(arguments: FigureFormat.allCases)
    func theSameFigureGivesTheSameBytes(format: FigureFormat) throws {
        for figure in figures + [Panels(figures, columns: 2)] {
            #expect(try figure.rendered(as: format) == figure.rendered(as: format))
        }
    }

    @Test func svgIsWellFormedAndNamed() throws {
        for figure in figures + [Panels(figures, title: "All of <them>")] {
            let svg = try figure.rendered(as: .svg)
            #expect(XMLParser(data: Data(svg)).parse())
            #expect(
                String(decoding: svg, as: UTF8.self).contains("<title>\(SVGDocument.escaped(figure.title))</title>"))
        }
    }

    @Test func identifiersAreCountedFromZero() {
        let document = ##"<g id="surface91"><use xlink:href="#image17"/><image id="image17"/></g>surface5"##
        let expected = ##"<g id="surface0"><use xlink:href="#image1"/><image id="image1"/></g>surface5"##
        #expect(String(decoding: SVGDocument.renumbered(Array(document.utf8)), as: UTF8.self) == expected)
    }

    @Test(arguments: [0, -1, .nan, .infinity, 1e9])
    func impossibleScalesAreErrors(scale: Double) {
        #expect(throws: FigureError.self) { try figures[0].rendered(as: .png, scale: scale) }
    }

    @Test func errorsAreOneLine() {
        do {
            _ = try figures[0].rendered(as: .png, scale: 100)
            Issue.record("a picture of 90,000 pixels was drawn")
        } catch {
            #expect(
                error.description == "a figure of 90,000×52,000 pixels is too large, expected at most 32,767 per side")
        }
    }

    @Test func panelsShareTheWidth() {
        let chart = LineChart("A", x: "x", y: "y", series: [])
        let map = HeatMap("B", values: [[1]])
        let both = Panels([chart, map]).layout(width: 900)
        #expect(both.frames[0].width == 900 - map.size.width)
        #expect(both.frames[1].left == both.frames[0].right)
        let rows = Panels([chart, chart, chart], columns: 2).layout(width: 900)
        #expect(rows.frames.map(\.left) == [0, 450, 0])
        #expect(rows.frames.map(\.top) == [0, 0, 520])
        #expect(rows.size == Size(900, 1040))
        #expect(Panels([]).size.height == 0)
    }

    @Test func noPanelsAreAnEmptyPicture() throws {
        #expect(DecodedPNG(try Panels([]).rendered(as: .png)) != nil)
    }
}
