extension TableFormat {
    /// The properties of a table that are detected before its rows are read.
    struct Detected {
        let format: TableFormat
        /// The columns' names, made up where the table has none.
        let names: [String]
        let kinds: [TableStream.ColumnKind]
        /// Bytes before the first record: a byte-order mark, a line that names the separator.
        let start: Int
        /// The line of the first record.
        let line: Int
    }

    /// Detects the format of a table.
    ///
    /// - Parameters:
    ///   - rows: the first whole rows of the file.
    ///   - header: whether the first line names the columns; nil to detect it.
    ///   - expected: names of columns that a header may have, such as those that options name.
    /// - Throws: `FileError` where the bytes are not such a table, or can be read in two ways.
    static func detect(
        _ rows: [UInt8], file: String, header: Header?, expecting expected: [String]
    ) throws(FileError) -> Detected {
        try requireText(rows, file: file)
        var (start, line) = (rows.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, 1)
        var separators = Separator.allCases
        if let (separator, end) = namedSeparator(rows, from: start) {
            (separators, start, line) = ([separator], end, 2)
        }
        skipPreface(of: rows, &start, &line)
        let text = Array(rows[start...])
        let sample = try sample(text, separators, line: line, file: file)
        guard let first = sample.records.first else {
            throw FileError(.badData, file, at: .line(1), "the file is empty", expected: "a row of column names")
        }
        var format = TableFormat(separator: sample.separator, paddingColumns: sample.padding)
        format.hasDecimalCommas = try hasDecimalCommas(sample, file: file)
        let columns = TableColumns(sample, decimalCommas: format.hasDecimalCommas)
        if let header {
            format.hasHeader = header == .yes
        } else {
            format.hasHeader = try columns.hasHeader(expecting: expected, file: file)
        }
        let names = try names(format.hasHeader ? first : nil, width: sample.width, line: sample.lines[0], file: file)
        format.hasIndex = columns.hasIndex(header: format.hasHeader ? first : nil)
        return Detected(
            format: format, names: names, kinds: columns.kinds(hasHeader: format.hasHeader), start: start, line: line)
    }

    /// Skips lines before the table: blank ones, and comments after a `#`. A line with as many separators as the next
    /// is a header whose first name follows the `#`.
    private static func skipPreface(of rows: [UInt8], _ start: inout Int, _ line: inout Int) {
        let blanks = [0x20, 0x09] + Separator.allCases.map(\.byte)
        while start < rows.count {
            let end = rows[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rows.count
            let text = rows[start..<end]
            guard text.allSatisfy(blanks.contains) || text.first == UInt8(ascii: "#"), end < rows.count else { return }
            let isPair = rows[end] == 0x0D && end + 1 < rows.count && rows[end + 1] == 0x0A
            let next = end + (isPair ? 2 : 1)
            let below = rows[next...].prefix { $0 != 0x0A && $0 != 0x0D }
            let isHeader = Separator.allCases.contains { separator in
                let count = text.count { $0 == separator.byte }
                return count > 0 && count == below.count { $0 == separator.byte }
            }
            if isHeader, text.first == UInt8(ascii: "#") { return }
            (start, line) = (next, line + 1)
        }
    }

    /// The separator that a first line `sep=;` names, as spreadsheets write it, and where that line ends.
    private static func namedSeparator(_ rows: [UInt8], from start: Int) -> (Separator, Int)? {
        let line = rows[start...].prefix { $0 != 0x0A && $0 != 0x0D }
        let text = String(decoding: line, as: UTF8.self).lowercased().filter { $0 != "\"" }
        guard text.hasPrefix("sep="), let separator = Separator(rawValue: String(text.dropFirst(4))) else { return nil }
        var end = line.endIndex
        if end < rows.count, rows[end] == 0x0D { end += 1 }
        if end < rows.count, rows[end] == 0x0A { end += 1 }
        return (separator, end)
    }

    /// - Throws: `FileError` for common files that are not tables.
    private static func requireText(_ rows: [UInt8], file: String) throws(FileError) {
        if rows.starts(with: [0xFF, 0xFE]) || rows.starts(with: [0xFE, 0xFF]) {
            throw FileError(.badData, file, "text in UTF-16", expected: "UTF-8; spreadsheets save it as “CSV UTF-8”")
        }
        if rows.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            throw FileError(.badData, file, "a workbook or another zip archive", expected: "a table saved as CSV")
        }
        if rows.prefix(1 << 16).contains(0) {
            throw FileError(.badData, file, "bytes that are not text", expected: "a table saved as CSV, UTF-8")
        }
    }

    /// The sample whose separator fits the file: rows of equal length, and mostly numbers.
    private static func sample(
        _ rows: [UInt8], _ separators: [Separator], line: Int, file: String
    ) throws(FileError) -> TableSample {
        let samples = separators.compactMap { try? TableSample(rows, separator: $0, line: line, file: file) }
        let fitting = samples.filter { $0.width > 1 && $0.isRectangular }
        let best = fitting.max { ($0.numericShare, $0.width) < ($1.numericShare, $1.width) }
        // If none of them gives a table, the separator with the most fields in the first line is used.
        guard let sample = best ?? samples.max(by: { $0.width < $1.width }) else {
            return try TableSample(rows, separator: separators[0], line: line, file: file)
        }
        if sample.width == 1, separators.count > 1 { try requireNoOtherSeparator(sample, file: file) }
        return sample
    }

    /// - Throws: `FileError` where another character seems to separate the fields.
    private static func requireNoOtherSeparator(_ sample: TableSample, file: String) throws(FileError) {
        for (sign, words) in [(Character("|"), "“|”"), (" ", "blanks"), (":", "colons")] {
            let widths = Set(sample.records.map { $0[0].split(separator: sign).count })
            let last = sample.records.last?[0].split(separator: sign) ?? []
            guard widths.count == 1, last.count > 1, last.contains(where: { Double($0) != nil }) else { continue }
            throw FileError(
                .badData, file, at: .line(sample.lines[0]), "fields that \(words) seem to separate",
                expected: "commas, semicolons or tabs between fields")
        }
    }

    /// - Throws: `FileError` where numbers can be read in two ways.
    private static func hasDecimalCommas(_ sample: TableSample, file: String) throws(FileError) -> Bool {
        var (commas, points): ((String, Int)?, (String, Int)?)
        var isCertain = false
        for (record, line) in zip(sample.records, sample.lines) {
            for field in record {
                if TableSample.isDecimalComma(field) {
                    commas = commas ?? (field, line)
                    if !TableSample.isPerhapsGrouped(field) { isCertain = true }
                } else if field.contains("."), Double(field) != nil {
                    points = points ?? (field, line)
                }
            }
        }
        guard let commas else { return false }
        if let points {
            throw FileError(
                .badData, file, at: .line(commas.1),
                "\(commas.0.quoted()), but line \(points.1) has \(points.0.quoted())",
                expected: "one decimal sign, and none between thousands")
        }
        guard isCertain || sample.separator != .comma else {
            throw FileError(
                .badData, file, at: .line(commas.1),
                "\(commas.0.quoted()), which is a decimal number or has a comma between thousands",
                expected: "numbers without commas")
        }
        return true
    }

    /// The names of the columns without padding: those of the header, or x1, x2, … without one.
    private static func names(
        _ header: [String]?, width: Int, line: Int, file: String
    ) throws(FileError) -> [String] {
        let names = (0..<width).map { column in
            guard var name = header?[column] else { return "x\(column + 1)" }
            if column == 0, name.hasPrefix("#"), name.count > 1 { name = trimmed(String(name.dropFirst())) }
            return name.isEmpty ? "column \(column + 1)" : name
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw FileError(.badData, file, at: .line(line), "column \(name.quoted()) occurs twice")
        }
        return names
    }
}
