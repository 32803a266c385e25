import Core

/// The housing table, split and prepared for a network.
public struct HousingData {
    public let name: String
    public let target: HousingTarget
    public let preparation: HousingPreparation
    public let training: TableExamples
    public let test: TableExamples
    /// Longitude and latitude of the test rows, in degrees.
    public let testPlaces: (longitudes: [Float], latitudes: [Float])
    /// The values of the test rows, in dollars.
    public let testValues: [Float]
    /// What was done about empty fields, a sentence each.
    public let notes: [String]

    /// The share of the rows that networks are tested on.
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
    ///   - seed: of the split and the waves.
    /// - Throws: `FileError` where too few rows are left, or their values are too much alike for thirds.
    public init(
        _ table: Table, name: String, target: HousingTarget, recipe: HousingRecipe, missing: Missing, seed: UInt64
    ) throws(FileError) {
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
            switch missing {
            case .median: notes.append("\(empty.count) empty fields in column \(name) take its median")
            case .drop:
                for row in empty { strata[row] = -1 }
                notes.append("left out: \(empty.count) rows without a \(name)")
            }
        }
        let split = StratifiedSplit(strata: strata, testShare: Self.testShare, seed: seed)
        guard split.training.count >= 6, !split.test.isEmpty else {
            throw FileError(
                .badData, table.name, "holds \(split.training.count + split.test.count) usable rows",
                expected: "8 or more")
        }
        let preparation = HousingPreparation(
            of: table, values: values, recipe: recipe, fittedOn: split.training, seed: seed)
        let counts = split.training.reduce(into: [0, 0, 0]) {
            $0[Int(preparation.label(of: values[Int($1)]))] += 1
        }
        guard target == .regression || !counts.contains(0) else {
            throw FileError(
                .badData, table.name, at: .item(kind: "column", name: HousingColumns.target),
                "one number is so frequent that there are no thirds", expected: "values that differ")
        }
        let batchSize = recipe.batchSize ?? .max
        self.name = name
        self.target = target
        self.preparation = preparation
        self.notes = notes
        training = Self.examples(table, values, target, preparation, split.training, batchSize)
        test = Self.examples(table, values, target, preparation, split.test, .max)
        let (longitude, latitude) = (table[HousingColumns.names[0]], table[HousingColumns.names[1]])
        testPlaces = (split.test.map { longitude[Int($0)] }, split.test.map { latitude[Int($0)] })
        testValues = split.test.map { values[Int($0)] }
    }

    private static func examples(
        _ table: Table, _ values: [Float], _ target: HousingTarget, _ preparation: HousingPreparation, _ rows: [Int32],
        _ batchSize: Int
    ) -> TableExamples {
        let inputs = preparation.inputs.inputs(table, rows: rows)
        switch target {
        case .classes:
            return TableExamples(
                inputs: inputs, classes: rows.map { preparation.label(of: values[Int($0)]) }, batchSize: batchSize)
        case .regression:
            let numbers = rows.map { (values[Int($0)] - preparation.mean) / preparation.deviation }
            return TableExamples(inputs: inputs, numbers: numbers, batchSize: batchSize)
        }
    }
}
