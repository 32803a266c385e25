import COneDNN

/// A oneDNN layout, such as N × C/16 × H × W × 16; interned, so that equal layouts are one object.
// Sendable although unchecked: what the handle points to is never written after it was made.
final class OneDNNLayout: EngineLayout, @unchecked Sendable {
    let handle: UnsafeMutablePointer<onednn_layout>
    let shape: Shape
    let storedCount: Int
    let channelBlock: Int
    /// Whether the numbers are in row-major order.
    let isRowMajor: Bool
    /// Whether the numbers of a matrix are stored column by column.
    let isColumnMajor: Bool

    /// Takes ownership of `handle`, which describes tensors of `shape`.
    init(_ handle: UnsafeMutablePointer<onednn_layout>, shape: Shape) {
        self.handle = handle
        self.shape = shape
        storedCount = onednn_layout_size(handle) / MemoryLayout<Float>.size
        channelBlock =
            shape.count == 4 ? Int(onednn_layout_channel_block(handle, shape.map(Int64.init))) : 0
        if let rowMajor = Self.rowMajorHandle(of: shape) {
            isRowMajor = onednn_layout_equal(handle, rowMajor)
            onednn_layout_free(rowMajor)
        } else {
            isRowMajor = false
        }
        isColumnMajor = Self.isColumnMajor(handle, shape)
    }

    private static func isColumnMajor(_ handle: UnsafeMutablePointer<onednn_layout>, _ shape: Shape) -> Bool {
        guard shape.count == 2,
            let other = onednn_layout_create(2, shape.map(Int64.init), [1, Int64(max(1, shape[0]))])
        else { return false }
        defer { onednn_layout_free(other) }
        return onednn_layout_equal(handle, other)
    }

    deinit { onednn_layout_free(handle) }

    func isEqual(to other: any EngineLayout) -> Bool {
        guard let other = other as? OneDNNLayout else { return false }
        return onednn_layout_equal(handle, other.handle)
    }

    func rowMajorCopy(of memory: Memory) -> Memory {
        let engine = ComputeContext.engine as? OneDNNEngine ?? .shared
        return engine.reorder(memory, from: self, to: engine.rowMajorLayout(of: shape))
    }

    /// A description of row-major order; a number without axes counts as one axis of extent 1.
    static func rowMajorHandle(of shape: Shape) -> UnsafeMutablePointer<onednn_layout>? {
        let dims = shape.isEmpty ? [1] : shape.map(Int64.init)
        var strides = [Int64](repeating: 1, count: dims.count)
        for axis in dims.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * max(1, dims[axis + 1]) }
        return onednn_layout_create(Int32(dims.count), dims, strides)
    }
}
