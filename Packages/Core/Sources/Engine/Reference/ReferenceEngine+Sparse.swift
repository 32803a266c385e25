extension ReferenceEngine {
    public func sparseProduct(
        _ matrix: SparseMatrix, _ x: Buffer, transposing: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        inPrecision(
            of: x.type, "sparseProduct",
            float32: { product(matrix, x, transposing, bias, rectifier, as: Float.self) },
            float64: { product(matrix, x, transposing, bias, rectifier, as: Double.self) })
    }

    private func product<Scalar: ReferenceScalar>(
        _ matrix: SparseMatrix, _ x: Buffer, _ transposing: Bool, _ bias: Buffer?, _ rectifier: Rectifier?,
        as type: Scalar.Type
    ) -> Buffer {
        let (pattern, width) = (matrix.pattern, x.shape[1])
        let sums = ReferenceSums(count: (transposing ? matrix.columns : matrix.rows) * width)
        let (values, from) = (matrix.values.rowMajor(type), x.rowMajor(type))
        for row in 0..<matrix.rows {
            for entry in pattern.entries(of: row) {
                let column = Int(pattern.columnNumbers[entry])
                let (i, j) = transposing ? (column, row) : (row, column)
                for f in 0..<width { sums[i * width + f] += Double(values[entry]) * Double(from[j * width + f]) }
            }
        }
        let shape = [transposing ? matrix.columns : matrix.rows, width]
        if let bias = bias?.rowMajor(type) {
            for i in 0..<shape.elementCount { sums[i] += Double(bias[i % width]) }
        }
        let result = sums.rounded(to: shape, as: type)
        let to = result.rowMajor(type)
        for i in 0..<result.count { to[i] = rectified(to[i], rectifier) }
        return result
    }
}
