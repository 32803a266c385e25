import Figures
import Files
import Foundations

/// The figures of runs, within the page's share of bytes.
struct PagePictures {
    /// The bytes of a page, and those of its live forms at most; the rest of 3 MB is left for tables.
    private static let (mostBytes, mostLiveBytes) = (2_700_000, 900_000)

    private let layout: RunPageLayout
    /// The bytes of the page's other parts.
    private let taken: Int
    /// The live forms, by the names under which the page has them.
    private(set) var live: [(name: String, json: String)] = []

    init(_ layout: RunPageLayout, besides taken: Int) { (self.layout, self.taken) = (layout, taken) }

    /// All figures; of several runs those of the same name side by side.
    mutating func html() -> HTML? {
        let common = layout.series.flatMap { PageFigure.all(in: $0.folder) }.map { (place: Int?.none, figure: $0) }
        let own = layout.runs.enumerated().flatMap { place, run in
            run.figures.map { (place: Int?.some(place), figure: $0) }
        }
        var figures = common + own
        if figures.isEmpty { return nil }
        let living = keepLive(&figures)
        let pictures = PictureBudget.fitted(figures.map(\.figure), into: max(400_000, Self.mostBytes - taken - living))
        let isSingle = layout.runs.count == 1 && common.isEmpty
        var order: [String] = []
        for (_, figure) in own where !order.contains(figure.name) { order.append(figure.name) }
        // Live figures come first: they are what a reader looks for.
        let alive = Set(figures.filter { $0.figure.live != nil }.map(\.figure.name))
        order = order.filter(alive.contains) + order.filter { !alive.contains($0) }
        var parts: [HTML] = common.indices.map { index in
            html(of: figures[index].figure, pictures[index], run: nil)
        }
        if !common.isEmpty { parts = ["<div class=\"figures\">\(parts)</div>\n"] }
        for name in order {
            var row: [HTML] = []
            for index in common.count..<figures.count where figures[index].figure.name == name {
                let entry = figures[index]
                row.append(html(of: entry.figure, pictures[index], run: isSingle ? nil : entry.place))
            }
            if isSingle {
                parts += row
            } else {
                parts.append("<h3>\(PageFigure.words(name))</h3>\n<div class=\"figures\">\(row)</div>\n")
            }
        }
        return isSingle ? "<div class=\"figures\">\(parts)</div>" : "\(parts)"
    }

    /// Leaves the live forms that the page has room for, in order; the others are pictures.
    ///
    /// - Returns: their bytes.
    private func keepLive(_ figures: inout [(place: Int?, figure: PageFigure)]) -> Int {
        var sum = 0
        for index in figures.indices {
            guard let size = figures[index].figure.live?.utf8.count else { continue }
            if sum + size > Self.mostLiveBytes { figures[index].figure.isCut = true } else { sum += size }
        }
        return sum
    }

    private mutating func html(
        of figure: PageFigure, _ picture: PictureBudget.Picture, run: Int?
    ) -> HTML {
        let words: HTML =
            run.map { "<span class=\"swatch color-\($0 % 8)\"></span>\(layout.names[$0]): " } ?? .empty
        var attribute = HTML.empty
        if let json = figure.live, !figure.isCut {
            let name = "\(run.map { layout.names[$0] } ?? "")/\(figure.name)"
            live.append((name, json))
            attribute = " data-live=\"\(name)\""
        }
        var note: HTML = figure.isCut ? " <span class=\"soft\">(alive on the run's own page)</span>" : .empty
        if case .smaller = picture {
            note = note + " <span class=\"soft\">(smaller than <code>\(figure.file)</code>)</span>"
        }
        if picture.isBroad, run == nil { attribute = attribute + " class=\"broad\"" }
        let image = picture.image(of: figure)
        return "<figure\(attribute)>\(image)<figcaption>\(words)\(figure.title)\(note)</figcaption></figure>\n"
    }
}
