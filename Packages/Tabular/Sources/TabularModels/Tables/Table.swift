import Core

/// A table in memory, column by column: numbers as float32, texts as the numbers of their categories.
public struct Table: Sendable {
    /// A column of texts.
    public struct Categories: Sendable, Equatable {
        /// The different texts, in alphabetical order.
        public let names: [String]
        /// For each row the number of its text; −1 where the field is empty.
        public let codes: [Int32]

        public init(names: [String], codes: [Int32]) {
            self.names = names
            self.codes = codes
        }
    }

    /// The table's name, such as its file.
    public let name: String
    public let rowCount: Int
    /// Columns of numbers by name; NaN where a field is empty.
    public let numbers: [String: [Float]]
    /// Columns of texts by name.
    public let texts: [String: Categories]

    /// - Parameters:
    ///   - name: what the table is called, such as its file.
    ///   - rowCount: how many numbers or codes every column has.
    ///   - numbers: columns of `rowCount` numbers.
    ///   - texts: columns of `rowCount` codes.
    public init(name: String, rowCount: Int, numbers: [String: [Float]], texts: [String: Categories] = [:]) {
        Contract.require(
            numbers.values.allSatisfy { $0.count == rowCount }
                && texts.values.allSatisfy { $0.codes.count == rowCount }, "Table",
            "columns whose length is not \(rowCount)")
        self.name = name
        self.rowCount = rowCount
        self.numbers = numbers
        self.texts = texts
    }

    /// The numbers of a column; NaNs where there is no such column.
    public subscript(name: String) -> [Float] { numbers[name] ?? Array(repeating: .nan, count: rowCount) }

    /// The number of empty fields in a column of numbers.
    public func missing(_ name: String) -> Int { self[name].reduce(0) { $0 + ($1.isNaN ? 1 : 0) } }

    /// The numbers of a column's rows as those of the named categories; −1 for one that is not among them, or empty.
    public func codes(_ name: String, among categories: [String]) -> [Int32] {
        guard let column = texts[name] else { return Array(repeating: -1, count: rowCount) }
        let numbers = column.names.map { categories.firstIndex(of: $0).map(Int32.init) ?? -1 }
        return column.codes.map { $0 < 0 ? -1 : numbers[Int($0)] }
    }

    /// A fingerprint of some columns.
    func digest(of columns: [String]) -> ContentDigest {
        let parts = columns.map { name in
            if let text = texts[name] {
                return text.names.joined(separator: "\n") + text.codes.withUnsafeBytes { ContentDigest($0).description }
            }
            return self[name].withUnsafeBytes { ContentDigest($0).description }
        }
        return ContentDigest((columns + parts).joined(separator: "\n").utf8)
    }
}
