/// Attention along the edges of a graph, composed of rows that are gathered and added up.
extension ComputeEngine {
    public func graphAttention(
        _ x: Buffer, source: Buffer, target: Buffer, geometry: GraphAttentionGeometry, dropout draw: DropoutDraw?
    ) -> GraphAttentionTrace {
        let edges = EdgeTerms(geometry, on: self)
        let nodes = edges.byHead(Term(x, on: self))
        let bySource = (nodes * edges.vector(source)).sum(2).reshaped(geometry.nodes, geometry.heads)
        let byTarget = (nodes * edges.vector(target)).sum(2).reshaped(geometry.nodes, geometry.heads)
        let scores = edges.sums(bySource, byTarget).applying(.leakyReLU(slope: geometry.slope))
        // A shift does not change softmax; subtracting the largest of each target prevents overflow.
        let shares = (scores - edges.largest(scores).rows(edges.targets)).applying(.exp)
        let weights = shares / edges.perTarget(shares)
        let dropped = weights.droppedOut(draw)
        let parts = edges.byHead(Term(x, on: self).rows(edges.sources)) * edges.repeated(dropped)
        let output = parts.reshaped(geometry.pattern.count, geometry.width)
            .added(to: edges.targets, count: geometry.nodes)
        return GraphAttentionTrace(
            geometry: geometry, x: x, source: source, target: target, sourceScores: bySource.buffer,
            targetScores: byTarget.buffer, output: output.buffer, weights: weights.buffer,
            droppedWeights: dropped.buffer)
    }

    /// With w the weights, u those after dropout and q = dy · x by head: a score's gradient is u q − w Σ u q.
    public func graphAttentionGradient(
        _ gradient: Buffer, _ trace: GraphAttentionTrace
    ) -> (x: Buffer, source: Buffer, target: Buffer) {
        let geometry = trace.geometry
        let edges = EdgeTerms(geometry, on: self)
        let (x, dropped) = (Term(trace.x, on: self), Term(trace.droppedWeights, on: self))
        let byOutput = edges.byHead(Term(gradient, on: self).rows(edges.targets))
        let slopes = (byOutput * edges.byHead(x.rows(edges.sources))).sum(2).reshaped(to: dropped.shape) * dropped
        let byWeights = slopes - Term(trace.weights, on: self) * edges.perTarget(slopes)
        let byScores = edges.sums(Term(trace.sourceScores, on: self), Term(trace.targetScores, on: self))
            .gradient(of: .leakyReLU(slope: geometry.slope), by: byWeights)
        let bySource = edges.repeated(byScores.added(to: edges.sources, count: geometry.nodes))
        let byTarget = edges.repeated(byScores.added(to: edges.targets, count: geometry.nodes))
        let mixed = (byOutput * edges.repeated(dropped)).reshaped(geometry.pattern.count, geometry.width)
            .added(to: edges.sources, count: geometry.nodes)
        let nodes = edges.byHead(x)
        let byNodes =
            edges.byHead(mixed) + bySource * edges.vector(trace.source) + byTarget * edges.vector(trace.target)
        return (
            byNodes.buffer.reshaped(to: trace.x.shape),
            (nodes * bySource).sum(0).buffer.reshaped(to: trace.source.shape),
            (nodes * byTarget).sum(0).buffer.reshaped(to: trace.target.shape)
        )
    }
}

/// Both ends of each edge, and numbers by edge or node and head.
private struct EdgeTerms {
    let geometry: GraphAttentionGeometry
    let engine: any ComputeEngine
    let sources, targets: Buffer

    init(_ geometry: GraphAttentionGeometry, on engine: any ComputeEngine) {
        (self.geometry, self.engine) = (geometry, engine)
        (sources, targets) = (Buffer(geometry.pattern.columnNumbers), Buffer(geometry.pattern.rowNumbers))
    }

    /// R × HD as R × H × D.
    func byHead(_ x: Term) -> Term { x.reshaped(x.shape[0], geometry.heads, geometry.headWidth) }
    /// R × H as R × H × 1, to be repeated.
    func repeated(_ x: Term) -> Term { x.reshaped(x.shape[0], geometry.heads, 1) }
    /// H × D as 1 × H × D, likewise.
    func vector(_ x: Buffer) -> Term { Term(x, on: engine).reshaped(1, geometry.heads, geometry.headWidth) }
    /// What both ends of each edge give to its score.
    func sums(_ bySource: Term, _ byTarget: Term) -> Term { bySource.rows(sources) + byTarget.rows(targets) }
    /// For each edge the sum over all edges of its target.
    func perTarget(_ x: Term) -> Term { x.added(to: targets, count: geometry.nodes).rows(targets) }

    /// The largest number of each target's edges by head, N × H; 0 for a target without edges.
    func largest(_ x: Term) -> Term {
        let result = Buffer(repeating: 0, shape: [geometry.nodes, geometry.heads], type: x.buffer.type)
        if x.buffer.type == .float64 {
            fill(result.rowMajor(Double.self), from: x.buffer.rowMajor(Double.self))
        } else {
            fill(result.rowMajor(Float.self), from: x.buffer.rowMajor(Float.self))
        }
        return Term(result, on: engine)
    }

    private func fill<Scalar: ReferenceScalar>(
        _ to: UnsafeMutablePointer<Scalar>, from: UnsafeMutablePointer<Scalar>
    ) {
        let heads = geometry.heads
        for node in 0..<geometry.nodes {
            for head in 0..<heads {
                let numbers = geometry.pattern.entries(of: node).lazy.map { from[$0 * heads + head] }
                to[node * heads + head] = numbers.max() ?? 0
            }
        }
    }
}
