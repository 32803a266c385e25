/// The properties of a table's columns, from its first rows.
struct TableColumns {
    private let records: [[String]]
    private let lines: [Int]
    private let width: Int
    private let hasDecimalCommas: Bool

    init(_ sample: TableSample, decimalCommas: Bool) {
        (records, lines, width, hasDecimalCommas) = (sample.records, sample.lines, sample.width, decimalCommas)
    }

    private func isNumber(_ field: String) -> Bool {
        Double(hasDecimalCommas ? field.replacing(",", with: ".") : field) != nil
    }

    private func field(_ record: Int, _ column: Int) -> String {
        column < records[record].count ? records[record][column] : ""
    }

    /// Whether the first record names the columns: where columns of numbers begin with a text, or an expected name is
    /// among its fields. It does not name them where columns of numbers begin with a number and texts occur again
    /// below.
    ///
    /// - Throws: `FileError` where it is ambiguous.
    func hasHeader(expecting expected: [String], file: String) throws(FileError) -> Bool {
        let first = Array(records[0].prefix(width))
        let names = Set(expected.map { $0.lowercased() })
        if first.contains(where: { names.contains($0.lowercased()) }) { return true }
        guard records.count > 1 else { return !first.contains(where: isNumber) }
        var (numbers, titles, repeated, texts) = (0, 0, 0, 0)
        for column in 0..<width where !first[column].isEmpty {
            let below = (1..<records.count).map { field($0, column) }.filter { !MissingValue.isMissing($0) }
            if !below.isEmpty, below.allSatisfy(isNumber) {
                if isNumber(first[column]) {
                    numbers += 1
                } else if !MissingValue.isMissing(first[column]) {
                    titles += 1
                }
            } else if !below.isEmpty {
                texts += 1
                if below.contains(first[column]) { repeated += 1 }
            }
        }
        if titles > 0, numbers == 0 { return true }
        if numbers > 0, titles == 0 {
            // A first row 0,1,2 may be a library's numbers for columns without names; with a column of row numbers it
            // is.
            let hasBlank = first[0].isEmpty
            let isCount = first.dropFirst(hasBlank ? 1 : 0).enumerated().allSatisfy { $1 == "\($0)" }
            if hasBlank, isCount { return true }
            if !isCount || first.count < 3, texts == 0 || repeated > 0 { return false }
        }
        if numbers == 0, titles == 0 { return repeated == 0 }
        throw FileError(
            .badData, file, at: .line(lines[0]),
            "'\(records[0].joined(separator: ",").prefix(40))' may be the names of the columns or the first row",
            expected: "--header yes or --header no")
    }

    /// Whether the first column numbers the rows: it has no name, or counts 0, 1, 2, …; or, with a matching name, from
    /// 1 on.
    func hasIndex(header: [String]?) -> Bool {
        guard width > 1 else { return false }
        let name = header?[0].lowercased()
        if let name, name.isEmpty || name.hasPrefix("unnamed: 0") { return true }
        let values = (header == nil ? 0 : 1)..<records.count
        guard values.count > 2 else { return false }
        func counts(from start: Int) -> Bool {
            values.allSatisfy { Int(field($0, 0)) == $0 - values.lowerBound + start }
        }
        if counts(from: 0) { return true }
        return name.map { Self.indexNames.contains($0) } == true && counts(from: 1)
    }

    /// The contents of each column below the header.
    func kinds(hasHeader: Bool) -> [TableStream.ColumnKind] {
        (0..<width).map { column in
            let fields = ((hasHeader ? 1 : 0)..<records.count).map { field($0, column) }
                .filter { !MissingValue.isMissing($0) }
            if fields.isEmpty { return .missing }
            // A text among numbers is an error when its row is read.
            if 2 * fields.count(where: isNumber) > fields.count { return .numbers }
            let different = Set(fields).count
            return different > 20 && 2 * different > fields.count ? .names : .texts
        }
    }

    private static let indexNames: Set = ["index", "id", "row", "no", "no.", "nr", "nr.", "number", "#", "rownames"]
}
