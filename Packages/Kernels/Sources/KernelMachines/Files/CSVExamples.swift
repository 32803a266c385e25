import Core

/// Examples from a CSV file: a column tells the class, the others are features.
public enum CSVExamples {
    /// Names of columns that are taken for the target, the first that is there.
    static let targetNames = ["class", "label", "target", "y"]

    /// The columns that a machine has learnt from.
    public struct Columns: Sendable, Equatable {
        /// In order.
        public var features: [String]
        /// Nil where nobody knows.
        public var target: String?

        public init(features: [String], target: String?) { (self.features, self.target) = (features, target) }
    }

    /// - Parameters:
    ///   - target: the column of the target; nil takes the known one, or the one called class, label, target or y, else
    ///     the last.
    ///   - known: the columns that a model knows; none of its features is taken for a target that nobody named, which may
    ///     be missing. Nil takes all columns but the target for features.
    /// - Throws: `FileError` naming line and column.
    public static func read(
        _ path: String, target: String? = nil, known: Columns? = nil
    ) throws(FileError) -> ExampleSet {
        var stream = try CSVStream(path)
        let header = stream.header
        let targetColumn = try column(of: target, in: header, known: known, file: path)
        let featureNames = known?.features ?? header.filter { targetColumn == nil || $0 != header[targetColumn ?? 0] }
        var columns: [Int] = []
        for name in featureNames {
            guard let column = header.firstIndex(of: name) else {
                throw FileError(
                    .badData, path, at: .line(1), "no column '\(name)'", expected: "the features of the model")
            }
            columns.append(column)
        }
        guard !columns.isEmpty else {
            throw FileError(
                .badData, path, at: .line(1), "no features", expected: "columns of numbers beside the class")
        }
        var (numbers, labels, values): ([Double], [String], [Double]) = ([], [], [])
        var lines: [Int] = []
        while try stream.next() {
            for column in columns {
                guard let number = stream.number(column), Float(number).isFinite else {
                    throw FileError(
                        .badData, path, at: .cell(line: stream.line, column: header[column]), try said(stream, column),
                        expected: "a finite number")
                }
                numbers.append(number)
            }
            lines.append(stream.line)
            guard let targetColumn else {
                values.append(.nan)
                continue
            }
            guard !stream.isBlank(targetColumn), stream.number(targetColumn)?.isFinite ?? true else {
                throw FileError(
                    .badData, path, at: .cell(line: stream.line, column: header[targetColumn]),
                    try said(stream, targetColumn), expected: "a class")
            }
            labels.append(trimmed(try stream.text(targetColumn)))
        }
        guard !lines.isEmpty else {
            throw FileError(.badData, path, "holds no examples", expected: "a line for each below the header")
        }
        var names: [Double: String] = [:]
        if !labels.isEmpty { (values, names) = numbered(labels) }
        let points = KernelRows(numbers, width: columns.count)
        let read = Columns(features: featureNames, target: targetColumn.map { header[$0] })
        return ExampleSet(
            points: points, targets: values, classNames: names, columns: read, file: path, lines: lines)
    }

    /// Classes as numbers: their own where all are numbers, else their places in the alphabet.
    private static func numbered(_ labels: [String]) -> ([Double], [Double: String]) {
        let numbers = labels.map { Double($0) }
        if !numbers.contains(nil) { return (numbers.compactMap { $0 }, [:]) }
        let sorted = Set(labels).sorted()
        var (places, names): ([String: Double], [Double: String]) = ([:], [:])
        for (place, name) in sorted.enumerated() {
            places[name] = Double(place)
            names[Double(place)] = name
        }
        return (labels.map { places[$0] ?? 0 }, names)
    }

    private static func column(
        of target: String?, in header: [String], known: Columns?, file: String
    ) throws(FileError) -> Int? {
        if let target {
            if let column = header.firstIndex(of: target) { return column }
            throw FileError(
                .badData, file, at: .line(1), "no column '\(target)'",
                expected: "one of \(header.prefix(12).map { "'\($0)'" }.joined(separator: ", "))")
        }
        if let target = known?.target, let column = header.firstIndex(of: target) { return column }
        for name in targetNames {
            let column = header.firstIndex { $0.lowercased() == name && known?.features.contains($0) != true }
            if let column { return column }
        }
        guard known == nil else { return nil }
        if header.allSatisfy({ Double($0) != nil }) {
            throw FileError(
                .badData, file, at: .line(1), "numbers in place of names", expected: "a header such as x1,x2,class")
        }
        return header.count - 1
    }

    private static func said(_ stream: CSVStream, _ column: Int) throws(FileError) -> String {
        let text = try stream.text(column)
        return text.isEmpty ? "empty" : "'\(text.prefix(60))'"
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}
