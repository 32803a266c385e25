import Engine
import Foundations

/// Attention along the edges of a graph (Veličković, Cucurull, Casanova, Romero, Liò, Bengio 2018) as one operation:
/// for each head, softmax over a target's edges of leaky(source · x of the edge's source + target · x of the target),
/// and the weighted sum of the sources' x; and the weights, before dropout, through which no gradient flows.
///
/// While gradients are recorded, weights are dropped out with probability `rate`.
///
/// - Parameters:
///   - x: features of the nodes after the heads' projection, N × HD.
///   - edges: rows are targets, columns the sources that they attend to, including themselves if required.
///   - source: each head's vector for the source of an edge, H × D.
///   - target: each head's vector for the target of an edge, H × D.
///   - slope: that of the leaky rectifier.
///   - rate: the probability that a weight is dropped out, 0 or more and below 1.
/// - Shapes: x N × HD, source and target H × D; output N × HD, weights edges × H.
public func graphAttention(
    _ x: Tensor, along edges: SparsePattern, source: Tensor, target: Tensor, slope: Double = 0.2,
    dropout rate: Double = 0
) -> (output: Tensor, weights: Tensor) {
    let draw = Dropout.draw(rate, count: edges.count * (source.shape.first ?? 0))
    return graphAttention(x, along: edges, source: source, target: target, slope: slope, draw: draw)
}

func graphAttention(
    _ x: Tensor, along edges: SparsePattern, source: Tensor, target: Tensor, slope: Double, draw: DropoutDraw?
) -> (output: Tensor, weights: Tensor) {
    Contract.require(
        x.rank == 2 && source.rank == 2 && source.shape == target.shape && x.shape[1] == source.count
            && x.shape[0] == edges.rows && edges.rows == edges.columns && source.type == x.type
            && target.type == x.type,
        "graphAttention",
        "x \(x.shape) of \(x.type), source \(source.shape) and target \(target.shape) along edges of \(edges.rows) × "
            + "\(edges.columns)")
    let engine = x.engine
    let geometry = GraphAttentionGeometry(
        pattern: edges, heads: source.shape[0], headWidth: source.shape[1], slope: slope)
    let trace = engine.graphAttention(
        x.buffer, source: source.buffer, target: target.buffer, geometry: geometry, dropout: draw)
    let weights = Tensor(trace.weights)
    guard let tape = Tape.shared(by: x, source, target) else { return (Tensor(trace.output), weights) }
    let sources = [x.node, source.node, target.node]
    let output = tape.record(trace.output) { gradient, tape in
        let by = engine.graphAttentionGradient(gradient.buffer, trace)
        for (node, buffer) in zip(sources, [by.x, by.source, by.target]) { tape.add(to: node) { Tensor(buffer) } }
    }
    return (output, weights)
}
