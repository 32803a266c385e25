import Files
import FoundationEssentials
import Foundations

/// A page in one file: markup, style, script, pictures and data, nothing from elsewhere.
///
/// It is whole without its script, which draws curves and live figures and replaces nothing that has no other form. A
/// page that follows a training gets its later states as ``data(after:)``.
public struct Page: Sendable {
    /// A part with a heading.
    public struct Section: Equatable, Sendable {
        /// Its place in the page's address, after `#`.
        public var id: String
        /// Its heading.
        public var title: String
        /// What is below the heading.
        public var body: HTML

        public init(id: String, title: String, body: HTML) { (self.id, self.title, self.body) = (id, title, body) }

        var html: HTML { "<h2 id=\"\(id)-title\">\(title)</h2>\n\(body)\n" }
    }

    /// A run, as the legend and the axes of curves know it.
    public struct Run: Equatable, Sendable {
        /// The name in the legend.
        public var name: String
        /// Corresponding values of `epoch`, `step` and `seconds` in increasing order, for the choice of the axis.
        public var knots: [(axis: String, values: [Double])]

        public init(name: String, knots: [(axis: String, values: [Double])] = []) {
            (self.name, self.knots) = (name, knots)
        }

        public static func == (one: Run, other: Run) -> Bool { one.json == other.json }

        var json: String {
            let knots = knots.map { "\"\($0.axis)\":\(PageChart.list($0.values))" }.joined(separator: ",")
            return "{\"name\":\(JSONString.quoted(name.displayed)),\"knots\":{\(knots)}}"
        }
    }

    /// The title, which is the first heading, too.
    public var title: String
    /// A paragraph below the title.
    public var lead: HTML
    /// The parts, in order.
    public var sections: [Section] = []
    /// The runs whose curves the charts have.
    public var runs: [Run] = []
    /// The charts. A section shows one in ``place(of:)``.
    public var charts: [PageChart] = []
    /// The data of live figures by their names, as JSON. ``LiveFigure`` describes them.
    public var live: [(name: String, json: String)] = []

    public init(title: String, lead: HTML) { (self.title, self.lead) = (title, lead) }

    /// Where a section shows a chart.
    public static func place(of chart: PageChart) -> HTML {
        "<div class=\"chart\" data-chart=\"\(chart.id)\" data-title=\"\(chart.title)\"></div>\n"
    }

    /// The legend of the charts.
    public static let legend: HTML = "<div class=\"legend\" data-legend></div>\n"

    /// The chart's values as a table.
    public func table(of chart: PageChart) -> HTML { chart.table(runNames: runs.map(\.name)) }

    // MARK: - The data

    /// The page as its script's `kumiki.update` reads it: one JSON object, whose text has no line breaks.
    ///
    /// - Parameter earlier: the state that the reader has; sections and live figures that are the same are left out.
    public func data(after earlier: Page? = nil) -> String {
        let known = Dictionary((earlier?.sections ?? []).map { ($0.id, $0) }, uniquingKeysWith: { $1 })
        let parts = sections.map { section in
            let body = known[section.id] == section ? "" : ",\"html\":\(JSONString.quoted(section.html.text))"
            return
                "{\"id\":\(JSONString.quoted(section.id.displayed)),\"title\":\(JSONString.quoted(section.title.displayed))\(body)}"
        }
        let own = live.map { "\(JSONString.quoted($0.name.displayed)):\($0.json)" }.joined(separator: ",")
        let isSame = earlier.map { $0.live.elementsEqual(live) { $0.name == $1.name && $0.json == $1.json } } ?? false
        return object(parts, isSame ? "" : ",\"live\":{\(own)}", lead: ",\"lead\":\(JSONString.quoted(lead.text))")
    }

    private func object(_ sections: [String], _ live: String, lead: String = "") -> String {
        "{\"title\":\(JSONString.quoted(title.displayed))\(lead),\"sections\":[\(sections.joined(separator: ","))],"
            + "\"runs\":[\(runs.map(\.json).joined(separator: ","))],"
            + "\"charts\":[\(charts.map(\.json).joined(separator: ","))]\(live)}"
    }

    // MARK: - The file

    /// The whole file.
    ///
    /// - Parameter events: the address from which the page gets its later states, a stream of server-sent events with
    ///   ``data(after:)`` in each; nil for a page that stays as it is.
    public func html(events: String? = nil) -> String {
        let following: HTML = events.map { " data-events=\"\($0)\"" } ?? .empty
        let entries = sections.map { section in
            "{\"id\":\(JSONString.quoted(section.id.displayed)),\"title\":\(JSONString.quoted(section.title.displayed))}"
        }
        let bodies: [HTML] = sections.map { section in
            "<section id=\"\(section.id)\" aria-labelledby=\"\(section.id)-title\">\n\(section.html)</section>\n"
        }
        let contents: [HTML] = sections.map { "<li><a href=\"#\($0.id)\">\($0.title)</a></li>\n" }
        let alive: [HTML] = live.map { name, json in
            "<script type=\"application/json\" data-live-data=\"\(name)\">\(HTML.json(json))</script>\n"
        }
        let html: HTML = """
            <!doctype html>
            <html lang="en"\(following)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="\(HTML(markup: Self.policy(isLive: events != nil)))">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Kumiki \(KumikiVersion.current)">
            <title>\(title)</title>
            <style>
            \(Self.style)</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the contents</a>
            <header>
            <h1>\(title)</h1>
            <div id="lead">\(lead)</div>
            <p id="connection" role="status"></p>
            </header>
            <nav aria-label="Contents"><ul id="contents">
            \(contents)</ul></nav>
            <main id="main">
            \(bodies)</main>
            <footer><p>Made by Kumiki \(KumikiVersion.current). This file needs nothing else: keep it, send it, print it.</p>
            </footer>
            <script type="application/json" id="page-data">\(HTML.json(object(entries, "")))</script>
            \(alive)<script>\(Self.script)</script>
            </body>
            </html>

            """
        return html.text
    }

    /// The content security policy of every page: the browser runs its script and no other, and asks no other machine for
    /// anything.
    ///
    /// - Parameter isLive: whether the page may ask the server that it comes from.
    public static func policy(isLive: Bool) -> String {
        """
        default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-\(digest(script))'; \
        connect-src \(isLive ? "'self'" : "'none'"); base-uri 'none'; form-action 'none'
        """
    }

    /// The digest by which the policy names the script.
    private static func digest(_ script: HTML) -> String {
        var digest = SHA256()
        digest.update(Array(script.text.utf8))
        let digits = Array(digest.hexadecimal().utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { place in
            UInt8(String(decoding: digits[place..<place + 2], as: UTF8.self), radix: 16) ?? 0
        }
        return Data(bytes).base64EncodedString()
    }
}
