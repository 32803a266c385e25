import Files
import Foundation
import Foundations
import Testing

@testable import Figures

@Suite("Pages") struct PageTests {
    private let hostile = "</script><img src=x onerror=\"alert(1)\">'&\u{202E}\u{0}"

    private func page() -> Page {
        var page = Page(title: "A page of \(hostile)", lead: "<p>\(hostile)</p>")
        page.runs = [Page.Run(name: hostile, knots: [("epoch", [1, 2]), ("seconds", [0.5, 1.25])])]
        page.charts = [
            PageChart(
                id: "loss", title: hostile, axis: "epoch", series: [.init(hostile, run: 0, xs: [1, 2], ys: [3, .nan])])
        ]
        page.sections = [
            .init(id: "curves", title: hostile, body: Page.place(of: page.charts[0]) + page.table(of: page.charts[0]))
        ]
        page.live = [(hostile, #"{"kind":"frames","x":"</script>"}"#)]
        return page
    }

    @Test("names from outside never become markup, in elements, attributes, data and script")
    func escaping() throws {
        let html = page().html()
        #expect(!html.contains("<img") && !html.contains("\u{202E}") && !html.contains("\u{0}"))
        // One end for each script that the page itself begins: data, live data, and the script.
        #expect(html.components(separatedBy: "</script>").count - 1 == 3)
        #expect(html.components(separatedBy: "<script").count - 1 == 3)
        #expect(HTML.escaped("<a b='c' d=\"e\">&") == "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;")
        #expect(("<td>\("a<b")</td>" as HTML).text == "<td>a&lt;b</td>")
        #expect(HTML(lines: "a\n<b>\u{1B}").text == "a\n&lt;b&gt;\\u{1b}")
    }

    @Test("data are JSON, in the page and for a live page")
    func data() throws {
        for text in [page().data(), page().data(after: page())] {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
            #expect(object["title"] as? String == "A page of \(hostile)".displayed)
            #expect(!text.contains("\n"))
        }
        let html = page().html()
        let start = try #require(html.range(of: "id=\"page-data\">")), rest = html[start.upperBound...]
        let end = try #require(rest.range(of: "</script>"))
        let object = try JSONSerialization.jsonObject(with: Data(rest[..<end.lowerBound].utf8)) as? [String: Any]
        let charts = try #require(object?["charts"] as? [[String: Any]])
        let series = try #require((charts[0]["series"] as? [[String: Any]])?.first)
        #expect(series["ys"] as? [AnyHashable] == [3, "nan"], "what is not a number is named")
    }

    @Test("a later state leaves out what a reader has")
    func laterState() throws {
        let first = page()
        var second = first
        #expect(!second.data(after: first).contains("\"html\"") && !second.data(after: first).contains("\"live\""))
        second.sections.append(.init(id: "new", title: "New", body: "<p>more</p>"))
        let data = second.data(after: first)
        #expect(data.contains("<p>more</p>") && !data.contains("as a table"))
        second.sections[0].body = "<p>other</p>"
        #expect(second.data(after: first).contains("<p>other</p>"))
    }

    @Test("a page asks nobody for anything, and its policy allows this script alone")
    func isSelfContained() throws {
        // The namespace of drawings is a name, and a clip is a part of its own drawing.
        let html = page().html().replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
            .replacingOccurrences(of: "url(#", with: "")
        for address in ["http:", "https:", "url(", "@import", "src=\"/", "<link"] {
            #expect(!html.contains(address), "\(address)")
        }
        #expect(html.contains("default-src 'none'") && html.contains("connect-src 'none'"))
        #expect(html.contains("script-src 'sha256-"))
        #expect(page().html(events: "events").contains("connect-src 'self'"))
        #expect(Page.script.text.contains("kumiki.update"))
        #expect(!Page.script.text.contains("</script"))
    }

    @Test("thinned curves keep every peak, both ends, and what is not a number")
    func thinning() {
        let xs = (0..<100_000).map(Double.init)
        var ys = xs.map { 1 + 0.001 * Double(Int($0) % 17) }
        ys[43_210] = 1e6
        ys[77_777] = -5
        ys[500] = .infinity
        let (thin, values) = CurveThinning.thinned(xs, ys, buckets: 300)
        #expect(thin.count <= 3 * 300 + 2 && thin.count == values.count)
        #expect(thin.first == 0 && thin.last == 99_999)
        #expect(values.contains(1e6) && values.contains(-5) && values.contains(.infinity))
        #expect(zip(thin, thin.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(thin, values).allSatisfy { ys[Int($0)] == $1 }, "points of the curve, not averages")
        let (same, _) = CurveThinning.thinned([1, 2, 3], [1, .nan, 3], buckets: 2)
        #expect(same == [1, 2, 3])
        let (one, _) = CurveThinning.thinned(
            [Double](repeating: 7, count: 10), [Double](repeating: 1, count: 10), buckets: 2)
        #expect(one.count == 10, "places that do not increase are left alone")
    }

    @Test("numbers have six significant digits and no more")
    func numbers() {
        #expect(PageNumber.text(0.1234567891) == "0.123457")
        #expect(PageNumber.text(-1234.56789) == "-1234.57")
        #expect(PageNumber.text(12_345_678) == "12345678")
        #expect(PageNumber.text(0) == "0")
        #expect(PageNumber.text(1e-300) == "1e-300" && PageNumber.text(.leastNonzeroMagnitude) != "0")
        var random = RandomStream(seed: 4, name: StreamName("numbers"))
        for _ in 0..<2_000 {
            let value =
                random.normal() * Double(sign: .plus, exponent: Int(random.uniform(in: -60..<60)), significand: 1)
            let read = Double(PageNumber.text(value)) ?? .nan
            #expect(abs(read - value) <= 5.1e-6 * abs(value), "\(value)")
        }
    }

    @Test("a chart's table has its ends, and says how many places it leaves out")
    func table() {
        let chart = PageChart(
            id: "a", title: "loss", axis: "epoch",
            series: [.init(run: 0, xs: (1...100).map(Double.init), ys: (1...100).map { 1 / Double($0) })])
        let table = chart.table(runNames: ["first"]).text
        #expect(table.contains("24 of 100 places") && table.contains("<th scope=\"row\">1</th>"))
        #expect(table.contains("<th scope=\"row\">100</th>") && table.contains("first"))
        #expect(PageChart.spread([1, 2, 3], over: 5) == [1, 2, 3])
    }

    @Test("a picture's size is read from its first bytes")
    func pictureSize() throws {
        let bytes = try Picture(width: 3, height: 2, channels: 1, pixels: [0, 1, 2, 3, 4, 5]).png(for: "a")
        #expect(PNGFacts(bytes).map { [$0.width, $0.height] } == [3, 2])
        #expect(
            PNGFacts(Array(bytes.prefix(20))) == nil && PNGFacts([]) == nil
                && PNGFacts(Array(repeating: 0, count: 40)) == nil)
    }
}
