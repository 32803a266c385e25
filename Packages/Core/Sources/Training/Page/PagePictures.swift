import Figures
import Files
import Foundations

/// The figures of runs, within the page's share of bytes.
struct PagePictures {
    /// The bytes that all pictures of a page have together; a page of ten runs has at most 3 MB.
    private static let share = 2_200_000

    private let layout: RunPageLayout
    /// The live forms, by the names under which the page has them.
    private(set) var live: [(name: String, json: String)] = []

    init(_ layout: RunPageLayout) { self.layout = layout }

    /// All figures; of several runs those of the same name side by side.
    mutating func html() -> HTML? {
        let common = layout.series.flatMap { PageFigure.all(in: $0.folder) }.map { (place: Int?.none, figure: $0) }
        let own = layout.runs.enumerated().flatMap { place, run in
            run.figures.map { (place: Int?.some(place), figure: $0) }
        }
        let figures = common + own
        if figures.isEmpty { return nil }
        let pictures = PictureBudget.fitted(figures.map(\.figure), into: Self.share)
        let isSingle = layout.runs.count == 1 && common.isEmpty
        var order: [String] = []
        for (_, figure) in own where !order.contains(figure.name) { order.append(figure.name) }
        // Live figures come first: they are what a reader looks for.
        let alive = Set(figures.filter { $0.figure.live != nil }.map(\.figure.name))
        order = order.filter(alive.contains) + order.filter { !alive.contains($0) }
        var parts: [HTML] = common.indices.map { index in
            html(of: common[index].figure, pictures[index], run: nil)
        }
        if !common.isEmpty { parts = ["<div class=\"figures\">\(parts)</div>\n"] }
        for name in order {
            var row: [HTML] = []
            for (index, entry) in own.enumerated() where entry.figure.name == name {
                row.append(
                    html(of: entry.figure, pictures[common.count + index], run: isSingle ? nil : entry.place))
            }
            if isSingle {
                parts += row
            } else {
                parts.append("<h3>\(PageFigure.words(name))</h3>\n<div class=\"figures\">\(row)</div>\n")
            }
        }
        return isSingle ? "<div class=\"figures\">\(parts)</div>" : "\(parts)"
    }

    private mutating func html(
        of figure: PageFigure, _ picture: PictureBudget.Picture, run: Int?
    ) -> HTML {
        let words: HTML =
            run.map { "<span class=\"swatch color-\($0 % 8)\"></span>\(layout.names[$0]): " } ?? .empty
        var attribute = HTML.empty
        if let json = figure.live {
            let name = "\(run.map { layout.names[$0] } ?? "")/\(figure.name)"
            live.append((name, json))
            attribute = " data-live=\"\(name)\""
        }
        let image: HTML
        var note = HTML.empty
        switch picture {
        case .whole(let bytes), .smaller(let bytes):
            let size: HTML = PNGFacts(bytes).map { " width=\"\($0.width)\" height=\"\($0.height)\"" } ?? .empty
            image = "<img alt=\"\(figure.title)\"\(size) src=\"\(png: bytes)\">"
            if case .smaller = picture {
                note = " <span class=\"soft\">(smaller than <code>\(figure.file)</code>)</span>"
            }
        case .absent(let reason):
            image = "<p class=\"notice\">\(reason): <code>\(figure.file)</code></p>"
        }
        return "<figure\(attribute)>\(image)<figcaption>\(words)\(figure.title)\(note)</figcaption></figure>\n"
    }
}
