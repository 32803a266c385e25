import Engine
import Foundations

/// Scaled dot-product attention of H heads, softmax(query keyᵀ / √(E/H) + mask) value (Vaswani, Shazeer, Parmar et al.
/// 2017), as one operation; and its weights, before dropout, through which no gradient flows.
///
/// - Parameters:
///   - projections: one tensor of queries, keys and values side by side, or two: queries, and keys and values.
///   - mask: numbers to add to the scores, −∞ where a query must not attend; a constant.
///   - draw: dropout of the weights.
/// - Shapes: projections B × L × 3E, or B × L × E and B × S × 2E; mask S with L or 1, and B or 1, before it; output
///   B × L × E, weights B × H × L × S.
func attention(
    _ projections: [Tensor], heads: Int, mask: Tensor? = nil, dropout draw: DropoutDraw? = nil
) -> (output: Tensor, weights: Tensor) {
    let geometry = checkedGeometry(projections, heads, mask)
    let engine = projections[0].engine
    let trace = engine.attention(
        projections.map(\.buffer), mask: mask?.buffer, geometry: geometry, dropout: draw)
    let weights = Tensor(trace.weights)
    guard let tape = projections.lazy.compactMap({ Tape.shared(by: $0) }).first else {
        return (Tensor(trace.output), weights)
    }
    let sources = projections.map(\.node)
    let output = tape.record(trace.output) { gradient, tape in
        let gradients = engine.attentionGradient(gradient.buffer, trace)
        for (source, gradient) in zip(sources, gradients) { tape.add(to: source) { Tensor(gradient) } }
    }
    return (output, weights)
}

private func checkedGeometry(_ projections: [Tensor], _ heads: Int, _ mask: Tensor?) -> AttentionGeometry {
    let isPacked = projections.count == 1
    let (query, key) = (projections[0].shape, projections[projections.count - 1].shape)
    let width = (query.last ?? 0) / (isPacked ? 3 : 1)
    let isPlain =
        projections.count <= 2 && query.count == 3 && key.count == 3 && key[0] == query[0]
        && key[2] == (isPacked ? 3 : 2) * width && heads > 0 && width % heads == 0
    Contract.require(
        isPlain, "attention",
        "projections \(projections.map(\.shape)) for \(heads) heads, expected B × L × 3E or B × L × E and B × S × 2E")
    let extents = mask.map { Shape(repeating: 1, count: max(0, 3 - $0.rank)) + $0.shape }
    if let mask, let extents {
        Contract.require(
            extents.count == 3 && [1, query[0]].contains(extents[0]) && [1, query[1]].contains(extents[1])
                && extents[2] == key[1] && mask.type == projections[0].type && mask.node == nil, "attention",
            "mask \(mask.shape) of \(mask.type) for \(query[0]) × \(query[1]) × \(key[1]) scores")
    }
    return AttentionGeometry(
        examples: query[0], heads: heads, queries: query[1], keys: key[1], width: width, isPacked: isPacked,
        maskExtents: extents.map { Array($0.dropLast()) })
}

/// A mask under which position i sees only positions 0 ... i.
///
/// - Shapes: L × L of 0 and −∞.
public func causalMask(_ length: Int, type: ScalarType = .float32) -> Tensor {
    let numbers = (0..<(length * length)).map { $0 % length > $0 / length ? -Float.infinity : 0 }
    return Tensor(numbers, shape: [length, length]).cast(to: type)
}

/// A mask that hides the positions after the end of a sequence.
///
/// - Shapes: B × 1 × S of 0 and −∞, for B lengths of at most S.
public func paddingMask(lengths: [Int], longest: Int, type: ScalarType = .float32) -> Tensor {
    let numbers = lengths.flatMap { length in (0..<longest).map { $0 < length ? 0 : -Float.infinity } }
    return Tensor(numbers, shape: [lengths.count, 1, longest]).cast(to: type)
}
