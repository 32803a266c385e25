/// The extents of attention: B examples, H heads, L queries, S keys, E numbers at each position.
public struct AttentionGeometry: Sendable, Hashable {
    public let examples: Int
    public let heads: Int
    public let queries: Int
    public let keys: Int
    public let width: Int
    /// Whether queries, keys and values come in one buffer of B × L × 3E.
    public let isPacked: Bool
    /// The extents of the mask's axes before the last, S: [B or 1, L or 1].
    public let maskExtents: [Int]?

    /// Of B examples, H heads, L queries and S keys of E numbers.
    public init(
        examples: Int, heads: Int, queries: Int, keys: Int, width: Int, isPacked: Bool, maskExtents: [Int]? = nil
    ) {
        self.examples = examples
        self.heads = heads
        self.queries = queries
        self.keys = keys
        self.width = width
        self.isPacked = isPacked
        self.maskExtents = maskExtents
    }

    /// E/H, the numbers of a head.
    public var headWidth: Int { width / heads }
    /// Rows of weights: one for each example, head and query.
    var rows: Int { examples * heads * queries }
    /// B × H × L × S
    public var weightShape: Shape { [examples, heads, queries, keys] }
    /// B × L × E
    public var outputShape: Shape { [examples, queries, width] }
    /// Numbers from one position to the next, of queries, and of keys and values.
    var queryStride: Int { isPacked ? 3 * width : width }
    var keyStride: Int { isPacked ? 3 * width : 2 * width }
    /// The offset of the keys within a position of the last projection; the values follow.
    var keyOffset: Int { isPacked ? width : 0 }
    /// Numbers from one example's mask, and from one query's, to the next.
    var maskStrides: (example: Int, query: Int) {
        guard let maskExtents else { return (0, 0) }
        return (maskExtents[0] == 1 ? 0 : maskExtents[1] * keys, maskExtents[1] == 1 ? 0 : keys)
    }
}

/// A result of attention, with everything that its gradient needs.
public struct AttentionTrace {
    public let geometry: AttentionGeometry
    /// The projections: [queries, keys and values] as B × L × E and B × S × 2E, or [all three] as B × L × 3E.
    public let projections: [Buffer]
    /// B × L × E, the heads side by side.
    public let output: Buffer
    /// B × H × L × S, before dropout.
    public let weights: Buffer
    /// The weights after dropout; the weights themselves without dropout.
    public let droppedWeights: Buffer

    /// A result in the form that an engine stores for the gradient.
    public init(
        geometry: AttentionGeometry, projections: [Buffer], output: Buffer, weights: Buffer, droppedWeights: Buffer
    ) {
        self.geometry = geometry
        self.projections = projections
        self.output = output
        self.weights = weights
        self.droppedWeights = droppedWeights
    }
}

/// A mask of dropout that operations draw by index from a Philox stream.
public struct DropoutDraw: Sendable, Hashable {
    public let rate: Double
    public let key: UInt64
    public let counter: UInt64

    /// A draw of the stream `key` from block `counter` on.
    public init(
        rate: Double, key: UInt64, counter: UInt64
    ) {
        self.rate = rate
        self.key = key
        self.counter = counter
    }

    /// The factor of the kept elements.
    public var scale: Double { 1 / (1 - rate) }
}
