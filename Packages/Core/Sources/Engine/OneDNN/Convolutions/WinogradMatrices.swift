import CoreLoops

/// Matrices of one shape, one for each point of a Winograd convolution.
///
/// Their distance is five cache lines more than their size. A transform writes to all matrices in turn; their sizes are
/// multiples of sixteen lines, often a power of two, so otherwise every write would use the same few sets of the cache.
struct WinogradMatrices: Sendable {
    static let gap = 80

    let count: Int
    let rows: Int
    let columns: Int
    let memory: Memory

    /// Matrices whose numbers are not yet set.
    init(_ count: Int, rows: Int, columns: Int) {
        (self.count, self.rows, self.columns) = (count, rows, columns)
        memory = Memory(byteCount: count * (rows * columns + Self.gap) * MemoryLayout<Float>.size)
    }

    /// Sets `sums` to those of the columns of one matrix.
    func sumColumns(ofMatrix place: Int, into sums: Buffer) {
        let matrix = memory.floats + place * (rows * columns + Self.gap)
        withExtendedLifetime(memory) { loop_reduce(loop_sum, matrix, sums.stored(Float.self), 1, rows, columns) }
    }

    /// The product with another at each point.
    func times(
        _ other: WinogradMatrices, transposingSelf: Bool = false, transposingOther: Bool = false,
        on engine: OneDNNEngine
    ) -> WinogradMatrices {
        let product = MatrixProduct(
            batch: count, rows: transposingSelf ? columns : rows,
            columns: transposingOther ? other.rows : other.columns, inner: transposingSelf ? rows : columns,
            transposingA: transposingSelf, transposingB: transposingOther, gap: Self.gap)
        let result = WinogradMatrices(count, rows: product.rows, columns: product.columns)
        engine.run(engine.matmulPrimitive(product), [memory, other.memory, result.memory])
        return result
    }
}
