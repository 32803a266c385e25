import Foundations
import Synchronization

/// The places of the stored numbers of a sparse matrix, row by row (compressed sparse rows): those of row i are entries
/// offsets[i] ..< offsets[i + 1], and entry k is in column columnNumbers[k].
///
/// Source: Saad, "Iterative Methods for Sparse Linear Systems", 2003, section 3.4.
public final class SparsePattern: Sendable {
    public let rows: Int
    public let columns: Int
    /// One more than there are rows.
    public let offsets: [Int]
    public let columnNumbers: [Int32]
    /// For a transposed pattern, the original entry of each entry; nil where they are the same.
    let origins: [Int32]?
    private let twin = AtomicLazyReference<SparsePattern>()

    /// - Parameters:
    ///   - rows: how many rows the matrix has, 0 or more.
    ///   - columns: how many columns the matrix has, 0 or more.
    ///   - offsets: non-decreasing, from 0 to the number of entries.
    ///   - columnNumbers: each in 0 ..< columns.
    public convenience init(rows: Int, columns: Int, offsets: [Int], columnNumbers: [Int32]) {
        Contract.require(
            rows >= 0 && columns >= 0 && columns <= Int(Int32.max) && offsets.count == rows + 1 && offsets[0] == 0
                && offsets[rows] == columnNumbers.count && zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 },
            "SparsePattern", "\(offsets.count) offsets and \(columnNumbers.count) entries for \(rows) × \(columns)")
        let most = UInt32(columns)
        Contract.require(
            columnNumbers.allSatisfy { UInt32(bitPattern: $0) < most }, "SparsePattern",
            "a column is outside 0 ..< \(columns)")
        self.init(rows: rows, columns: columns, offsets: offsets, columnNumbers: columnNumbers, origins: nil)
    }

    private init(rows: Int, columns: Int, offsets: [Int], columnNumbers: [Int32], origins: [Int32]?) {
        self.rows = rows
        self.columns = columns
        self.offsets = offsets
        self.columnNumbers = columnNumbers
        self.origins = origins
    }

    /// The number of stored numbers.
    public var count: Int { columnNumbers.count }

    /// The entries of a row.
    public func entries(of row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

    /// The transposed pattern, made once; its entries are in order of their rows.
    public var transposed: SparsePattern {
        if let twin = twin.load() { return twin }
        var starts = [Int](repeating: 0, count: columns + 1)
        for column in columnNumbers { starts[Int(column) + 1] += 1 }
        for column in 0..<columns { starts[column + 1] += starts[column] }
        var next = starts
        var numbers = [Int32](repeating: 0, count: count)
        var origins = numbers
        for row in 0..<rows {
            for entry in offsets[row]..<offsets[row + 1] {
                let column = Int(columnNumbers[entry])
                numbers[next[column]] = Int32(row)
                origins[next[column]] = Int32(entry)
                next[column] += 1
            }
        }
        // Another thread may have made it meanwhile: all get the first.
        return twin.storeIfNil(
            SparsePattern(rows: columns, columns: rows, offsets: starts, columnNumbers: numbers, origins: origins))
    }
}
