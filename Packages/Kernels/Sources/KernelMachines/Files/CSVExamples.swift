import Core

/// Examples from a CSV file: a column tells the class, the others are features.
public enum CSVExamples {
    /// Names of columns that are taken for the target, the first that is there.
    static let targetNames = ["class", "label", "target", "y"]

    /// - Parameters:
    ///   - target: the column of the target; nil takes the one called class, label, target or y, else the last.
    ///   - features: the features' columns in order, as a model knows them; nil takes all but the target, which may then
    ///     not be missing.
    /// - Throws: `FileError` naming line and column.
    public static func read(
        _ path: String, target: String? = nil, features: [String]? = nil
    ) throws(FileError) -> ExampleSet {
        var stream = try CSVStream(path)
        let header = stream.header
        let targetColumn = try column(of: target, in: header, isNeeded: features == nil, file: path)
        let featureNames = features ?? header.filter { targetColumn == nil || $0 != header[targetColumn ?? 0] }
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
        return ExampleSet(
            points: points, targets: values, classNames: names, featureNames: featureNames, file: path, lines: lines)
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
        of target: String?, in header: [String], isNeeded: Bool, file: String
    ) throws(FileError) -> Int? {
        if let target {
            if let column = header.firstIndex(of: target) { return column }
            throw FileError(
                .badData, file, at: .line(1), "no column '\(target)'",
                expected: "one of \(header.prefix(12).map { "'\($0)'" }.joined(separator: ", "))")
        }
        for name in targetNames {
            if let column = header.firstIndex(where: { $0.lowercased() == name }) { return column }
        }
        guard isNeeded else { return nil }
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
