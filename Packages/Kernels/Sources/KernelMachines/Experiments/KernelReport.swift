import Core

/// A kernel matrix in words, numbers and a picture.
public struct KernelReport {
    public let matrix: KernelMatrix
    /// Each example's class.
    public let classes: [String]
    /// All classes, in the order of their examples in the picture.
    public let names: [String]
    public let formula: String
    public let eigenvalues: [Double]?

    /// The maximum number of examples whose values are printed.
    private static let mostPrinted = 10
    /// The number of eigenvalues that are printed at each end.
    private static let ends = 4

    public init(matrix: KernelMatrix, classes: [String], among names: [String], formula: String) {
        (self.matrix, self.classes, self.names, self.formula) = (matrix, classes, names, formula)
        eigenvalues = matrix.eigenvalues
    }

    /// Nil where there are too many examples for eigenvalues.
    public var isPositiveSemidefinite: Bool? { eigenvalues.map(KernelMatrix.isPositiveSemidefinite) }

    /// The facts of the matrix, beginning with the values where there are few examples.
    public var lines: [String] {
        var lines = matrix.count <= Self.mostPrinted ? values : []
        var table = TextTable([.left(), .left()])
        table.add(["kernel", formula])
        table.add(["K", "\(Readable.count(matrix.count)) × \(Readable.count(matrix.count)), symmetric"])
        if let range = matrix.range {
            table.add(["values", "\(Readable.loss(range.lowerBound)) to \(Readable.loss(range.upperBound))"])
        }
        if let eigenvalues {
            let shown = eigenvalues.map(Readable.loss)
            let text =
                shown.count <= 2 * Self.ends
                ? shown.joined(separator: ", ")
                : (shown.prefix(Self.ends) + ["…"] + shown.suffix(Self.ends)).joined(separator: ", ")
            table.add(["eigenvalues", text])
            table.add([
                "positive semidefinite",
                KernelMatrix.isPositiveSemidefinite(eigenvalues)
                    ? "yes: no eigenvalue is negative beyond rounding"
                    : "no: \(Readable.count(eigenvalues.count { $0 < 0 })) of \(Readable.count(eigenvalues.count)) "
                        + "eigenvalues are negative",
            ])
        } else {
            table.add(["eigenvalues", "not computed for more than \(KernelMatrix.mostDecomposed) examples"])
        }
        lines += table.lines
        return lines
    }

    private var values: [String] {
        var table = TextTable([.left("example"), .left("class")] + (1...max(1, matrix.count)).map { .right("\($0)") })
        for (number, row) in matrix.values.enumerated() {
            table.add(["\(number + 1)", classes[number]] + row.map { Readable.decimal($0, places: 4) })
        }
        return table.lines + [""]
    }

    /// A row for each example, in the order of its file: its number, its class, and its kernel values with all
    /// examples.
    public var csv: String {
        matrix.values.enumerated().reduce(
            into: CSVTable.line(["example", "class"] + (1...max(1, matrix.count)).map(String.init))
        ) { text, row in
            text += CSVTable.line(["\(row.offset + 1)", classes[row.offset]] + row.element.map(Readable.shortest))
        }
    }

    /// The examples of a class next to each other, each class in the order of the file.
    var order: [Int] {
        var places: [String: Int] = [:]
        for (place, name) in names.enumerated() { places[name] = place }
        let keys = classes.map { places[$0] ?? names.count }
        return classes.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    }

    /// The values as colors, for few examples with their numbers. The examples of a class are next to each other, so a
    /// kernel that fits the classes has squares of large values along the diagonal.
    public var figure: HeatMap {
        let (order, isSmall) = (order, matrix.count <= Self.mostPrinted)
        let isLabeled = order.count <= 40
        let counts = names.map { name in "\(name) (\(Readable.count(classes.count { $0 == name })))" }
        let shown = counts.count <= 4 ? counts : counts.prefix(3) + ["…", counts[counts.count - 1]]
        return HeatMap(
            "K = \(formula)", x: "examples by class: \(shown.joined(separator: ", "))",
            y: isLabeled ? "number in the file, and class" : "examples by class",
            values: order.map { row in order.map { matrix.values[row][$0] } },
            rowLabels: isLabeled ? order.map { "\($0 + 1)  \(classes[$0])" } : [],
            columnLabels: isLabeled ? order.map { "\($0 + 1)" } : [],
            colors: (matrix.range?.lowerBound ?? 0) < 0 ? .blueRed : .viridis,
            numbers: isSmall ? .format(.fixed(2)) : .none, cellSide: order.count > 640 ? 1 : nil)
    }

    /// Members of the summary. The values themselves are in the CSV file, and for few examples also here.
    public var summary: JSONObject {
        var summary: JSONObject = ["kernel": .string(formula), "examples": .integer(matrix.count)]
        if eigenvalues != nil {
            summary["matrix"] = .array(matrix.values.map { .array($0.map { .number($0) }) })
        }
        summary["eigenvalues"] = eigenvalues.map { .array($0.map { .number($0) }) }
        summary["is_positive_semidefinite"] = isPositiveSemidefinite.map { .bool($0) }
        return summary
    }
}
