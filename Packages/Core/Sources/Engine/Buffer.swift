import Foundations

/// A shape: the extent of each axis, outermost first; empty for a single number.
public typealias Shape = [Int]

extension Shape {
    /// How many elements a tensor of this shape has.
    public var elementCount: Int { reduce(1, *) }
}

/// An arrangement of numbers that an engine prefers to row-major order for one of its operations.
public protocol EngineLayout: AnyObject {
    /// The numbers held, padding included.
    var storedCount: Int { get }
    /// The block B of channels where an N x C x H x W tensor lies as N x C/B x H x W x B without padding; else 0.
    var channelBlock: Int { get }
    /// Whether numbers arranged in either way lie alike.
    func isEqual(to other: any EngineLayout) -> Bool
    /// The numbers of `memory`, copied into row-major order.
    func rowMajorCopy(of memory: Memory) -> Memory
}

/// Numbers that are laid out in full only when someone asks for all of them.
protocol DeferredNumbers: AnyObject {
    /// All the numbers, in the layout of the buffer that they belong to.
    func makeStorage() -> Memory
}

/// The numbers of a tensor: memory, shape, type, and the layout they lie in. Engines take and make buffers.
///
/// The content never changes except through an optimizer's update of a buffer that nothing else holds.
public final class Buffer {
    public let shape: Shape
    public let type: ScalarType
    /// Product of the shape.
    public let count: Int
    /// Nil for row-major order.
    public private(set) var layout: (any EngineLayout)?
    /// What the numbers follow from, where an operation can make use of that; nil for most buffers.
    let origin: (any DeferredNumbers)?
    private var storage: Memory?
    private var rowMajorCopy: Memory?
    /// What an operation has made of the numbers and will want again; forgotten when they change.
    var derived: AnyObject?

    /// A buffer over memory that already holds its numbers in `layout`.
    public init(shape: Shape, type: ScalarType, memory: Memory, layout: (any EngineLayout)? = nil) {
        self.shape = shape
        self.type = type
        self.count = shape.elementCount
        self.storage = memory
        self.layout = layout
        self.origin = nil
    }

    /// A buffer whose numbers follow from `origin`, which lays them out in `layout` when they are asked for.
    init(shape: Shape, type: ScalarType, layout: (any EngineLayout)?, origin: any DeferredNumbers) {
        self.shape = shape
        self.type = type
        self.count = shape.elementCount
        self.layout = layout
        self.origin = origin
    }

    /// A buffer whose numbers are not yet set.
    public convenience init(shape: Shape, type: ScalarType, layout: (any EngineLayout)? = nil) {
        let stored = layout?.storedCount ?? shape.elementCount
        self.init(shape: shape, type: type, memory: Memory(byteCount: stored * type.size), layout: layout)
    }

    /// The numbers as they lie in `layout`.
    public var memory: Memory {
        if let storage { return storage }
        let memory = origin?.makeStorage() ?? Memory(byteCount: storedCount * type.size)
        storage = memory
        return memory
    }

    /// The numbers held, padding of the layout included.
    public var storedCount: Int { layout?.storedCount ?? count }

    /// The numbers in row-major order; reordered once, on the first request.
    public var rowMajorMemory: Memory {
        guard let layout else { return memory }
        if let rowMajorCopy { return rowMajorCopy }
        let copy = layout.rowMajorCopy(of: memory)
        rowMajorCopy = copy
        return copy
    }

    /// The numbers in row-major order.
    public func rowMajor<Scalar: TensorScalar>(_ type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
        Contract.require(self.type == type.scalarType, "buffer", "holds \(self.type), not \(type.scalarType)")
        return rowMajorMemory.address.assumingMemoryBound(to: type)
    }

    /// The numbers as they lie, `storedCount` of them.
    public func stored<Scalar: TensorScalar>(_ type: Scalar.Type) -> UnsafeMutablePointer<Scalar> {
        memory.address.assumingMemoryBound(to: type)
    }

    /// The same numbers under another shape of equal count; shares memory where they lie in row-major order.
    public func reshaped(to shape: Shape) -> Buffer {
        Buffer(shape: shape, type: type, memory: rowMajorMemory)
    }

    /// Keeps the numbers in `layout` from now on; `memory` holds them so arranged.
    func adopt(_ memory: Memory, in layout: any EngineLayout) {
        storage = memory
        self.layout = layout
        rowMajorCopy = nil
    }

    /// Must follow every change of the stored numbers.
    func invalidateCaches() {
        rowMajorCopy = nil
        derived = nil
    }

    /// Whether no other buffer shares this one's memory.
    package var isUniquelyOwned: Bool { isKnownUniquelyReferenced(&storage) }

    /// A copy with memory of its own, in the same layout.
    package func copy() -> Buffer {
        let copy = Buffer(shape: shape, type: type, layout: layout)
        copy.memory.address.copyMemory(from: memory.address, byteCount: storedCount * type.size)
        return copy
    }

    /// Whether both buffers' numbers lie alike, so that element i of one belongs to element i of the other.
    func liesLike(_ other: Buffer) -> Bool {
        switch (layout, other.layout) {
        case (nil, nil): true
        case (let a?, let b?): a === b || a.isEqual(to: b)
        default: false
        }
    }
}
