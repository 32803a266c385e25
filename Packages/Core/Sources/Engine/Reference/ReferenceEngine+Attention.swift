extension ReferenceEngine {
    public func attention(
        _ projections: [Buffer], mask: Buffer?, geometry: AttentionGeometry, dropout draw: DropoutDraw?
    ) -> AttentionTrace {
        let type = projections[0].type
        let scores: Buffer = inPrecision(
            of: type, "attention",
            float32: { self.scores(projections, mask, geometry, as: Float.self) },
            float64: { self.scores(projections, mask, geometry, as: Double.self) })
        let weights: Buffer = inPrecision(
            of: type, "attention",
            float32: { normalized(scores, as: Float.self) }, float64: { normalized(scores, as: Double.self) })
        let dropped = draw.map { dropout(weights, rate: $0.rate, key: $0.key, counter: $0.counter) } ?? weights
        let output = inPrecision(
            of: type, "attention",
            float32: { mixed(dropped, projections, geometry, as: Float.self) },
            float64: { mixed(dropped, projections, geometry, as: Double.self) })
        return AttentionTrace(
            geometry: geometry, projections: projections, output: output, weights: weights, droppedWeights: dropped)
    }

    /// The places of element d of the head of row n, as query i or as key or value j.
    private struct Places {
        let geometry: AttentionGeometry
        let example: Int
        let head: Int

        init(_ geometry: AttentionGeometry, _ n: Int) {
            self.geometry = geometry
            (example, head) = n.quotientAndRemainder(dividingBy: geometry.heads)
        }

        func query(_ i: Int) -> Int {
            (example * geometry.queries + i) * geometry.queryStride + head * geometry.headWidth
        }
        func key(_ j: Int) -> Int {
            (example * geometry.keys + j) * geometry.keyStride + geometry.keyOffset + head * geometry.headWidth
        }
        func value(_ j: Int) -> Int { key(j) + geometry.width }
        func output(_ i: Int) -> Int {
            (example * geometry.queries + i) * geometry.width + head * geometry.headWidth
        }
        func mask(_ i: Int) -> Int { example * geometry.maskStrides.example + i * geometry.maskStrides.query }
    }

    /// query keyᵀ / √(E/H) + mask
    private func scores<Scalar: ReferenceScalar>(
        _ projections: [Buffer], _ mask: Buffer?, _ geometry: AttentionGeometry, as type: Scalar.Type
    ) -> Buffer {
        let result = Buffer(shape: geometry.weightShape, type: projections[0].type)
        let (q, k) = (projections[0].rowMajor(type), projections[projections.count - 1].rowMajor(type))
        let (m, to) = (mask?.rowMajor(type), result.rowMajor(type))
        let scale = 1 / Double(geometry.headWidth).squareRoot()
        var next = 0
        for n in 0..<(geometry.examples * geometry.heads) {
            let at = Places(geometry, n)
            for i in 0..<geometry.queries {
                for j in 0..<geometry.keys {
                    var sum = 0.0
                    for d in 0..<geometry.headWidth { sum += Double(q[at.query(i) + d]) * Double(k[at.key(j) + d]) }
                    to[next] = Scalar(sum * scale + (m.map { Double($0[at.mask(i) + j]) } ?? 0))
                    next += 1
                }
            }
        }
        return result
    }

    /// Softmax over the keys; a row that is masked completely becomes zero.
    private func normalized<Scalar: ReferenceScalar>(_ scores: Buffer, as type: Scalar.Type) -> Buffer {
        let result = softmax(scores, logarithm: false)
        let (from, to) = (scores.rowMajor(type), result.rowMajor(type))
        let keys = scores.shape[3]
        for start in stride(from: 0, to: scores.count, by: max(1, keys)) {
            let row = start..<(start + keys)
            if row.allSatisfy({ from[$0] == -.infinity }) { for j in row { to[j] = 0 } }
        }
        return result
    }

    private func mixed<Scalar: ReferenceScalar>(
        _ weights: Buffer, _ projections: [Buffer], _ geometry: AttentionGeometry, as type: Scalar.Type
    ) -> Buffer {
        let result = Buffer(shape: geometry.outputShape, type: projections[0].type)
        let (v, to) = (projections[projections.count - 1].rowMajor(type), result.rowMajor(type))
        var w = weights.rowMajor(type)
        for n in 0..<(geometry.examples * geometry.heads) {
            let at = Places(geometry, n)
            for i in 0..<geometry.queries {
                for d in 0..<geometry.headWidth {
                    var sum = 0.0
                    for j in 0..<geometry.keys { sum += Double(w[j]) * Double(v[at.value(j) + d]) }
                    to[at.output(i) + d] = Scalar(sum)
                }
                w += geometry.keys
            }
        }
        return result
    }

    public func attentionGradient(_ gradient: Buffer, _ trace: AttentionTrace) -> [Buffer] {
        inPrecision(
            of: gradient.type, "attentionGradient",
            float32: { attentionGradient(gradient, trace, as: Float.self) },
            float64: { attentionGradient(gradient, trace, as: Double.self) })
    }

    /// With w the weights, u those after dropout and g = dy valueᵀ: ds = u g − w Σ u g for every mask.
    private func attentionGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ trace: AttentionTrace, as type: Scalar.Type
    ) -> [Buffer] {
        let geometry = trace.geometry
        let sums = trace.projections.map { ReferenceSums(count: $0.count) }
        let (byQuery, byKey) = (sums[0], sums[sums.count - 1])
        let q = trace.projections[0].rowMajor(type)
        let kv = trace.projections[trace.projections.count - 1].rowMajor(type)
        let dy = gradient.rowMajor(type)
        var (w, u) = (trace.weights.rowMajor(type), trace.droppedWeights.rowMajor(type))
        let scale = 1 / Double(geometry.headWidth).squareRoot()
        for n in 0..<(geometry.examples * geometry.heads) {
            let at = Places(geometry, n)
            for i in 0..<geometry.queries {
                let slopes = (0..<geometry.keys).map { j in
                    (0..<geometry.headWidth).reduce(0.0) {
                        $0 + Double(dy[at.output(i) + $1]) * Double(kv[at.value(j) + $1])
                    } * Double(u[j])
                }
                let sum = slopes.reduce(0, +)
                for j in 0..<geometry.keys {
                    let slope = (slopes[j] - Double(w[j]) * sum) * scale
                    for d in 0..<geometry.headWidth {
                        byQuery[at.query(i) + d] += slope * Double(kv[at.key(j) + d])
                        byKey[at.key(j) + d] += slope * Double(q[at.query(i) + d])
                        byKey[at.value(j) + d] += Double(u[j]) * Double(dy[at.output(i) + d])
                    }
                }
                w += geometry.keys
                u += geometry.keys
            }
        }
        return zip(sums, trace.projections).map { $0.rounded(to: $1.shape, as: type) }
    }
}
