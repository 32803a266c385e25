import CoreLoops

extension OneDNNEngine {
    public func attention(
        _ projections: [Buffer], mask: Buffer?, geometry: AttentionGeometry, dropout draw: DropoutDraw?
    ) -> AttentionTrace {
        let weights = Buffer(shape: geometry.weightShape, type: .float32)
        let output = Buffer(shape: geometry.outputShape, type: .float32)
        let parts = AttentionParts(projections, geometry)
        let (mask, to) = (mask?.rowMajor(Float.self), weights.stored(Float.self))
        run(geometry) { sizes, scratch, heads in
            loop_attention_weights(
                sizes, parts.query, parts.key, mask, to, scratch, heads.lowerBound, heads.count)
        }
        let dropped = draw.map { dropout(weights, rate: $0.rate, key: $0.key, counter: $0.counter) } ?? weights
        let (from, mixed) = (dropped.stored(Float.self), output.stored(Float.self))
        run(geometry) { sizes, scratch, heads in
            loop_attention_mix(sizes, from, parts.value, mixed, scratch, heads.lowerBound, heads.count)
        }
        return AttentionTrace(
            geometry: geometry, projections: projections, output: output, weights: weights, droppedWeights: dropped)
    }

    public func attentionGradient(_ gradient: Buffer, _ trace: AttentionTrace) -> [Buffer] {
        let results = trace.projections.map { Buffer(shape: $0.shape, type: .float32) }
        let parts = AttentionParts(trace.projections, trace.geometry)
        let by = AttentionParts(results, trace.geometry)
        let dy = gradient.rowMajor(Float.self)
        let (weights, dropped) = (trace.weights.stored(Float.self), trace.droppedWeights.stored(Float.self))
        run(trace.geometry) { sizes, scratch, heads in
            loop_attention_gradient(
                sizes, dy, parts.query, parts.key, parts.value, weights, dropped, by.query, by.key, by.value, scratch,
                heads.lowerBound, heads.count)
        }
        return results
    }

    /// Runs a loop over all heads of all examples, each thread with its own working memory.
    private func run(
        _ geometry: AttentionGeometry,
        _ body: (UnsafePointer<loop_attention>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        let mask = geometry.maskStrides
        let sizes = loop_attention(
            heads: geometry.heads, queries: geometry.queries, keys: geometry.keys, head_width: geometry.headWidth,
            query_stride: geometry.queryStride, key_stride: geometry.keyStride, mask_example_stride: mask.example,
            mask_query_stride: mask.query)
        // Each score is read and written several times, and has an exponential.
        let work = geometry.queries * geometry.keys * (geometry.headWidth + 8)
        Parallel.planes(geometry.examples * geometry.heads, of: work) { heads in
            withUnsafePointer(to: sizes) { sizes in
                let scratch = Memory(byteCount: loop_attention_scratch(sizes) * MemoryLayout<Float>.size)
                withExtendedLifetime(scratch) { body(sizes, scratch.floats, heads) }
            }
        }
    }
}

/// The offsets of queries, keys and values in the projections.
private struct AttentionParts {
    let query: UnsafeMutablePointer<Float>
    let key: UnsafeMutablePointer<Float>
    let value: UnsafeMutablePointer<Float>
    /// Holds what the pointers point into.
    private let projections: [Buffer]

    init(_ projections: [Buffer], _ geometry: AttentionGeometry) {
        self.projections = projections
        query = projections[0].rowMajor(Float.self)
        key = projections[projections.count - 1].rowMajor(Float.self) + geometry.keyOffset
        value = key + geometry.width
    }
}
