import CommandLineSupport
import Core
import Figures

/// The kernel matrix of a set of examples, to be looked at.
public struct KernelExperiment {
    public var examples = ExampleSettings()
    public var machine = MachineSettings()
    /// Nil for 1 / features.
    public var gamma: Double?
    /// Draws the built-in sets.
    public var seed: UInt64 = 0

    /// Examples at most: the picture has a point for each value.
    public static let most = 2_000

    public init() {}

    /// - Throws: `SettingError`
    public func check() throws {
        do { try examples.check() } catch { throw error.within("examples") }
        do { try machine.check() } catch { throw error.within("machine") }
    }

    /// - Throws: `FileError`, `ToolError` where there are no such examples, or too many of them.
    public func read() throws -> ExampleSet {
        let set = try examples.read(isPrecomputed: machine.isPrecomputed, seed: seed).training
        guard set.count <= Self.most else {
            throw ToolError.badData(
                "\(set.file): \(Readable.count(set.count)) examples, expected at most \(Readable.count(Self.most)); "
                    + "--examples \(Self.most) takes the first")
        }
        return set
    }

    /// - Throws: `ToolError` where a value is no finite number, `SettingError` where φ cannot be read for so many features.
    public func report(_ set: ExampleSet) throws -> KernelReport {
        let kernel = try machine.makeKernel(gamma: gamma, width: set.points.width)
        let scaling = FeatureScaling(machine.scaling, of: set.points)
        let matrix = try fitting(set.file) { () throws(FitError) in
            try KernelMatrix(try scaling.applied(to: set.points), kernel: kernel)
        }
        return KernelReport(matrix: matrix, classes: set.targets.map { set.label($0).name }, formula: kernel.formula)
    }
}

/// A kernel matrix in words, numbers and a picture.
public struct KernelReport {
    public let matrix: KernelMatrix
    /// Each example's.
    public let classes: [String]
    public let formula: String
    public let eigenvalues: [Double]?

    /// Examples at most whose values are printed.
    private static let mostPrinted = 10
    /// Eigenvalues that are printed of either end.
    private static let ends = 4

    public init(matrix: KernelMatrix, classes: [String], formula: String) {
        (self.matrix, self.classes, self.formula, eigenvalues) = (matrix, classes, formula, matrix.eigenvalues)
    }

    /// Nil where there are too many examples for eigenvalues.
    public var isPositiveSemidefinite: Bool? { eigenvalues.map(KernelMatrix.isPositiveSemidefinite) }

    /// What is known of the matrix, the values of few examples first.
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
            table.add(["eigenvalues", "left out of more than \(KernelMatrix.mostDecomposed) examples"])
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

    /// A row for each example: its number, its class, and its kernel values with all.
    public var csv: String {
        matrix.values.enumerated().reduce(
            into: CSVTable.line(["example", "class"] + (1...max(1, matrix.count)).map(String.init))
        ) { text, row in
            text += CSVTable.line(["\(row.offset + 1)", classes[row.offset]] + row.element.map(Readable.shortest))
        }
    }

    /// The values as colors, of few examples with their numbers.
    public var figure: HeatMap {
        let (count, isSmall) = (matrix.count, matrix.count <= Self.mostPrinted)
        let labels = count <= 40 ? (1...max(1, count)).map(String.init) : []
        return HeatMap(
            "K = \(formula)", x: "example", y: "example", values: matrix.values, rowLabels: labels,
            columnLabels: labels,
            colors: (matrix.range?.lowerBound ?? 0) < 0 ? .blueRed : .viridis,
            numbers: isSmall ? .format(.fixed(2)) : .none, cellSide: count > 640 ? 1 : nil)
    }

    /// Members of the summary. The values themselves are in the CSV file, and of few examples here, too.
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
