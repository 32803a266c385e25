/// The places of all parts of an image sheet, for the sheet's corner at zero.
struct ImageSheetLayout {
    private static let tileGap = 7.0
    private static let columnGap = 14.0
    private static let rowGap = 10.0
    private static let sectionGap = 16.0
    private static let sectionFont = Font(size: 14, weight: .bold)
    private static let detailFont = Font(size: 12)
    private static let captionFont = Font(size: 11.5)
    private static let labelFont = Font(size: 12)
    private static let asideFont = Font(size: 13)

    private struct Line {
        let text: String
        let place: Point
        let font: Font
        let color: Color
        let anchor: Anchor
    }

    let title: String
    private(set) var size = Size(0, 0)
    /// The tiles and the places of their pixels.
    private(set) var tiles: [(tile: ImageSheet.Tile, rect: Rect)] = []
    private var lines: [Line] = []

    init(_ sheet: ImageSheet) {
        title = sheet.title
        var top = Theme.margin
        var right = 0.0
        func widest(_ text: String, _ font: Font) { right = max(right, Theme.margin + font.width(of: text)) }
        if !title.isEmpty {
            lines.append(line(title, Point(Theme.margin, top), Theme.titleFont, Theme.ink, .left))
            widest(title, Theme.titleFont)
            top += Theme.titleFont.lineHeight + Theme.titleGap
        }
        let widths = Self.columnWidths(sheet.sections)
        for section in sheet.sections {
            for (text, font, color) in [
                (section.title, Self.sectionFont, Theme.ink), (section.detail, Self.detailFont, Theme.softInk),
            ] where !text.isEmpty {
                lines.append(line(text, Point(Theme.margin, top), font, color, .left))
                widest(text, font)
                top += font.lineHeight + 2
            }
            if !section.title.isEmpty || !section.detail.isEmpty { top += 4 }
            let columns = widths[Self.columnCount(section)] ?? []
            if !section.columnTitles.isEmpty {
                for (index, text) in section.columnTitles.enumerated() {
                    let center = Self.left(of: index, columns) + columns[index] / 2
                    lines.append(line(text, Point(center, top), Self.detailFont, Theme.softInk, .center))
                }
                top += Self.detailFont.lineHeight + 4
            }
            let begin = top
            for row in section.rows { top = place(row, columns, top) + Self.rowGap }
            for (index, text) in section.aside.enumerated() {
                let place = Point(
                    Self.left(of: columns.count, columns) + 2, begin + Double(index) * (Self.asideFont.lineHeight + 4))
                lines.append(line(text, place, Self.asideFont, Theme.softInk, .left))
                right = max(right, place.x + Self.asideFont.width(of: text))
            }
            top += Self.sectionGap - Self.rowGap
            right = max(right, Self.left(of: columns.count, columns) - Self.columnGap)
        }
        size = Size((right + Theme.margin).rounded(.up), (top - Self.sectionGap + Theme.margin).rounded(.up))
    }

    /// Places a row of cells and returns where it ends.
    private mutating func place(_ row: [ImageSheet.Cell], _ columns: [Double], _ top: Double) -> Double {
        let height = row.flatMap(\.tiles).map(\.size.height).max() ?? 0
        let hasCaptions = row.contains { !$0.caption.isEmpty }
        for (index, cell) in row.enumerated() {
            let left = Self.left(of: index, columns)
            var x = left + (columns[index] - Self.width(of: cell)) / 2
            for tile in cell.tiles {
                let size = tile.size
                let rect = Rect(
                    left: x.rounded(.down), top: (top + (height - size.height) / 2).rounded(.down), width: size.width,
                    height: size.height)
                tiles.append((tile, rect))
                x += size.width + Self.tileGap
            }
            if !cell.caption.isEmpty {
                let text = Self.captionFont.fitted(cell.caption, to: columns[index] + Self.columnGap - 4)
                let bottom = top + (height + (cell.tiles.map(\.size.height).max() ?? height)) / 2
                let place = Point(left + columns[index] / 2, bottom + 4)
                lines.append(line(text, place, Self.captionFont, Theme.softInk, .center))
            }
        }
        return top + height + (hasCaptions ? Self.captionFont.lineHeight + 5 : 0)
    }

    private func line(
        _ text: String, _ place: Point, _ font: Font, _ color: Color, _ side: Anchor.Horizontal
    ) -> Line {
        Line(text: text, place: place, font: font, color: color, anchor: Anchor(side, .top))
    }

    private static func columnCount(_ section: ImageSheet.Section) -> Int {
        max(section.columnTitles.count, section.rows.map(\.count).max() ?? 0)
    }

    private static func width(of cell: ImageSheet.Cell) -> Double {
        cell.tiles.reduce(0) { $0 + $1.size.width + tileGap } - (cell.tiles.isEmpty ? 0 : tileGap)
    }

    private static func left(of column: Int, _ widths: [Double]) -> Double {
        widths.prefix(column).reduce(Theme.margin) { $0 + $1 + columnGap }
    }

    /// The widths of columns, by their number in a section.
    private static func columnWidths(_ sections: [ImageSheet.Section]) -> [Int: [Double]] {
        var widths: [Int: [Double]] = [:]
        for section in sections {
            let count = columnCount(section)
            var columns = widths[count] ?? [Double](repeating: 0, count: count)
            for (index, text) in section.columnTitles.enumerated() {
                columns[index] = max(columns[index], detailFont.width(of: text))
            }
            for row in section.rows {
                for (index, cell) in row.enumerated() {
                    let width = width(of: cell)
                    // A caption may widen its column somewhat; a longer one is shortened.
                    let caption = min(captionFont.width(of: cell.caption), max(1.5 * width, 90)) - columnGap + 6
                    columns[index] = max(columns[index], width, caption).rounded(.up)
                }
            }
            widths[count] = columns
        }
        return widths
    }

    func draw(on canvas: Canvas, at origin: Point) {
        let origin = Point(canvas.snapped(origin.x), canvas.snapped(origin.y))
        for line in lines {
            canvas.text(
                line.text, at: Point(origin.x + line.place.x, origin.y + line.place.y), line.font, line.color,
                anchor: line.anchor)
        }
        for (tile, rect) in tiles {
            var rect = rect
            rect.left += origin.x
            rect.top += origin.y
            let image = tile.image
            canvas.image(
                image.pixels, width: image.width, height: image.height, over: rect, isSmooth: tile.magnification < 0.5)
            drawLabels(of: tile, over: rect, on: canvas)
            outline(rect, by: image.frame == nil ? 0.5 : 2.5, image.frame ?? Theme.axis.withAlpha(0.6), on: canvas)
            for box in tile.boxes { draw(box, of: tile, over: rect, on: canvas) }
        }
    }

    /// Texts in pixels that are large enough for the widest of them.
    private func drawLabels(of tile: ImageSheet.Tile, over rect: Rect, on canvas: Canvas) {
        let cell = tile.magnification
        let widest = tile.labels.map(Self.labelFont.width).max() ?? 0
        guard tile.labels.count == tile.image.pixels.count, widest + 2 <= cell, Self.labelFont.lineHeight <= cell else {
            return
        }
        for (index, label) in tile.labels.enumerated() {
            let (row, column) = (index / tile.image.width, index % tile.image.width)
            let place = Point(rect.left + (Double(column) + 0.5) * cell, rect.top + (Double(row) + 0.5) * cell)
            canvas.text(
                label, at: place, Self.labelFont, Color(tile.image.pixels[index]).textColor,
                anchor: Anchor(.center, .middle))
        }
    }

    /// A frame around pixels, on a lighter one, so that it is visible on any background.
    private func draw(_ box: ImageSheet.Box, of tile: ImageSheet.Tile, over rect: Rect, on canvas: Canvas) {
        let scale = tile.magnification
        let inner = Rect(
            left: rect.left + Double(box.column) * scale, top: rect.top + Double(box.row) * scale,
            width: Double(box.width) * scale, height: Double(box.height) * scale)
        outline(inner, by: box.lineWidth + 0.75, Theme.paper.withAlpha(0.85), on: canvas)
        outline(inner, by: box.lineWidth, box.color, on: canvas)
    }

    private func outline(_ rect: Rect, by width: Double, _ color: Color, on canvas: Canvas) {
        let outer = Rect(
            left: rect.left - width, top: rect.top - width, width: rect.width + 2 * width,
            height: rect.height + 2 * width)
        canvas.stroke(outer, Canvas.Stroke(color, width: width))
    }
}
