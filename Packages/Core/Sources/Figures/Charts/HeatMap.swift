import Foundations

/// A matrix as colored cells with their numbers: confusion matrices, attention maps, anything by row and column.
public struct HeatMap: Figure {
    /// The meaning of a cell's color.
    public enum Normalization: Sendable {
        /// The number itself.
        case none
        /// The number's share of its row's sum, as in a confusion matrix by true class.
        case byRow
    }

    /// The text in the cells.
    public enum Numbers: Sendable {
        /// The numbers, where the cells are large enough: counts without rounding, others with two digits.
        case automatic
        case none
        case format(NumberFormat)
    }

    public var title: String
    /// The names of the columns and the rows.
    public var x, y: String
    /// Rows from the top, all of one length; NaN leaves a cell empty.
    public var values: [[Double]]
    public var rowLabels, columnLabels: [String]
    public var colors: ColorMap
    /// The numbers at both ends of the colors; nil takes them from the cells.
    public var range: ClosedRange<Double>?
    public var normalization: Normalization
    public var numbers: Numbers
    public var hasColorBar: Bool
    /// The format of the color bar's numbers; nil to choose from the ticks.
    public var barFormat: NumberFormat?
    /// The side of a cell, a whole number of points, for numbers or not; nil chooses.
    public var cellSide: Double?
    public var isFlexible: Bool { false }

    /// - Parameters:
    ///   - title: written above the cells; empty for none.
    ///   - x: the name of the columns.
    ///   - y: the name of the rows.
    ///   - values: rows from the top, columns from the left.
    ///   - rowLabels: one for each row, or none.
    ///   - columnLabels: one for each column, or none.
    ///   - colors: from the lowest number to the highest.
    ///   - range: the numbers at both ends of the colors; nil takes them from the cells.
    ///   - normalization: whether colors show the numbers or their shares of a row's sum.
    ///   - numbers: which numbers are written into the cells.
    ///   - hasColorBar: whether a color bar is drawn next to the cells.
    ///   - barFormat: how the color bar's numbers are written; nil chooses from the ticks.
    ///   - cellSide: the side of a cell, a whole number of points; nil chooses.
    public init(
        _ title: String, x: String = "", y: String = "", values: [[Double]], rowLabels: [String] = [],
        columnLabels: [String] = [], colors: ColorMap = .viridis, range: ClosedRange<Double>? = nil,
        normalization: Normalization = .none, numbers: Numbers = .automatic, hasColorBar: Bool = true,
        barFormat: NumberFormat? = nil, cellSide: Double? = nil
    ) {
        let columns = values.first?.count ?? 0
        Contract.require(values.allSatisfy { $0.count == columns }, "HeatMap", "rows of different lengths")
        Contract.require(
            rowLabels.isEmpty || rowLabels.count == values.count, "HeatMap",
            "\(rowLabels.count) row labels for \(values.count) rows")
        Contract.require(
            columnLabels.isEmpty || columnLabels.count == columns, "HeatMap",
            "\(columnLabels.count) column labels for \(columns) columns")
        self.title = title
        self.x = x
        self.y = y
        self.values = values
        self.rowLabels = rowLabels
        self.columnLabels = columnLabels
        self.colors = colors
        self.range = range
        self.normalization = normalization
        self.numbers = numbers
        self.hasColorBar = hasColorBar
        self.barFormat = barFormat
        self.cellSide = cellSide
    }

    /// A confusion matrix: counts by true class (rows) and predicted class (columns), colored by the row's share.
    public static func confusionMatrix(
        _ title: String, counts: [[Int]], labels: [String]
    ) -> HeatMap {
        HeatMap(
            title, x: "predicted class", y: "true class",
            values: counts.map { $0.map(Double.init) }, rowLabels: labels, columnLabels: labels, colors: .blues,
            range: 0...1, normalization: .byRow, barFormat: .percent(0))
    }

    public var size: Size { HeatMapLayout(self).size }

    public func draw(on canvas: Canvas, in frame: Rect) {
        HeatMapLayout(self).draw(on: canvas, at: Point(frame.left, frame.top))
    }

    /// The numbers of the colors.
    public var shades: [[Double]] {
        guard normalization == .byRow else { return values }
        return values.map { row in
            let sum = row.lazy.filter(\.isFinite).reduce(0, +)
            return row.map { sum > 0 ? $0 / sum : ($0.isNaN ? .nan : 0) }
        }
    }

    /// The numbers at both ends of the colors: those of the cells unless given, symmetric for diverging colors.
    var shadeRange: ClosedRange<Double> {
        if let range, range.lowerBound < range.upperBound { return range }
        let finite = shades.joined().filter(\.isFinite)
        let lowest = finite.min() ?? 0
        let highest = finite.max() ?? 1
        if colors.isDiverging {
            let reach = max(abs(lowest), abs(highest))
            return reach > 0 ? -reach...reach : -1...1
        }
        return lowest < highest ? lowest...highest : lowest - 0.5...lowest + 0.5
    }

    /// The color of a cell whose shade is `shade`.
    func color(of shade: Double) -> Color {
        let range = shadeRange
        return colors.color((shade - range.lowerBound) / (range.upperBound - range.lowerBound))
    }

    /// The texts of the cells, empty where there is no number.
    var texts: [[String]] {
        let format: NumberFormat
        switch numbers {
        case .none: return values.map { $0.map { _ in "" } }
        case .format(let chosen): format = chosen
        case .automatic:
            let areCounts = values.joined().allSatisfy { !$0.isFinite || $0 == $0.rounded() }
            format = areCounts ? .compact : .fixed(2)
        }
        return values.map { $0.map { $0.isNaN ? "" : format.text($0) } }
    }
}
