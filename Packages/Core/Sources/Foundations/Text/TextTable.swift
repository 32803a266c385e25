/// A table in plain text: aligned columns, two spaces between them. A cell is one line for any text.
public struct TextTable: Sendable {
    /// The alignment of a column's cells.
    public enum Alignment: Sendable { case left, right }

    /// A column: its title and alignment.
    public struct Column: Sendable {
        /// The title; a table whose titles are all empty has no title line.
        public let title: String
        /// The alignment of the cells.
        public let alignment: Alignment

        /// A column of words.
        public static func left(_ title: String = "") -> Column { Column(title: title, alignment: .left) }
        /// A column of numbers.
        public static func right(_ title: String = "") -> Column { Column(title: title, alignment: .right) }
    }

    /// The columns, from the left.
    public let columns: [Column]
    private var rows: [[String]] = []

    /// An empty table.
    public init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row, with a cell for every column.
    public mutating func add(_ cells: [String]) {
        Contract.require(
            cells.count == columns.count, "TextTable.add", "\(cells.count) cells for \(columns.count) columns")
        rows.append(cells.map(\.displayed))
    }

    /// The lines of the table, without spaces at their ends.
    public var lines: [String] {
        let titles = columns.map(\.title.displayed)
        let all = titles.allSatisfy(\.isEmpty) ? rows : [titles] + rows
        let widths = columns.indices.map { column in all.map { TextWidth.cells(in: $0[column]) }.max() ?? 0 }
        return all.map { row in
            var line = columns.indices
                .map { TextWidth.padded(row[$0], to: widths[$0], alignment: columns[$0].alignment) }
                .joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
