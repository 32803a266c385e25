import Foundations

/// Curves of a page over a common axis. The page draws them, and has their values as a table, too.
public struct PageChart: Sendable {
    /// One curve.
    public struct Series: Sendable {
        /// Its name in the readout; empty for the run's.
        public var name: String
        /// The run that it belongs to, which gives its color.
        public var run: Int
        /// Places and values; a value that is not a finite number leaves a gap, and is marked.
        public var xs, ys: [Double]
        /// Whether it is drawn thin, as one of several seeds.
        public var isFaint: Bool
        /// Whether it is dashed, to tell it from another curve of the run.
        public var isDashed: Bool

        public init(
            _ name: String = "", run: Int, xs: [Double], ys: [Double], isFaint: Bool = false, isDashed: Bool = false
        ) {
            Contract.require(xs.count == ys.count, "PageChart.Series", "\(xs.count) xs but \(ys.count) ys")
            (self.name, self.run, self.xs, self.ys) = (name, run, xs, ys)
            (self.isFaint, self.isDashed) = (isFaint, isDashed)
        }
    }

    /// Its name within the page, which stays when the data change.
    public var id: String
    /// What is measured, such as "test accuracy".
    public var title: String
    /// What the places count: `epoch` or `step`.
    public var axis: String
    /// Whether values are fractions that are shown as percentages.
    public var isFraction: Bool
    /// The curves.
    public var series: [Series]

    public init(id: String, title: String, axis: String, isFraction: Bool = false, series: [Series]) {
        (self.id, self.title, self.axis, self.isFraction, self.series) = (id, title, axis, isFraction, series)
    }

    /// A pixel of a wide chart is one bucket; two values of each are kept.
    public static let mostBuckets = 600
    /// The number of buckets that curves of many points are thinned to.
    public var buckets = mostBuckets

    /// The bytes of the chart in a page.
    public var byteCount: Int { json.utf8.count }

    /// The chart as the page's script reads it.
    var json: String {
        let curves = series.map { series in
            let (xs, ys) = CurveThinning.thinned(series.xs, series.ys, buckets: buckets)
            var text = "{\"run\":\(series.run),\"xs\":\(Self.list(xs)),\"ys\":\(Self.list(ys))"
            if !series.name.isEmpty { text += ",\"name\":\(JSONString.quoted(series.name.displayed))" }
            if series.isFaint { text += ",\"faint\":true" }
            if series.isDashed { text += ",\"dashed\":true" }
            return text + "}"
        }
        return
            "{\"id\":\(JSONString.quoted(id.displayed)),\"title\":\(JSONString.quoted(title.displayed)),\"axis\":\(JSONString.quoted(axis)),"
            + "\"percent\":\(isFraction),\"series\":[\(curves.joined(separator: ","))]}"
    }

    /// Numbers with six significant digits; what is not finite as the name of it.
    static func list(_ values: [Double]) -> String {
        var text = "["
        for (place, value) in values.enumerated() {
            if place > 0 { text += "," }
            text += value.isFinite ? PageNumber.text(value) : "\"\(Readable.decimal(value))\""
        }
        return text + "]"
    }

    /// The rows of the table that a chart has at most.
    static let mostRows = 24

    /// The values at some places, evenly spaced, as a table for readers who see no curves.
    func table(runNames: [String]) -> HTML {
        let places = Set(series.flatMap(\.xs)).sorted()
        let shown = Self.spread(places, over: Self.mostRows)
        let columns = series.filter { !$0.xs.isEmpty }.prefix(12)
        func name(_ series: Series) -> String {
            let run = runNames.indices.contains(series.run) ? runNames[series.run] : ""
            return series.name.isEmpty ? run : series.name
        }
        let values = columns.map { series in
            Dictionary(zip(series.xs, series.ys), uniquingKeysWith: { $1 })
        }
        let rows = shown.map { x -> HTML in
            let cells = values.map { own -> HTML in
                guard let y = own[x] else { return "<td>–</td>" }
                return "<td>\(isFraction ? Readable.percent(y, places: 2) : Readable.loss(y))</td>"
            }
            return "<tr><th scope=\"row\">\(Readable.shortest(x))</th>\(cells)</tr>"
        }
        let heads: [HTML] = columns.map { "<th scope=\"col\">\(name($0))</th>" }
        let count = shown.count < places.count ? ", \(shown.count) of \(Readable.count(places.count)) places" : ""
        return """
            <details class="values" data-name="values of \(id)"><summary>\(title) as a table\(count)</summary>
            <div class="wide"><table class="numbers"><thead><tr><th scope="col">\(axis)</th>\(heads)</tr></thead>
            <tbody>\(rows)</tbody></table></div></details>
            """
    }

    /// At most `count` of the values, evenly spaced, with the first and the last.
    static func spread(_ values: [Double], over count: Int) -> [Double] {
        guard values.count > count else { return values }
        return (0..<count).map { values[$0 * (values.count - 1) / (count - 1)] }
    }
}

/// Numbers of a page's data.
enum PageNumber {
    /// A finite number in JSON with six significant digits, as short as it can be.
    static func text(_ value: Double) -> String {
        if value.magnitude < 1e15, value == value.rounded() { return String(Int(value)) }
        return Readable.shortest(rounded(value))
    }

    /// A finite number with six significant digits; whole numbers keep all of theirs.
    static func rounded(_ value: Double) -> Double {
        let magnitude = value.magnitude
        guard magnitude > 1e-290, magnitude < 1e290, value != value.rounded() else { return value }
        var (scale, rest) = (1.0, magnitude)
        while rest >= 1e6 { (scale, rest) = (scale / 10, rest / 10) }
        while rest < 1e5 { (scale, rest) = (scale * 10, rest * 10) }
        // Divided, not multiplied by the inverse, so that the result is the double nearest to the decimal number.
        let whole = (value * scale).rounded()
        return scale >= 1 ? whole / scale : whole * (1 / scale)
    }
}
