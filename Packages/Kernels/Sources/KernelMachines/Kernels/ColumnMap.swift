import Core

/// New numbers, from 0 on, for the columns that occur in sparse rows: indices can be large, and the work should not
/// depend on them.
struct ColumnMap {
    /// Rows with fewer columns are left as they are.
    private static let most = 1 << 20

    private let columns: [Int32]

    /// Nil where it has no advantage.
    init?(_ rows: KernelRows, and others: KernelRows? = nil) {
        guard max(rows.width, others?.width ?? 0) > Self.most, case .sparse(let sparse) = rows.numbers else {
            return nil
        }
        columns = Set(sparse.columns).sorted()
    }

    /// The rows with the new numbers of their columns; all unknown columns share one number that no known row has.
    func mapped(_ rows: KernelRows) -> KernelRows {
        guard case .sparse(var sparse) = rows.numbers else { return rows }
        for (place, column) in sparse.columns.enumerated() { sparse.columns[place] = number(of: column) }
        guard let exact = rows.exact else { return KernelRows(sparse, width: columns.count + 1) }
        // Columns rise in each row: unknown ones come last.
        var order: [Int] = []
        for number in 0..<rows.count {
            let places = sparse.places(of: number)
            order += places.filter { sparse.columns[$0] < columns.count }
            order += places.filter { sparse.columns[$0] == columns.count }
        }
        return KernelRows(
            starts: sparse.starts, columns: order.map { sparse.columns[$0] }, exact: order.map { exact[$0] },
            width: columns.count + 1)
    }

    private func number(of column: Int32) -> Int32 {
        var (low, high) = (0, columns.count)
        while low < high {
            let middle = (low + high) / 2
            if columns[middle] < column { low = middle + 1 } else { high = middle }
        }
        return Int32(low < columns.count && columns[low] == column ? low : columns.count)
    }
}
