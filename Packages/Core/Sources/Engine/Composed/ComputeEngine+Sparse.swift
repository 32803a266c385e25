/// Products with sparse matrices, composed of rows that are gathered, scaled and added up.
extension ComputeEngine {
    public func sparseProduct(
        _ matrix: SparseMatrix, _ x: Buffer, transposing: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        let (rows, columns) = (Buffer(matrix.pattern.rowNumbers), Buffer(matrix.pattern.columnNumbers))
        let (from, to) = transposing ? (rows, columns) : (columns, rows)
        let parts = Term(x, on: self).rows(from) * Term(matrix.values, on: self).reshaped(matrix.pattern.count, 1)
        var sums = parts.added(to: to, count: transposing ? matrix.columns : matrix.rows)
        if let bias { sums = sums + Term(bias, on: self) }
        return sums.rectified(rectifier).buffer
    }

    public func sparseLinear(_ matrix: SparseMatrix, weight: Buffer) -> Buffer {
        sparseProduct(matrix, transpose(weight, axes: [1, 0]), transposing: false, bias: nil, rectifier: nil)
    }

    public func sparseLinearWeightGradient(_ gradient: Buffer, _ matrix: SparseMatrix) -> Buffer {
        transpose(
            sparseProduct(matrix, gradient, transposing: true, bias: nil, rectifier: nil), axes: [1, 0])
    }
}

extension SparsePattern {
    /// The row of each entry.
    public var rowNumbers: [Int32] {
        (0..<rows).flatMap { row in repeatElement(Int32(row), count: entries(of: row).count) }
    }
}
