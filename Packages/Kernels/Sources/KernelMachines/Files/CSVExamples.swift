import Core

/// Examples from a table: one column contains the class, the other columns of numbers are features.
public enum CSVExamples {
    /// The columns that a machine was trained on.
    public struct Columns: Sendable, Equatable {
        /// In order.
        public var features: [String]
        /// Nil where it is unknown.
        public var target: String?

        public init(features: [String], target: String?) { (self.features, self.target) = (features, target) }
    }

    /// - Parameters:
    ///   - path: of the CSV file.
    ///   - choice: the columns that are used.
    ///   - known: the columns that a model knows; its features are never the default target, and the class may be
    ///     missing. Nil for training examples.
    ///   - dropsMissing: whether rows with a missing feature are left out.
    /// - Throws: `FileError` naming line and column.
    public static func read(
        _ path: String, _ choice: ColumnChoice = ColumnChoice(), known: Columns? = nil, dropsMissing: Bool = false
    ) throws(FileError) -> ExampleSet {
        var table = try TableStream(
            path, header: choice.header,
            expecting: choice.names + (known?.features ?? []) + [known?.target].compactMap { $0 })
        let roles = try roles(in: table, choice, known)
        var examples = Examples(roles, of: table, isTraining: known == nil, dropsMissing: dropsMissing)
        while try table.next() { try examples.take(&table) }
        return try examples.set(path, known)
    }

    /// The roles of the columns.
    private static func roles(
        in table: TableStream, _ choice: ColumnChoice, _ known: Columns?
    ) throws(FileError) -> ColumnChoice.Roles {
        guard let known else {
            var roles = try choice.roles(in: table)
            if choice.features == nil {
                let texts = roles.features.filter { table.kinds[$0] != .numbers }
                roles.features.removeAll { texts.contains($0) }
                roles.leave(texts, "without numbers", in: table)
            }
            guard !roles.features.isEmpty else {
                throw FileError(
                    .badData, table.file, at: .line(1), "no features",
                    expected: "columns of numbers other than the class")
            }
            return roles
        }
        var features: [Int] = []
        for name in known.features {
            guard let column = table.columnIfPresent(name) else {
                throw FileError(
                    .badData, table.file, at: .line(1), "no column '\(name)'", expected: "the features of the model")
            }
            features.append(column)
        }
        var target = try choice.target.map { name throws(FileError) in try table.column(name) }
        target = target ?? known.target.flatMap { table.columnIfPresent($0) }
        if target == nil {
            let free = table.header.indices.filter { !features.contains($0) }
            target = free.first { ColumnChoice.targetNames.contains(table.header[$0].lowercased()) }
        }
        return ColumnChoice.Roles(target: target, features: features, leftOut: [])
    }

    /// Collects the rows of a table.
    private struct Examples {
        let roles: ColumnChoice.Roles
        let header: [String]
        let format: TableFormat
        let isTraining: Bool
        let dropsMissing: Bool
        var (numbers, labels, lines): ([Double], [String], [Int]) = ([], [], [])
        /// By reason.
        var leftOut: [DataFacts.LeftOut] = []

        init(_ roles: ColumnChoice.Roles, of table: TableStream, isTraining: Bool, dropsMissing: Bool) {
            (self.roles, header, format) = (roles, table.header, table.format)
            (self.isTraining, self.dropsMissing) = (isTraining, dropsMissing)
        }

        mutating func take(_ table: inout TableStream) throws(FileError) {
            let hasClass = roles.target.map { !table.isMissing($0) } ?? true
            guard hasClass || !isTraining else { return leave("without a class", table.line) }
            let start = numbers.count
            for column in roles.features {
                if let number = table.number(column), Float(number).isFinite {
                    numbers.append(number)
                } else if dropsMissing, table.isMissing(column) {
                    numbers.removeLast(numbers.count - start)
                    return leave("with a missing value", table.line)
                } else {
                    let hint = table.isMissing(column) ? "; --missing drop leaves out rows without one" : ""
                    throw table.failure(column, expected: "a finite number" + hint)
                }
            }
            if let target = roles.target {
                // NaN and ∞ are not classes.
                if let number = table.number(target), !number.isFinite {
                    throw table.failure(target, expected: "a class")
                }
                labels.append(hasClass ? try table.text(target) : "")
            }
            lines.append(table.line)
        }

        private mutating func leave(_ reason: String, _ line: Int) {
            if let place = leftOut.firstIndex(where: { $0.reason.hasSuffix(reason) }) {
                leftOut[place] = DataFacts.LeftOut(
                    leftOut[place].count + 1, "rows \(reason)", first: leftOut[place].first)
            } else {
                leftOut.append(DataFacts.LeftOut(1, "row \(reason)", first: "line \(line)"))
            }
        }

        func set(_ file: String, _ known: Columns?) throws(FileError) -> ExampleSet {
            guard !lines.isEmpty else {
                throw FileError(
                    .badData, file, "contains no examples",
                    expected: "a line for each" + (format.hasHeader ? " below the header" : ""))
            }
            let (values, names) = roles.target == nil ? (lines.map { _ in .nan }, [:]) : numbered(labels)
            let features = known?.features ?? roles.features.map { header[$0] }
            var set = ExampleSet(
                points: KernelRows(numbers, width: features.count), targets: values, classNames: names,
                columns: Columns(features: features, target: roles.target.map { header[$0] }), file: file, lines: lines)
            (set.format, set.leftOut) = (format.words, roles.leftOut + leftOut)
            return set
        }

        /// Classes as numbers: their own values where all are numbers, otherwise their places in alphabetical order;
        /// NaN for missing ones.
        private func numbered(_ labels: [String]) -> ([Double], [Double: String]) {
            let known = labels.filter { !$0.isEmpty }
            let numbers = known.map { Double($0) }
            if !numbers.contains(nil) { return (labels.map { ($0.isEmpty ? .nan : Double($0) ?? .nan) + 0 }, [:]) }
            var (places, names): ([String: Double], [Double: String]) = ([:], [:])
            for (place, name) in Set(known).sorted().enumerated() {
                places[name] = Double(place)
                names[Double(place)] = name
            }
            return (labels.map { places[$0] ?? .nan }, names)
        }
    }
}
