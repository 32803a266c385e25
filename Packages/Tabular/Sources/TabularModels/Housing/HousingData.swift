import CommandLineSupport
import Core

/// The housing table, split and prepared for a network.
public struct HousingData {
    public let name: String
    public let preparation: HousingPreparation
    public let training: TableExamples
    /// Rows of the training part that epochs are chosen by; nil where none are set aside.
    public let validation: TableExamples?
    public let test: TableExamples
    /// Longitude and latitude of the test rows, in degrees.
    public let testPlaces: (longitudes: [Float], latitudes: [Float])
    /// What was done about empty fields, a sentence each.
    public let notes: [String]

    /// The share of the rows that make the test part.
    public static let testShare = 0.2

    /// What becomes of rows with an empty field.
    public enum Missing: String, Codable, Sendable, CaseIterable {
        /// The field takes the median of its column.
        case median
        /// The row is left out.
        case drop
    }

    /// - Parameters:
    ///   - table: the columns of ``HousingColumns``.
    ///   - experiment: says what is predicted from which inputs, and how rows are split.
    /// - Throws: `FileError` where too few rows are left, or their values are too much alike for thirds; `ToolError` where
    ///   they are too few for a validation part.
    public init(_ table: Table, name: String, for experiment: Housing) throws {
        let values = table[HousingColumns.target]
        // Rows whose value lies in the same tenth are alike.
        var strata = StratifiedSplit.strata(of: values, count: 10)
        var notes: [String] = []
        let unknown = table.missing(HousingColumns.target)
        if unknown > 0 { notes.append("left out: \(unknown) rows without a \(HousingColumns.target)") }
        for name in HousingColumns.names {
            let column = table[name]
            let empty = column.indices.filter { column[$0].isNaN && strata[$0] >= 0 }
            guard !empty.isEmpty else { continue }
            switch experiment.missing {
            case .median: notes.append("\(empty.count) empty fields in column \(name) take its median")
            case .drop:
                for row in empty { strata[row] = -1 }
                notes.append("left out: \(empty.count) rows without a \(name)")
            }
        }
        let usable = strata.count { $0 >= 0 }
        if let rows = experiment.rows, rows < usable {
            let sample = StratifiedSplit(
                strata: strata, testShare: Double(rows) / Double(usable), seed: experiment.seed, stream: .sample)
            for row in sample.training { strata[Int(row)] = -1 }
            notes.append("a sample of \(Readable.count(rows)) of the table's \(Readable.count(usable)) usable rows")
        }
        let split = StratifiedSplit(strata: strata, testShare: Self.testShare, seed: experiment.seed)
        guard split.training.count >= 6, !split.test.isEmpty else {
            throw FileError(
                .badData, table.name, "holds \(split.training.count + split.test.count) usable rows",
                expected: "8 or more")
        }
        let parts = try experiment.validationSplit(strata: split.training.map { strata[Int($0)] }, of: "training row")
        let training = parts.training.map { split.training[Int($0)] }
        let validation = parts.validation.map { split.training[Int($0)] }
        let preparation = HousingPreparation(of: table, values: values, for: experiment, fittedOn: training)
        let counts = training.reduce(into: [0, 0, 0]) { $0[Int(preparation.label(of: values[Int($1)]))] += 1 }
        guard experiment.target == .regression || !counts.contains(0) else {
            throw FileError(
                .badData, table.name, at: .item(kind: "column", name: HousingColumns.target),
                "one number is so frequent that there are no thirds", expected: "values that differ")
        }
        func examples(_ rows: [Int32], _ batchSize: Int = .max) -> TableExamples {
            preparation.examples(table, rows: rows, for: experiment.target, batchSize: batchSize)
        }
        (self.name, self.preparation, self.notes) = (name, preparation, notes)
        self.training = examples(training, experiment.recipe.batchSize ?? .max)
        self.validation = validation.isEmpty ? nil : examples(validation)
        test = examples(split.test)
        let (longitude, latitude) = (table[HousingColumns.names[0]], table[HousingColumns.names[1]])
        testPlaces = (split.test.map { longitude[Int($0)] }, split.test.map { latitude[Int($0)] })
    }
}

extension HousingData {
    /// All rows of a table whose value is known, as a trained network takes them.
    ///
    /// - Parameter experiment: with what its training rows were like.
    /// - Throws: `FileError` where the table cannot be used.
    public static func rows(of source: HousingSource, for experiment: Housing) throws -> TableExamples {
        let (table, preparation) = (try source.table(), try experiment.fittedPreparation())
        let values = table[HousingColumns.target]
        let rows = values.indices.filter { !values[$0].isNaN }.map { Int32($0) }
        guard !rows.isEmpty else {
            throw FileError(
                .badData, table.name, at: .item(kind: "column", name: HousingColumns.target), "is empty",
                expected: "values to compare predictions with")
        }
        return preparation.examples(table, rows: rows, for: experiment.target)
    }
}

extension HousingPreparation {
    /// Rows of a table with their classes, or with their standardized values.
    fileprivate func examples(
        _ table: Table, rows: [Int32], for target: HousingTarget, batchSize: Int = .max
    ) -> TableExamples {
        let (inputs, all) = (inputs.inputs(table, rows: rows), table[HousingColumns.target])
        let values = rows.map { all[Int($0)] }
        return switch target {
        case .classes: TableExamples(inputs: inputs, classes: values.map(label), batchSize: batchSize)
        case .regression:
            TableExamples(inputs: inputs, numbers: values.map { ($0 - mean) / deviation }, batchSize: batchSize)
        }
    }
}

extension StreamName {
    /// The rows of a sample.
    static let sample = StreamName("sample")
}
