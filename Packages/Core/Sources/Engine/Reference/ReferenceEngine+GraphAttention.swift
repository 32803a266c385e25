extension ReferenceEngine {
    public func graphAttention(
        _ x: Buffer, source: Buffer, target: Buffer, geometry: GraphAttentionGeometry, dropout draw: DropoutDraw?
    ) -> GraphAttentionTrace {
        inPrecision(
            of: x.type, "graphAttention",
            float32: { attention(x, source, target, geometry, draw, as: Float.self) },
            float64: { attention(x, source, target, geometry, draw, as: Double.self) })
    }

    private func attention<Scalar: ReferenceScalar>(
        _ x: Buffer, _ source: Buffer, _ target: Buffer, _ geometry: GraphAttentionGeometry, _ draw: DropoutDraw?,
        as type: Scalar.Type
    ) -> GraphAttentionTrace {
        let (pattern, heads, depth) = (geometry.pattern, geometry.heads, geometry.headWidth)
        let from = x.rowMajor(type)
        let scores = [source, target].map { vector in
            let sums = ReferenceSums(count: geometry.nodes * heads)
            let weights = vector.rowMajor(type)
            for n in 0..<(geometry.nodes * heads) {
                for d in 0..<depth { sums[n] += Double(from[n * depth + d]) * Double(weights[n % heads * depth + d]) }
            }
            return sums.rounded(to: [geometry.nodes, heads], as: type)
        }
        let (bySource, byTarget) = (scores[0].rowMajor(type), scores[1].rowMajor(type))
        let weights = Buffer(shape: geometry.weightShape, type: x.type)
        let w = weights.rowMajor(type)
        for i in 0..<geometry.nodes {
            let entries = pattern.entries(of: i)
            for h in 0..<heads {
                let row = entries.map { entry in
                    let sum = bySource[Int(pattern.columnNumbers[entry]) * heads + h] + byTarget[i * heads + h]
                    return sum < 0 ? Scalar(geometry.slope) * sum : sum
                }
                let largest = row.max() ?? 0
                let shares = row.map { ($0 - largest).exponential }
                let sum = shares.reduce(0, +)
                for (entry, share) in zip(entries, shares) { w[entry * heads + h] = share / sum }
            }
        }
        let dropped = draw.map { dropout(weights, rate: $0.rate, key: $0.key, counter: $0.counter) } ?? weights
        let u = dropped.rowMajor(type)
        let sums = ReferenceSums(count: geometry.nodes * geometry.width)
        for i in 0..<geometry.nodes {
            for entry in pattern.entries(of: i) {
                let j = Int(pattern.columnNumbers[entry])
                for at in 0..<geometry.width {
                    sums[i * geometry.width + at] +=
                        Double(u[entry * heads + at / depth]) * Double(from[j * geometry.width + at])
                }
            }
        }
        return GraphAttentionTrace(
            geometry: geometry, x: x, source: source, target: target, sourceScores: scores[0], targetScores: scores[1],
            output: sums.rounded(to: [geometry.nodes, geometry.width], as: type), weights: weights,
            droppedWeights: dropped)
    }

    public func graphAttentionGradient(
        _ gradient: Buffer, _ trace: GraphAttentionTrace
    ) -> (x: Buffer, source: Buffer, target: Buffer) {
        inPrecision(
            of: gradient.type, "graphAttentionGradient",
            float32: { attentionGradient(gradient, trace, as: Float.self) },
            float64: { attentionGradient(gradient, trace, as: Double.self) })
    }

    /// With w the weights, u those after dropout and q = dy · x by head: a score's gradient is u q − w Σ u q.
    private func attentionGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ trace: GraphAttentionTrace, as type: Scalar.Type
    ) -> (x: Buffer, source: Buffer, target: Buffer) {
        let geometry = trace.geometry
        let (pattern, heads, depth, width) = (geometry.pattern, geometry.heads, geometry.headWidth, geometry.width)
        let (dy, x) = (gradient.rowMajor(type), trace.x.rowMajor(type))
        let (w, u) = (trace.weights.rowMajor(type), trace.droppedWeights.rowMajor(type))
        let (bySource, byTarget) = (trace.sourceScores.rowMajor(type), trace.targetScores.rowMajor(type))
        let sums = ReferenceSums(count: trace.x.count)
        let scores = (0..<2).map { _ in ReferenceSums(count: geometry.nodes * heads) }
        for i in 0..<geometry.nodes {
            for h in 0..<heads {
                let entries = pattern.entries(of: i)
                let products = entries.map { entry in
                    (0..<depth).reduce(0.0) { sum, d in
                        let at = h * depth + d
                        return sum + Double(dy[i * width + at])
                            * Double(x[Int(pattern.columnNumbers[entry]) * width + at])
                    } * Double(u[entry * heads + h])
                }
                let total = products.reduce(0, +)
                for (entry, product) in zip(entries, products) {
                    let j = Int(pattern.columnNumbers[entry])
                    let isLeaky = bySource[j * heads + h] + byTarget[i * heads + h] < 0
                    let slope = (product - Double(w[entry * heads + h]) * total) * (isLeaky ? geometry.slope : 1)
                    scores[0][j * heads + h] += slope
                    scores[1][i * heads + h] += slope
                    for at in (h * depth)..<((h + 1) * depth) {
                        sums[j * width + at] += Double(u[entry * heads + h]) * Double(dy[i * width + at])
                    }
                }
            }
        }
        let vectors = zip(scores, [trace.source, trace.target]).map { scores, vector in
            let result = ReferenceSums(count: width)
            let weights = vector.rowMajor(type)
            for n in 0..<(geometry.nodes * heads) {
                for d in 0..<depth {
                    let at = n % heads * depth + d
                    sums[n * depth + d] += scores[n] * Double(weights[at])
                    result[at] += scores[n] * Double(x[n * depth + d])
                }
            }
            return result.rounded(to: vector.shape, as: type)
        }
        return (sums.rounded(to: trace.x.shape, as: type), vectors[0], vectors[1])
    }
}
