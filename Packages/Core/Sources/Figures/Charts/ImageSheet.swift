/// Images of different sizes in titled sections, rows and columns, with boxes drawn on them: a picture, filters, and
/// their feature maps.
///
/// Columns of sections with the same number of columns are aligned.
public struct ImageSheet: Figure {
    public var title: String
    public var sections: [Section]
    public var isFlexible: Bool { false }

    public init(_ title: String, sections: [Section]) {
        self.title = title
        self.sections = sections
    }

    /// Rows of cells under a title.
    public struct Section: Sendable {
        public var title: String
        /// A line below the title, or empty.
        public var detail: String
        /// Texts over the columns, or none.
        public var columnTitles: [String]
        public var rows: [[Cell]]
        /// Lines of text to the right of the rows, or none.
        public var aside: [String]

        public init(
            _ title: String = "", detail: String = "", columnTitles: [String] = [], rows: [[Cell]], aside: [String] = []
        ) {
            self.title = title
            self.detail = detail
            self.columnTitles = columnTitles
            self.rows = rows
            self.aside = aside
        }

        /// A section with enough rows for all cells.
        public init(_ title: String = "", detail: String = "", cells: [Cell], columns: Int) {
            let columns = max(1, columns)
            let rows = stride(from: 0, to: cells.count, by: columns).map {
                Array(cells[$0..<min($0 + columns, cells.count)])
            }
            self.init(title, detail: detail, rows: rows)
        }
    }

    /// Images side by side with a caption below.
    public struct Cell: Sendable {
        public var tiles: [Tile]
        public var caption: String

        public init(_ tiles: [Tile], caption: String = "") {
            self.tiles = tiles
            self.caption = caption
        }
    }

    /// An image and its form on the sheet.
    public struct Tile: Sendable {
        public var image: GridImage
        /// The maximum length of its longer side, in points. Pixels become equal squares where there is room.
        public var side: Double
        public var boxes: [Box]
        /// Texts in the image's pixels, row by row, such as weights; none where they do not fit.
        public var labels: [String]

        public init(_ image: GridImage, side: Double, boxes: [Box] = [], labels: [String] = []) {
            self.image = image
            self.side = side
            self.boxes = boxes
            self.labels = labels
        }

        /// Points per pixel: a multiple of one half, because a figure is drawn at twice its size, unless that is too
        /// large.
        var magnification: Double {
            let share = side / Double(max(image.width, image.height))
            return share >= 0.5 ? (2 * share).rounded(.down) / 2 : share
        }

        var size: Size { Size(Double(image.width) * magnification, Double(image.height) * magnification) }
    }

    /// A frame around some of an image's pixels.
    public struct Box: Sendable {
        /// The first row and column inside, in pixels of the image.
        public var row, column: Int
        /// In pixels of the image.
        public var height, width: Int
        public var color: Color
        /// In points.
        public var lineWidth: Double

        public init(row: Int, column: Int, height: Int, width: Int, color: Color, lineWidth: Double = 1.5) {
            self.row = row
            self.column = column
            self.height = height
            self.width = width
            self.color = color
            self.lineWidth = lineWidth
        }
    }

    public var size: Size { ImageSheetLayout(self).size }

    public func draw(on canvas: Canvas, in frame: Rect) {
        ImageSheetLayout(self).draw(on: canvas, at: Point(frame.left, frame.top))
    }
}
