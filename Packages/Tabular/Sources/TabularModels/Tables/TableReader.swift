import Core

/// Reads chosen columns of a CSV file, row by row, so that memory contains only those columns of the file.
public struct TableReader: Sendable {
    /// Columns of numbers that must be present.
    public var numbers: [String]
    /// Columns of numbers that may be present.
    public var optionalNumbers: [String]
    /// Columns of texts that must be present.
    public var texts: [String]
    /// Columns of texts that may be present.
    public var optionalTexts: [String]
    /// How many bytes of the file to read at a time.
    public var blockSize = 1 << 20

    /// A column with more different texts is not a column of categories.
    public static let mostCategories = 1_000

    public init(
        numbers: [String], optionalNumbers: [String] = [], texts: [String] = [], optionalTexts: [String] = []
    ) {
        (self.numbers, self.optionalNumbers) = (numbers, optionalNumbers)
        (self.texts, self.optionalTexts) = (texts, optionalTexts)
    }

    /// The columns of the file at `path`, in the file's order of rows, and how the file is written.
    ///
    /// - Parameters:
    ///   - path: of the file.
    ///   - expectedRows: the number of rows to reserve memory for, from ``TableEstimate``.
    /// - Throws: `FileError` where the file cannot be read, is not a table, lacks a column, has no rows, or a field is
    ///   neither empty nor of its column's kind.
    public func read(
        _ path: String, expectedRows: Int = 0
    ) throws(FileError) -> (table: Table, format: TableFormat) {
        let stream = try TableStream(
            path, expecting: numbers + optionalNumbers + texts + optionalTexts, blockSize: blockSize)
        return try read(stream, expectedRows: expectedRows)
    }

    /// The same for a table that is open and not read yet.
    ///
    /// - Throws: `FileError`, likewise.
    func read(
        _ table: TableStream, expectedRows: Int = 0
    ) throws(FileError) -> (table: Table, format: TableFormat) {
        var stream = table
        let path = stream.file
        var columns: [(name: String, index: Int, values: [Float])] = []
        for name in numbers { columns.append((name, try index(of: name, in: stream), [])) }
        for name in optionalNumbers {
            if let index = stream.columnIfPresent(name) { columns.append((name, index, [])) }
        }
        var texts: [(name: String, index: Int, collector: CategoryCollector)] = []
        for name in self.texts { texts.append((name, try index(of: name, in: stream), CategoryCollector())) }
        for name in optionalTexts {
            if let index = stream.columnIfPresent(name) { texts.append((name, index, CategoryCollector())) }
        }
        for column in columns.indices { columns[column].values.reserveCapacity(expectedRows) }
        var rows = 0
        while try stream.next() {
            for column in columns.indices {
                columns[column].values.append(try Self.number(columns[column].index, columns[column].name, stream))
            }
            for column in texts.indices {
                let text = stream.isMissing(texts[column].index) ? "" : try stream.text(texts[column].index)
                guard texts[column].collector.add(text) else {
                    throw FileError(
                        .badData, path, at: .cell(line: stream.line, column: texts[column].name),
                        "more than \(Self.mostCategories) different texts", expected: "a few categories")
                }
            }
            rows += 1
        }
        guard rows > 0 else { throw FileError(.badData, path, "contains no rows") }
        let table = Table(
            name: path, rowCount: rows, numbers: Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.values) }),
            texts: Dictionary(uniqueKeysWithValues: texts.map { ($0.name, $0.collector.categories) }))
        return (table, stream.format)
    }

    /// The number of a field, NaN where it is missing.
    private static func number(_ index: Int, _ name: String, _ stream: TableStream) throws(FileError) -> Float {
        if let number = stream.number(index), Float(number).isFinite { return Float(number) }
        if stream.isMissing(index) { return .nan }
        throw stream.failure(index, expected: "a finite number, or an empty field")
    }

    private func index(of name: String, in stream: TableStream) throws(FileError) -> Int {
        if let index = stream.columnIfPresent(name) { return index }
        let hint = Suggestions.nearest(to: name, in: stream.header).map { "; is it '\($0)'?" } ?? ""
        throw FileError(
            .badData, stream.file, at: .line(1), "no column '\(name)'\(hint)",
            expected: "the columns \((numbers + texts).joined(separator: ", "))")
    }
}

/// Numbers the texts of a column in the order of their appearance, and in alphabetical order at the end.
private struct CategoryCollector {
    private var numbers: [String: Int32] = [:]
    private var codes: [Int32] = []

    /// False where there are too many different ones.
    mutating func add(_ text: String) -> Bool {
        if text.isEmpty {
            codes.append(-1)
            return true
        }
        let number = numbers[text] ?? Int32(numbers.count)
        if number == numbers.count { numbers[text] = number }
        codes.append(number)
        return numbers.count <= TableReader.mostCategories
    }

    var categories: Table.Categories {
        let names = numbers.keys.sorted()
        var places = [Int32](repeating: 0, count: names.count)
        for (place, name) in names.enumerated() {
            if let number = numbers[name] { places[Int(number)] = Int32(place) }
        }
        return Table.Categories(names: names, codes: codes.map { $0 < 0 ? -1 : places[Int($0)] })
    }
}
