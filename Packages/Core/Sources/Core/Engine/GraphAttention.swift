/// The extents of attention along the edges of a graph: rows of the pattern are targets, an entry's column is the source
/// that it looks at.
public struct GraphAttentionGeometry {
    public let pattern: SparsePattern
    public let heads: Int
    /// D, the numbers of a head.
    public let headWidth: Int
    /// The slope of the leaky rectifier of the scores below 0.
    public let slope: Double

    var nodes: Int { pattern.rows }
    var width: Int { heads * headWidth }
    var weightShape: Shape { [pattern.count, heads] }
}

/// A result of attention along edges, with all that its gradient needs.
public struct GraphAttentionTrace {
    public let geometry: GraphAttentionGeometry
    let x: Buffer
    let source: Buffer
    let target: Buffer
    /// The parts of the scores that nodes give as sources and as targets, N × H each.
    let sourceScores: Buffer
    let targetScores: Buffer
    /// N × HD, the heads side by side.
    public let output: Buffer
    /// Edges × H, before dropout.
    public let weights: Buffer
    /// The weights after dropout; the very weights where there was none.
    let droppedWeights: Buffer
}
