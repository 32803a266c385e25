/// The places of all parts of a heat map; cells are whole points, so that their edges are sharp.
struct HeatMapLayout {
    private static let labelFont = Font(size: 12.5)
    /// In points; a longer label is shortened.
    private static let longestLabel = 180.0

    let map: HeatMap
    private let shades: [[Double]]
    private let range: ClosedRange<Double>
    private let texts: [[String]]
    private let rowLabels, columnLabels: [String]
    /// nil where cells are too small for numbers.
    private let numberFont: Font?
    private let columnFont: Font
    let cell: Size
    private let turnsColumnLabels: Bool
    /// The cells, for the figure's corner at zero.
    let area: Rect
    let size: Size
    private let bar: ColorBar?

    init(_ map: HeatMap) {
        self.map = map
        shades = map.shades
        range = map.shadeRange
        texts = map.texts
        let rows = map.values.count
        let columns = map.values.first?.count ?? 0
        rowLabels = map.rowLabels.map { Self.labelFont.fitted($0, to: Self.longestLabel) }
        columnLabels = map.columnLabels.map { Self.labelFont.fitted($0, to: Self.longestLabel) }
        let rowLabelWidth = rowLabels.map(Self.labelFont.width).max() ?? 0
        (cell, numberFont) = Self.cell(rows: rows, columns: columns, texts: texts.joined(), side: map.cellSide)
        // Somewhat smaller labels are easier to read than rotated ones.
        let (room, labels) = (cell.width - 4, columnLabels)
        let fonts = [Self.labelFont.size, 11.5, 10.5, 10].map { Font(size: $0) }
        columnFont =
            fonts.first { font in labels.allSatisfy { font.width(of: $0) <= room } } ?? Self.labelFont
        let columnLabelWidth = columnLabels.map(columnFont.width).max() ?? 0
        // Rotated labels need less space; where even they do not all fit, horizontal ones are easier to read.
        turnsColumnLabels = columnLabelWidth > room && cell.width >= Self.labelFont.lineHeight

        var margins = Margins(left: Theme.margin, top: Theme.margin, right: Theme.margin, bottom: Theme.margin)
        if !map.title.isEmpty { margins.top += Theme.titleFont.lineHeight + Theme.titleGap }
        if !map.y.isEmpty { margins.left += Theme.axisFont.lineHeight + Theme.gap }
        if rowLabelWidth > 0 { margins.left += rowLabelWidth + Theme.gap }
        if columnLabelWidth > 0 {
            margins.bottom += Theme.gap + (turnsColumnLabels ? columnLabelWidth : Self.labelFont.lineHeight)
        }
        if !map.x.isEmpty { margins.bottom += Theme.gap + Theme.axisFont.lineHeight }
        let height = cell.height * Double(max(1, rows))
        let width = cell.width * Double(max(1, columns))
        bar =
            map.hasColorBar
            ? ColorBar(
                colors: map.colors, lower: range.lowerBound, upper: range.upperBound, format: map.barFormat,
                title: map.normalization == .byRow ? "share of the row" : "") : nil
        margins.right += bar?.reservedWidth(height: height) ?? 0
        area = Rect(left: margins.left.rounded(.up), top: margins.top.rounded(.up), width: width, height: height)
        let titleWidth = Theme.titleFont.width(of: map.title) + 2 * Theme.margin
        size = Size(
            max(area.right + margins.right, min(titleWidth, Theme.width)).rounded(.up),
            (area.bottom + margins.bottom).rounded(.up))
    }

    /// Cells with their numbers where these fit.
    private static func cell(
        rows: Int, columns: Int, texts: some Sequence<String>, side: Double?
    ) -> (Size, Font?) {
        let room = 640.0
        let wished = side.map { max(1, $0.rounded()) }
        let most = wished ?? max(2, (room / Double(max(1, max(rows, columns)))).rounded(.down))
        let usual = wished ?? min(72, max(24, (540 / Double(max(1, max(rows, columns)))).rounded(.down)))
        let widest = texts.max { $0.utf8.count < $1.utf8.count } ?? ""
        for fontSize in widest.isEmpty ? [] : [13.0, 12, 11, 10, 9, 8] {
            let font = Font(size: fontSize)
            let needed = (font.width(of: widest) + 10).rounded(.up)
            if needed <= most, font.lineHeight + 4 <= most {
                let side = min(most, max(needed, usual))
                return (Size(side, wished ?? min(side, 56)), font)
            }
        }
        return (Size(min(most, usual), min(most, usual)), nil)
    }

    /// The rectangle of a cell, for the figure's corner at `origin`.
    func rect(row: Int, column: Int, origin: Point = .zero) -> Rect {
        Rect(
            left: origin.x + area.left + Double(column) * cell.width,
            top: origin.y + area.top + Double(row) * cell.height, width: cell.width, height: cell.height)
    }

    func draw(on canvas: Canvas, at origin: Point) {
        let origin = Point(canvas.snapped(origin.x), canvas.snapped(origin.y))
        let area = Rect(
            left: origin.x + area.left, top: origin.y + area.top, width: area.width, height: area.height)
        drawCells(on: canvas, at: origin)
        canvas.stroke(area, Canvas.Stroke(Theme.axis, width: 0.5))
        drawLabels(on: canvas, at: origin)
        bar?.draw(on: canvas, beside: area)
        drawTitles(on: canvas, around: area, at: origin)
    }

    /// The position of a shade in the colors, 0...1.
    private func share(of shade: Double) -> Double {
        (shade - range.lowerBound) / (range.upperBound - range.lowerBound)
    }

    private func drawCells(on canvas: Canvas, at origin: Point) {
        guard numberFont != nil else {
            canvas.image(
                shades.joined().map { map.colors.color(share(of: $0)).packed }, width: map.values.first?.count ?? 0,
                height: map.values.count,
                over: Rect(
                    left: origin.x + area.left, top: origin.y + area.top, width: area.width, height: area.height))
            return
        }
        // Thin white lines separate the numbers.
        let joint = 1.0
        for (row, shades) in shades.enumerated() {
            for (column, shade) in shades.enumerated() {
                let color = map.colors.color(share(of: shade))
                var rect = rect(row: row, column: column, origin: origin)
                canvas.fill(
                    Rect(left: rect.left, top: rect.top, width: rect.width - joint, height: rect.height - joint), color)
                guard let numberFont else { continue }
                rect.width -= joint
                canvas.text(
                    texts[row][column], at: rect.center, numberFont, color.textColor, anchor: Anchor(.center, .middle))
            }
        }
    }

    private func drawLabels(on canvas: Canvas, at origin: Point) {
        let rowStride = Self.stride(of: Self.labelFont.lineHeight, in: cell.height)
        for (row, label) in rowLabels.enumerated() where row % rowStride == 0 {
            let rect = rect(row: row, column: 0, origin: origin)
            canvas.text(
                label, at: Point(rect.left - Theme.gap, rect.center.y), Self.labelFont, Theme.softInk,
                anchor: Anchor(.right, .middle))
        }
        let columnStride = Self.stride(
            of: turnsColumnLabels
                ? Self.labelFont.lineHeight : (columnLabels.map(columnFont.width).max() ?? 0) + 4,
            in: cell.width)
        for (column, label) in columnLabels.enumerated() where column % columnStride == 0 {
            let rect = rect(row: max(0, map.values.count - 1), column: column, origin: origin)
            if turnsColumnLabels {
                canvas.text(
                    label, at: Point(rect.center.x + Self.labelFont.capHeight / 2, rect.bottom + Theme.gap),
                    Self.labelFont, Theme.softInk, anchor: Anchor(.right, .baseline), degrees: 90)
            } else {
                canvas.text(
                    label, at: Point(rect.center.x, rect.bottom + Theme.gap), columnFont, Theme.softInk,
                    anchor: Anchor(.center, .top))
            }
        }
    }

    /// The interval of labels that do not overlap: 1, 2, 5, 10, 20, 50, ….
    private static func stride(of length: Double, in step: Double) -> Int {
        let smallest = Int((length / max(1, step)).rounded(.up))
        var stride = 1
        while stride < smallest { stride = String(stride).hasPrefix("2") ? stride / 2 * 5 : stride * 2 }
        return stride
    }

    private func drawTitles(on canvas: Canvas, around area: Rect, at origin: Point) {
        canvas.text(
            Theme.titleFont.fitted(map.title, to: size.width - 2 * Theme.margin),
            at: Point(origin.x + Theme.margin, origin.y + Theme.margin), Theme.titleFont, anchor: Anchor(.left, .top))
        canvas.text(
            map.x, at: Point(area.center.x, origin.y + size.height - Theme.margin), Theme.axisFont,
            anchor: Anchor(.center, .bottom))
        canvas.text(
            map.y, at: Point(origin.x + Theme.margin + Theme.axisFont.ascent, area.center.y), Theme.axisFont,
            anchor: Anchor(.center, .baseline), degrees: 90)
    }
}
