import COneDNN

/// The sizes of one product, C of rows × columns from an inner extent, perhaps many times over.
struct MatrixProduct: Hashable {
    let batch: Int?
    let rows: Int
    let columns: Int
    let inner: Int
    let transposingA: Bool
    let transposingB: Bool
    /// The number of unused values between one matrix of a batch and the next.
    var gap = 0

    var shape: Shape { batch.map { [$0, rows, columns] } ?? [rows, columns] }

    /// The number of multiplications below which two threads are not faster: some microseconds of one.
    var isSmall: Bool { (batch ?? 1) * rows * columns * inner < 1 << 17 }

    /// The layouts of A, B and C, a transposed one column by column; the caller frees them.
    func makeLayouts() -> [UnsafeMutablePointer<onednn_layout>?] {
        [
            layout(rows, inner, transposed: transposingA), layout(inner, columns, transposed: transposingB),
            layout(rows, columns, transposed: false),
        ]
    }

    private func layout(_ rows: Int, _ columns: Int, transposed: Bool) -> UnsafeMutablePointer<onednn_layout>? {
        let dims = (batch.map { [$0] } ?? []) + [rows, columns]
        let strides = (batch.map { _ in [rows * columns + gap] } ?? []) + (transposed ? [1, rows] : [columns, 1])
        return onednn_layout_create(Int32(dims.count), dims.map(Int64.init), strides.map { Int64(max(1, $0)) })
    }
}

extension MatrixProduct {
    init(_ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool) {
        let (aRows, aColumns) = (a.shape[a.shape.count - 2], a.shape[a.shape.count - 1])
        let (bRows, bColumns) = (b.shape[b.shape.count - 2], b.shape[b.shape.count - 1])
        self.init(
            batch: a.shape.count == 3 ? a.shape[0] : nil, rows: transposingA ? aColumns : aRows,
            columns: transposingB ? bRows : bColumns, inner: transposingA ? aRows : aColumns,
            transposingA: transposingA, transposingB: transposingB)
    }
}
