import CoreLoops

extension OneDNNEngine {
    public func attention(
        _ projections: [Buffer], mask: Buffer?, geometry: AttentionGeometry, dropout draw: DropoutDraw?
    ) -> AttentionTrace {
        let weights = Buffer(shape: geometry.weightShape, type: .float32)
        let output = Buffer(shape: geometry.outputShape, type: .float32)
        let parts = AttentionParts(projections, geometry) { ParallelInput($0) }
        let (mask, to) = (mask?.rowMajor(reading: Float.self), weights.stored(writing: Float.self))
        run(geometry) { sizes, scratch, heads in
            loop_attention_weights(
                sizes, parts.query.start, parts.key.start, mask?.start, to.start, scratch, heads.lowerBound, heads.count
            )
        }
        let dropped = draw.map { dropout(weights, rate: $0.rate, key: $0.key, counter: $0.counter) } ?? weights
        let (from, mixed) = (dropped.stored(reading: Float.self), output.stored(writing: Float.self))
        run(geometry) { sizes, scratch, heads in
            loop_attention_mix(
                sizes, from.start, parts.value.start, mixed.start, scratch, heads.lowerBound, heads.count)
        }
        return AttentionTrace(
            geometry: geometry, projections: projections, output: output, weights: weights, droppedWeights: dropped)
    }

    public func attentionGradient(_ gradient: Buffer, _ trace: AttentionTrace) -> [Buffer] {
        let results = trace.projections.map { Buffer(shape: $0.shape, type: .float32) }
        let parts = AttentionParts(trace.projections, trace.geometry) { ParallelInput($0) }
        let by = AttentionParts(results, trace.geometry) { ParallelOutput($0) }
        let dy = gradient.rowMajor(reading: Float.self)
        let weights = trace.weights.stored(reading: Float.self)
        let dropped = trace.droppedWeights.stored(reading: Float.self)
        run(trace.geometry) { sizes, scratch, heads in
            loop_attention_gradient(
                sizes, dy.start, parts.query.start, parts.key.start, parts.value.start, weights.start, dropped.start,
                by.query.start, by.key.start, by.value.start, scratch, heads.lowerBound, heads.count)
        }
        return results
    }

    /// Runs a loop over all heads of all examples, each thread with its own working memory.
    private func run(
        _ geometry: AttentionGeometry,
        _ body: @Sendable (UnsafePointer<loop_attention>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
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

/// The queries, keys and values in the projections, or the gradients by them: inputs or outputs of a loop.
private struct AttentionParts<Part: Sendable>: Sendable {
    let query: Part
    let key: Part
    let value: Part

    init(_ projections: [Buffer], _ geometry: AttentionGeometry, _ part: (UnsafeMutablePointer<Float>) -> Part) {
        let keys = projections[projections.count - 1].rowMajor(Float.self) + geometry.keyOffset
        query = part(projections[0].rowMajor(Float.self))
        key = part(keys)
        value = part(keys + geometry.width)
    }
}
