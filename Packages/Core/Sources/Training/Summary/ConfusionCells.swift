import Figures
import Foundations

/// The numbers in the cells of a confusion matrix.
public enum ConfusionCells: String, Codable, CaseIterable, Sendable {
    /// The number of examples.
    case counts
    /// The share of the examples of the row's true class that are predicted as the column's class.
    case rows
}

extension TextTable {
    /// A confusion matrix: a row for each true class, a column for each predicted one.
    ///
    /// - Parameters:
    ///   - counts: classes × classes; `counts[t][p]` examples of class t are predicted as class p.
    ///   - names: the classes' names.
    ///   - cells: counts, or shares of the row with the row's count after them.
    public static func confusion(
        _ counts: [[Int]], names: [String], showing cells: ConfusionCells = .counts
    ) -> TextTable {
        Contract.require(
            counts.count == names.count && counts.allSatisfy { $0.count == names.count }, "TextTable.confusion",
            "expected \(names.count)×\(names.count) counts for \(names.count) names")
        var table = TextTable(
            [.left("true\\predicted")] + names.map { .right($0) } + (cells == .rows ? [.right("examples")] : []))
        for (name, row) in zip(names, counts) {
            switch cells {
            case .counts: table.add([name] + row.map { Readable.count($0) })
            case .rows:
                let sum = row.reduce(0, +)
                let shares = row.map { sum == 0 ? "–" : Readable.percent(Double($0) / Double(sum)) }
                table.add([name] + shares + [Readable.count(sum)])
            }
        }
        return table
    }
}

extension HeatMap {
    /// A confusion matrix as cells of counts or shares, colored by the share of the row.
    public static func confusionMatrix(
        _ title: String, counts: [[Int]], labels: [String], showing cells: ConfusionCells
    ) -> HeatMap {
        var map = confusionMatrix(title, counts: counts, labels: labels)
        guard cells == .rows else { return map }
        (map.values, map.numbers) = (map.shades, .format(.percent(0)))
        return map
    }
}

extension ClassificationScore {
    /// The confusion matrix and the most confused pairs, in words.
    public func lines(classNames: [String], showing cells: ConfusionCells = .counts) -> [String] {
        let pairs = confusedPairs.prefix(5).map { pair in
            "\(classNames[pair.truth]) predicted as \(classNames[pair.predicted]) \(pair.count)×"
        }
        let shares = cells == .rows ? ", shares of each true class" : ""
        return ["test examples by true class (rows) and predicted class (columns)\(shares)"]
            + TextTable.confusion(confusion, names: classNames, showing: cells).lines
            + (pairs.isEmpty ? ["no mistakes"] : ["most confused: " + pairs.joined(separator: ", ")])
    }
}
