/// Attention, composed of batched matrix products.
extension ComputeEngine {
    public func attention(
        _ projections: [Buffer], mask: Buffer?, geometry: AttentionGeometry, dropout draw: DropoutDraw?
    ) -> AttentionTrace {
        let parts = HeadTerms(projections, geometry, on: self)
        var scores = (geometry.scoreScale * parts.query.times(parts.key, transposingOther: true))
            .reshaped(to: geometry.weightShape)
        if let mask, let extents = geometry.maskExtents {
            scores = scores + Term(mask, on: self).reshaped(extents[0], 1, extents[1], geometry.keys)
        }
        // A row that is masked throughout becomes zero: its largest score is kept finite, its sum above 0.
        let largest = Term(reduce(.maximum, scores.buffer, axes: [3]), on: self)
        let shares = (scores - largest.applying(.clamp(limit: 3e38))).applying(.exp)
        let weights = shares / (shares.sum(3) + 1e-30)
        let dropped = weights.droppedOut(draw)
        let mixed = dropped.reshaped(to: parts.weightShape).times(parts.value)
        return AttentionTrace(
            geometry: geometry, projections: projections,
            output: geometry.merged(mixed, positions: geometry.queries).buffer, weights: weights.buffer,
            droppedWeights: dropped.buffer)
    }

    /// With w the weights, u those after dropout and g = dy valueᵀ: ds = u g − w Σ u g for every mask.
    public func attentionGradient(_ gradient: Buffer, _ trace: AttentionTrace) -> [Buffer] {
        let geometry = trace.geometry
        let parts = HeadTerms(trace.projections, geometry, on: self)
        let dy = geometry.split(Term(gradient, on: self), positions: geometry.queries)
        let weights = Term(trace.weights, on: self).reshaped(to: parts.weightShape)
        let dropped = Term(trace.droppedWeights, on: self).reshaped(to: parts.weightShape)
        let slopes = dropped * dy.times(parts.value, transposingOther: true)
        let byScores = geometry.scoreScale * (slopes - weights * slopes.sum(2))
        let byQuery = geometry.merged(byScores.times(parts.key), positions: geometry.queries)
        let byKey = geometry.merged(byScores.times(parts.query, transposingSelf: true), positions: geometry.keys)
        let byValue = geometry.merged(dropped.times(dy, transposingSelf: true), positions: geometry.keys)
        return geometry.isPacked
            ? [concatenate([byQuery.buffer, byKey.buffer, byValue.buffer], axis: 2)]
            : [byQuery.buffer, concatenate([byKey.buffer, byValue.buffer], axis: 2)]
    }
}

/// Queries BH × L × D, keys and values BH × S × D of all heads.
private struct HeadTerms {
    let query, key, value: Term

    init(_ projections: [Buffer], _ geometry: AttentionGeometry, on engine: any ComputeEngine) {
        let (first, last) = (Term(projections[0], on: engine), Term(projections[projections.count - 1], on: engine))
        func part(_ number: Int, of projection: Term, positions: Int) -> Term {
            let start = number * geometry.width
            return geometry.split(projection.sliced(start..<start + geometry.width, axis: 2), positions: positions)
        }
        let keys = geometry.isPacked ? 1 : 0
        query = part(0, of: first, positions: geometry.queries)
        key = part(keys, of: last, positions: geometry.keys)
        value = part(keys + 1, of: last, positions: geometry.keys)
    }

    /// BH × L × S
    var weightShape: Shape { [query.shape[0], query.shape[1], key.shape[1]] }
}

extension AttentionGeometry {
    /// 1 / √(E/H)
    fileprivate var scoreScale: Double { 1 / Double(headWidth).squareRoot() }

    /// B × L × E as BH × L × E/H.
    fileprivate func split(_ x: Term, positions: Int) -> Term {
        x.reshaped(examples, positions, heads, headWidth).transposed(0, 2, 1, 3)
            .reshaped(examples * heads, positions, headWidth)
    }

    /// BH × L × E/H as B × L × E.
    fileprivate func merged(_ x: Term, positions: Int) -> Term {
        x.reshaped(examples, heads, positions, headWidth).transposed(0, 2, 1, 3)
            .reshaped(examples, positions, width)
    }
}
