import Core

/// A table, split and prepared for a network.
public struct HousingData {
    public let name: String
    public let preparation: HousingPreparation
    public let training: TableExamples
    /// Rows of the training part that choose the best epoch; nil where none are set aside.
    public let validation: TableExamples?
    public let test: TableExamples
    /// Longitude and latitude of the test rows, in degrees; nil where the table has no coordinates.
    public let testPlaces: (longitudes: [Float], latitudes: [Float])?
    /// What the reader found in the table.
    public let facts: DataFacts

    /// The share of the rows that makes the test part.
    public static let testShare = 0.2

    /// How rows with an empty field are treated.
    public enum Missing: String, Codable, Sendable, CaseIterable {
        /// The field takes the median of its column.
        case median
        /// The row is left out.
        case drop
    }

    /// - Parameters:
    ///   - read: the table and its columns.
    ///   - name: of the table, as summaries show it.
    ///   - experiment: defines the target, the inputs, and the split of rows.
    /// - Throws: `FileError` where too few rows are left, or their values are too similar for thirds; `ToolError` where
    ///   they are too few for a validation part, or the task must be chosen.
    public init(_ read: TableRead, name: String, for experiment: Housing) throws {
        let (table, layout) = (read.table, read.layout)
        let task = try experiment.task(for: read)
        var rows = UsableRows(table, layout, task)
        rows.requireFeatures(experiment.missing)
        rows.sample(experiment.rows, seed: experiment.seed)
        let strata = rows.strata
        let split = StratifiedSplit(strata: strata, testShare: Self.testShare, seed: experiment.seed)
        guard split.training.count >= 6, !split.test.isEmpty else {
            throw FileError(
                .badData, table.name, "contains \(split.training.count + split.test.count) usable rows",
                expected: "8 or more")
        }
        let parts = try experiment.validationSplit(strata: split.training.map { strata[Int($0)] }, of: "training row")
        let training = parts.training.map { split.training[Int($0)] }
        let validation = parts.validation.map { split.training[Int($0)] }
        let preparation = HousingPreparation(of: table, layout, task, for: experiment, fittedOn: training)
        let labels = preparation.labels(of: table)
        if let labels { try preparation.requireEveryClass(labels, training, of: table) }
        func examples(_ rows: [Int32], _ batchSize: Int = .max) -> TableExamples {
            preparation.examples(table, rows: rows, labels, batchSize: batchSize)
        }
        (self.name, self.preparation) = (name, preparation)
        self.training = examples(training, experiment.recipe.batchSize ?? .max)
        self.validation = validation.isEmpty ? nil : examples(validation)
        test = examples(split.test)
        testPlaces = Self.places(of: split.test, in: table)
        let inputs = rows.notes + (preparation.waveNote(experiment).map { [$0] } ?? [])
        facts = DataFacts(
            source: name, format: read.format, examples: strata.count { $0 >= 0 }, noun: "row",
            features: layout.features, target: layout.target,
            classes: preparation.counts(labels ?? [], of: strata.indices.filter { strata[$0] >= 0 }),
            leftOut: read.leftOut + rows.leftOut, notes: inputs,
            digest: table.digest(of: layout.features + [layout.target]).description)
    }

    private static func places(of rows: [Int32], in table: Table) -> (longitudes: [Float], latitudes: [Float])? {
        guard let (x, y) = HousingColumns.places(among: table.numbers.keys.sorted()) else { return nil }
        let (longitudes, latitudes) = (table[x], table[y])
        return (rows.map { longitudes[Int($0)] }, rows.map { latitudes[Int($0)] })
    }
}

extension HousingData {
    /// All rows of a table whose target is known, prepared for a trained network.
    ///
    /// - Parameters:
    ///   - source: the table, a file or the built-in one.
    ///   - experiment: with the statistics of its training rows.
    /// - Throws: `FileError` where the table cannot be used, or has a class that the network does not know.
    public static func rows(of source: HousingSource, for experiment: Housing) throws -> TableExamples {
        let preparation = try experiment.fittedPreparation()
        let table = try source.table(preparation.layout, needsTarget: true, header: experiment.columns.header).table
        let labels = preparation.labels(of: table)
        try preparation.requireKnownClasses(in: table)
        let values = preparation.layout.hasTextTarget ? [] : table[preparation.layout.target]
        let rows = (0..<Int32(table.rowCount)).filter { row in
            if let labels { labels[Int(row)] >= 0 } else { !values[Int(row)].isNaN }
        }
        guard !rows.isEmpty else {
            throw FileError(
                .badData, table.name, at: .item(kind: "column", name: preparation.layout.target), "is empty",
                expected: "values to compare predictions with")
        }
        return preparation.examples(table, rows: rows, labels)
    }
}

extension HousingPreparation {
    /// Rows of a table with their classes, or with their standardized values.
    fileprivate func examples(
        _ table: Table, rows: [Int32], _ labels: [Int32]?, batchSize: Int = .max
    ) -> TableExamples {
        let inputs = inputs.inputs(table, rows: rows)
        if let labels {
            return TableExamples(inputs: inputs, classes: rows.map { labels[Int($0)] }, batchSize: batchSize)
        }
        let values = table[layout.target]
        return TableExamples(
            inputs: inputs, numbers: rows.map { (values[Int($0)] - mean) / deviation }, batchSize: batchSize)
    }

    /// The number of rows of each class; empty where no classes are predicted.
    fileprivate func counts(_ labels: [Int32], of rows: [Int]) -> [DataFacts.ClassCount] {
        var counts = classNames.map { DataFacts.ClassCount($0, 0) }
        for row in rows where !labels.isEmpty && labels[row] >= 0 { counts[Int(labels[row])].count += 1 }
        return counts
    }

    /// - Throws: `FileError` where a class has no training row.
    fileprivate func requireEveryClass(_ labels: [Int32], _ rows: [Int32], of table: Table) throws(FileError) {
        let counts = counts(labels, of: rows.map { Int($0) }).map(\.count)
        let place = FileError.Place.item(kind: "column", name: layout.target)
        guard classNames.count > 1 else {
            throw FileError(
                .badData, table.name, at: place, "has one class, '\(classNames.first ?? "")'",
                expected: "two classes or more")
        }
        guard let empty = counts.firstIndex(of: 0) else { return }
        if task == .thirds {
            throw FileError(
                .badData, table.name, at: place, "one number is so frequent that thirds do not exist",
                expected: "values that differ")
        }
        throw FileError(
            .badData, table.name, at: place, "class '\(classNames[empty])' has no row to train on",
            expected: "more rows of each class")
    }

    /// - Throws: `FileError` where a table has a class that the training rows do not have.
    fileprivate func requireKnownClasses(in table: Table) throws(FileError) {
        guard task == .classes else { return }
        let names: [String]
        if layout.hasTextTarget {
            names = table.texts[layout.target]?.names ?? []
        } else {
            names = Set(table[layout.target].filter { !$0.isNaN }).sorted().map { Readable.shortest(Double($0)) }
        }
        guard let unknown = names.first(where: { !classNames.contains($0) }) else { return }
        throw FileError(
            .badData, table.name, at: .item(kind: "column", name: layout.target),
            "class '\(unknown)', which the network has not learned", expected: classNames.joined(separator: ", "))
    }

    /// Why there are no waves, where the preset has some.
    fileprivate func waveNote(_ experiment: Housing) -> String? {
        guard experiment.waves > 0, inputs.waves == nil else { return nil }
        return "no waves: the features have no longitude and latitude"
    }
}

extension StreamName {
    /// The rows of a sample.
    static let sample = StreamName("sample")
}
