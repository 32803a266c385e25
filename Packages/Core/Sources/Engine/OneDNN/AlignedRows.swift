import CoreLoops

/// A matrix whose rows begin on cache lines, for products with single rows.
struct AlignedRows {
    /// Numbers from row to row.
    let stride: Int
    private let memory: Memory
    var numbers: UnsafeMutablePointer<Float> { memory.address.assumingMemoryBound(to: Float.self) }

    /// A copy of a matrix of `columns` columns, to be filled.
    private init(rows: Int, columns: Int) {
        stride = (columns + 15) / 16 * 16
        memory = Memory(byteCount: rows * stride * MemoryLayout<Float>.stride)
    }

    init(_ matrix: Buffer) {
        let (rows, columns) = (matrix.shape[0], matrix.shape[1])
        self.init(rows: rows, columns: columns)
        let from = matrix.rowMajor(Float.self)
        for row in 0..<rows { (numbers + row * stride).update(from: from + row * columns, count: columns) }
    }

    init(transposing matrix: Buffer) {
        let (rows, columns) = (matrix.shape[1], matrix.shape[0])
        self.init(rows: rows, columns: columns)
        let from = UnsafeRawPointer(matrix.rowMajor(Float.self)).assumingMemoryBound(to: UInt32.self)
        let to = memory.address.assumingMemoryBound(to: UInt32.self)
        loop_transpose(from, rows, to, stride, rows, columns)
    }
}
