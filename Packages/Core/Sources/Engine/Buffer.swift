import Foundations
import Synchronization

/// A shape: the extent of each axis, outermost first; empty for a single number.
public typealias Shape = [Int]

extension Shape {
    /// The number of elements of a tensor with this shape.
    public var elementCount: Int { reduce(1, *) }
}

/// An arrangement of numbers that an engine prefers to row-major order for one of its operations.
public protocol EngineLayout: AnyObject, Sendable {
    /// The number of stored values, including padding.
    var storedCount: Int { get }
    /// The block B of channels where an N x C x H x W tensor is stored as N x C/B x H x W x B without padding;
    /// otherwise 0.
    var channelBlock: Int { get }
    /// Whether both arrangements are equal.
    func isEqual(to other: any EngineLayout) -> Bool
    /// The numbers of `memory`, copied into row-major order.
    func rowMajorCopy(of memory: Memory) -> Memory
}

/// Numbers that are computed completely only when all of them are needed.
protocol DeferredNumbers: AnyObject, Sendable {
    /// All the numbers, in the layout of the buffer that they belong to.
    func makeStorage() -> Memory
}

/// The numbers of a tensor: memory, shape, type, and layout. Engines take and make buffers.
///
/// The content never changes except through an optimizer's update of a buffer that is not shared. Several threads
/// may read a buffer at once: its layout and memory change only in such an update, and what follows from them is made
/// on the first request, under a lock, and kept until then.
public final class Buffer: Sendable {
    public let shape: Shape
    public let type: ScalarType
    /// Product of the shape.
    public let count: Int
    /// The source of the numbers, where an operation can use it; nil for most buffers.
    let origin: (any DeferredNumbers)?
    /// Nil for row-major order.
    // Read by all without a lock, for it is written only in an update, when nothing else holds the buffer.
    public nonisolated(unsafe) private(set) var layout: (any EngineLayout)?
    // As the layout; nil where the numbers wait to be laid out.
    private nonisolated(unsafe) var storage: Memory?
    private let caches = Mutex(Caches())

    /// What follows from the numbers.
    private struct Caches {
        /// The storage of a buffer that had none.
        var deferred: Memory?
        var rowMajor: Memory?
        /// The arrangement that an operation prefers, in which the next update leaves the numbers.
        var settled: (layout: any EngineLayout, memory: Memory)?
        var derived: (any AnyObject & Sendable)?
    }

    /// A buffer over memory that already contains its numbers in `layout`.
    package init(shape: Shape, type: ScalarType, memory: Memory, layout: (any EngineLayout)? = nil) {
        self.shape = shape
        self.type = type
        self.count = shape.elementCount
        self.origin = nil
        self.layout = layout
        self.storage = memory
    }

    /// A buffer whose numbers follow from `origin`, which computes them in `layout` when they are needed.
    init(shape: Shape, type: ScalarType, layout: (any EngineLayout)?, origin: any DeferredNumbers) {
        self.shape = shape
        self.type = type
        self.count = shape.elementCount
        self.origin = origin
        self.layout = layout
    }

    /// A buffer whose numbers are not yet set.
    package convenience init(shape: Shape, type: ScalarType, layout: (any EngineLayout)? = nil) {
        let stored = layout?.storedCount ?? shape.elementCount
        self.init(shape: shape, type: type, memory: Memory(byteCount: stored * type.size), layout: layout)
    }

    /// The numbers in `layout`.
    package var memory: Memory {
        if let storage { return storage }
        if let made = caches.withLock({ $0.deferred }) { return made }
        return kept(origin?.makeStorage() ?? Memory(byteCount: storedCount * type.size), as: \.deferred)
    }

    /// The number of stored values, including the layout's padding.
    public var storedCount: Int { layout?.storedCount ?? count }

    /// The numbers in row-major order; reordered once, on the first request.
    package var rowMajorMemory: Memory {
        guard let layout else { return memory }
        if let copy = caches.withLock({ $0.rowMajor }) { return copy }
        return kept(layout.rowMajorCopy(of: memory), as: \.rowMajor)
    }

    /// Keeps `made`, or answers with what another thread has made of the same numbers meanwhile.
    private func kept(_ made: Memory, as place: WritableKeyPath<Caches, Memory?>) -> Memory {
        caches.withLock { caches in
            let memory = caches[keyPath: place] ?? made
            caches[keyPath: place] = memory
            return memory
        }
    }

    /// The numbers in row-major order, for as long as the buffer lives; only engines write to them.
    package func rowMajor<Scalar: TensorScalar>(_ type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
        Contract.require(self.type == type.scalarType, "buffer", "holds \(self.type), not \(type.scalarType)")
        return rowMajorMemory.address.assumingMemoryBound(to: type)
    }

    /// The numbers in their own layout, `storedCount` of them, for as long as the buffer lives; only engines write to
    /// them.
    package func stored<Scalar: TensorScalar>(_ type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
        memory.address.assumingMemoryBound(to: type)
    }

    /// The same numbers under another shape of equal count; shares memory where they are in row-major order.
    public func reshaped(to shape: Shape) -> Buffer {
        Buffer(shape: shape, type: type, memory: rowMajorMemory)
    }

    /// Whether both buffers have the same layout, so that element i of one belongs to element i of the other.
    func liesLike(_ other: Buffer) -> Bool {
        switch (layout, other.layout) {
        case (nil, nil): true
        case (let a?, let b?): a === b || a.isEqual(to: b)
        default: false
        }
    }
}

// MARK: - What operations make of the numbers

extension Buffer {
    /// The numbers in `layout`, where the buffer has this layout.
    func memory(in layout: any EngineLayout) -> Memory? {
        if self.layout === layout { return memory }
        return caches.withLock { caches in caches.settled.flatMap { $0.layout === layout ? $0.memory : nil } }
    }

    /// Keeps `memory`, which holds the numbers in `layout`; the next update leaves them there.
    func settle(_ memory: Memory, in layout: any EngineLayout) {
        caches.withLock { $0.settled = (layout, memory) }
    }

    /// Values that an operation has computed from the numbers for later use; dropped when the numbers change.
    var derived: (any AnyObject & Sendable)? {
        get { caches.withLock { $0.derived } }
        set { caches.withLock { $0.derived = newValue } }
    }
}

// MARK: - Changing the numbers

extension Buffer {
    /// Whether no other buffer shares this one's memory.
    package var isUniquelyOwned: Bool {
        guard isKnownUniquelyReferenced(&storage) else { return false }
        return caches.withLock { caches in
            guard var settled = caches.settled else { return true }
            caches.settled = nil
            defer { caches.settled = settled }
            return isKnownUniquelyReferenced(&settled.memory)
        }
    }

    /// Moves the numbers to the layout in which an operation has settled them, for a change in place.
    func moveToSettledLayout() {
        guard let settled = caches.withLock({ $0.settled }) else { return }
        (layout, storage) = (settled.layout, settled.memory)
        invalidateCaches()
    }

    /// Replaces the numbers and the layout with those of `other`, of the same shape and type: this is how an optimizer
    /// moves a parameter by operations that make new buffers. Nothing else may hold this buffer.
    public func replaceNumbers(with other: Buffer) {
        Contract.require(
            other.shape == shape && other.type == type, "replaceNumbers",
            "\(other.shape) of \(other.type), expected \(shape) of \(type)")
        let own = other.isUniquelyOwned ? other : other.copy()
        (layout, storage) = (own.layout, own.memory)
        invalidateCaches()
    }

    /// Must follow every change of the stored numbers.
    func invalidateCaches() {
        caches.withLock { $0 = Caches() }
    }

    /// A copy with its own memory, in the present layout.
    package func copy() -> Buffer {
        let settled = caches.withLock { $0.settled }
        let copy = Buffer(shape: shape, type: type, layout: settled?.layout ?? layout)
        let memory = settled?.memory ?? memory
        withExtendedLifetime(memory) {
            copy.memory.address.copyMemory(from: memory.address, byteCount: copy.storedCount * type.size)
        }
        return copy
    }
}
