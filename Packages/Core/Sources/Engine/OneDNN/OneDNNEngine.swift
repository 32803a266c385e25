import COneDNN
import Foundations
import Synchronization

/// The fast engine: oneDNN's convolutions and matrix products on blocked layouts, with Core's own loops between them.
///
/// Each primitive is compiled once for its operation, shapes and fused rectifier, and stored. Results stay in oneDNN's
/// blocked layout until the host reads them. Several threads may use it; they then take turns, unless each has an engine
/// of its own. Engines share their layouts.
// Sendable although unchecked: all mutable state is used only under `lock`.
public final class OneDNNEngine: ComputeEngine, @unchecked Sendable {
    public static let shared = OneDNNEngine()

    public let name = "oneDNN"

    let processor: dnnl_engine_t
    private let stream: dnnl_stream_t
    private let lock = Mutex<Void>(())
    private var primitives: [PrimitiveKey: OneDNNPrimitive] = [:]
    private var plans: [ConvolutionGeometry: ConvolutionPlan] = [:]

    /// An engine for one thread of several.
    package init() {
        guard let processor = onednn_cpu(), let stream = onednn_stream(processor) else {
            Contract.fail("oneDNN", "could not be started on this processor")
        }
        self.processor = processor
        self.stream = stream
    }

    public func supports(_ type: ScalarType) -> Bool { type == .float32 }

    /// The identity of a primitive.
    enum PrimitiveKey: Hashable {
        case convolution(ConvolutionGeometry, direction: UInt32, slope: Float?)
        case matmul(MatrixProduct, hasBias: Bool, slope: Float?)
        case reorder(from: ObjectIdentifier, to: ObjectIdentifier)
    }

    /// The primitive for `key`, made by `make` on its first use.
    func primitive(for key: PrimitiveKey, _ make: () -> OneDNNPrimitive?) -> OneDNNPrimitive {
        var found: OneDNNPrimitive?
        lock.withLock { _ in
            if let primitive = primitives[key] {
                found = primitive
            } else if let primitive = make() {
                primitives[key] = primitive
                found = primitive
            }
        }
        guard let found else { Contract.fail("oneDNN", "cannot compute \(key)") }
        return found
    }

    /// How convolutions of `geometry` are computed, decided at the first of them.
    func plan(for geometry: ConvolutionGeometry) -> ConvolutionPlan {
        if let known = lock.withLock({ _ in plans[geometry] }) { return known }
        // Outside of the lock, which the ways take themselves. Two threads that meet here make equal plans.
        let plan = ConvolutionPlan(for: geometry, on: self)
        lock.withLock { _ in plans[geometry] = plan }
        return plan
    }

    /// Runs `primitive` on these memories, in the order of its compilation.
    func run(_ primitive: OneDNNPrimitive, _ memories: [Memory]) {
        lock.withLock { _ in primitive.run(on: stream, memories) }
    }

    // MARK: Layouts

    /// All layouts, of all engines.
    private static let layouts = Mutex<[Shape: [OneDNNLayout]]>([:])

    /// The one object for all layouts equal to `layout`.
    func interned(_ layout: OneDNNLayout) -> OneDNNLayout {
        Self.layouts.withLock { layouts in
            if let known = layouts[layout.shape]?.first(where: { $0.isEqual(to: layout) }) { return known }
            layouts[layout.shape, default: []].append(layout)
            return layout
        }
    }

    /// The layout of row-major order.
    func rowMajorLayout(of shape: Shape) -> OneDNNLayout {
        layout(of: shape, where: \.isRowMajor) { OneDNNLayout.rowMajorHandle(of: shape) }
    }

    /// N × C/B × H × W × B, or nil where it does not divide evenly.
    func blockedLayout(of shape: Shape, channelBlock: Int) -> OneDNNLayout? {
        guard channelBlock > 1, shape[1] % channelBlock == 0 else { return nil }
        return layout(of: shape, where: { $0.channelBlock == channelBlock }) {
            onednn_layout_create_blocked(shape.map(Int64.init), Int64(channelBlock))
        }
    }

    /// Column by column.
    func columnMajorLayout(of shape: Shape) -> OneDNNLayout {
        layout(of: shape, where: \.isColumnMajor) {
            onednn_layout_create(2, shape.map(Int64.init), [1, Int64(max(1, shape[0]))])
        }
    }

    private func layout(
        of shape: Shape, where matches: (OneDNNLayout) -> Bool, _ make: () -> UnsafeMutablePointer<onednn_layout>?
    ) -> OneDNNLayout {
        let known = Self.layouts.withLock { $0[shape]?.first(where: matches) }
        let result = known ?? make().map { interned(OneDNNLayout($0, shape: shape)) }
        guard let result else { Contract.fail("oneDNN", "has no layout for shape \(shape)") }
        return result
    }

    /// The numbers of `memory`, copied from one layout to another.
    func reorder(_ memory: Memory, from: OneDNNLayout, to: OneDNNLayout) -> Memory {
        let key = PrimitiveKey.reorder(from: ObjectIdentifier(from), to: ObjectIdentifier(to))
        let primitive = primitive(for: key) {
            onednn_reorder_create(processor, from.handle, to.handle).map { OneDNNPrimitive($0) }
        }
        let copy = Memory(byteCount: to.storedCount * MemoryLayout<Float>.size)
        run(primitive, [memory, copy])
        return copy
    }

    /// The numbers of `buffer` in `layout`, reordered only where their layout differs.
    func arranged(_ buffer: Buffer, in layout: OneDNNLayout) -> Memory {
        if let memory = buffer.memory(in: layout) { return memory }
        if buffer.layout == nil && layout.isRowMajor { return buffer.memory }
        let current = buffer.layout as? OneDNNLayout ?? rowMajorLayout(of: buffer.shape)
        return reorder(buffer.memory, from: current, to: layout)
    }

    /// The same, kept by the buffer, so that later steps find it and its next update leaves it so.
    @discardableResult func settled(_ buffer: Buffer, in layout: OneDNNLayout) -> Memory {
        let memory = arranged(buffer, in: layout)
        if buffer.layout !== layout, !(buffer.layout == nil && layout.isRowMajor) { buffer.settle(memory, in: layout) }
        return memory
    }

    public func aligned(_ x: Buffer, with other: Buffer) -> Buffer {
        if x.liesLike(other) { return x }
        let layout = other.layout as? OneDNNLayout ?? rowMajorLayout(of: other.shape)
        return Buffer(shape: x.shape, type: .float32, memory: arranged(x, in: layout), layout: other.layout)
    }

    /// A buffer in `layout` whose numbers are not yet set.
    func buffer(_ shape: Shape, in layout: OneDNNLayout?) -> Buffer {
        Buffer(shape: shape, type: .float32, layout: layout?.isRowMajor == true ? nil : layout)
    }
}
