/// The extents of attention along the edges of a graph: rows of the pattern are targets, an entry's column is the
/// source that it attends to.
public struct GraphAttentionGeometry {
    public let pattern: SparsePattern
    public let heads: Int
    /// D, the numbers of a head.
    public let headWidth: Int
    /// The slope of the leaky rectifier of the scores below 0.
    public let slope: Double

    /// Of `heads` heads of `headWidth` numbers along the entries of `pattern`.
    public init(
        pattern: SparsePattern, heads: Int, headWidth: Int, slope: Double
    ) {
        self.pattern = pattern
        self.heads = heads
        self.headWidth = headWidth
        self.slope = slope
    }

    /// N
    public var nodes: Int { pattern.rows }
    /// HD, the numbers of a node.
    public var width: Int { heads * headWidth }
    /// Edges × H
    public var weightShape: Shape { [pattern.count, heads] }
}

/// A result of attention along edges, with everything that its gradient needs.
public struct GraphAttentionTrace {
    public let geometry: GraphAttentionGeometry
    public let x: Buffer
    public let source: Buffer
    public let target: Buffer
    /// The nodes' contributions to the scores as sources and as targets, N × H each.
    public let sourceScores: Buffer
    public let targetScores: Buffer
    /// N × HD, the heads side by side.
    public let output: Buffer
    /// Edges × H, before dropout.
    public let weights: Buffer
    /// The weights after dropout; the weights themselves without dropout.
    public let droppedWeights: Buffer

    /// A result in the form that an engine stores for the gradient.
    public init(
        geometry: GraphAttentionGeometry, x: Buffer, source: Buffer, target: Buffer, sourceScores: Buffer,
        targetScores: Buffer, output: Buffer, weights: Buffer, droppedWeights: Buffer
    ) {
        self.geometry = geometry
        self.x = x
        self.source = source
        self.target = target
        self.sourceScores = sourceScores
        self.targetScores = targetScores
        self.output = output
        self.weights = weights
        self.droppedWeights = droppedWeights
    }
}
