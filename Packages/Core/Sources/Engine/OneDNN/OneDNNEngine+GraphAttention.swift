import CoreLoops
import Synchronization

extension OneDNNEngine {
    public func graphAttention(
        _ x: Buffer, source: Buffer, target: Buffer, geometry: GraphAttentionGeometry, dropout draw: DropoutDraw?
    ) -> GraphAttentionTrace {
        let scores = (0..<2).map { _ in Buffer(shape: [geometry.nodes, geometry.heads], type: .float32) }
        let weights = Buffer(shape: geometry.weightShape, type: .float32)
        let output = Buffer(shape: [geometry.nodes, geometry.width], type: .float32)
        let from = x.rowMajor(reading: Float.self)
        let (vectorA, vectorB) = (source.rowMajor(reading: Float.self), target.rowMajor(reading: Float.self))
        let (toSource, toTarget) = (scores[0].stored(writing: Float.self), scores[1].stored(writing: Float.self))
        run(geometry, geometry.pattern) { graph, _, nodes in
            loop_graph_scores(
                graph, from.start, vectorA.start, vectorB.start, toSource.start, toTarget.start, nodes.lowerBound,
                nodes.count)
        }
        let (bySource, byTarget) = (scores[0].stored(reading: Float.self), scores[1].stored(reading: Float.self))
        let to = weights.stored(writing: Float.self)
        run(geometry, geometry.pattern) { graph, scratch, nodes in
            loop_graph_weights(
                graph, bySource.start, byTarget.start, to.start, scratch, nodes.lowerBound, nodes.count)
        }
        let dropped = draw.map { dropout(weights, rate: $0.rate, key: $0.key, counter: $0.counter) } ?? weights
        let (used, mixed) = (dropped.stored(reading: Float.self), output.stored(writing: Float.self))
        run(geometry, geometry.pattern) { graph, _, nodes in
            loop_graph_mix(graph, from.start, used.start, mixed.start, nodes.lowerBound, nodes.count)
        }
        return GraphAttentionTrace(
            geometry: geometry, x: x, source: source, target: target, sourceScores: scores[0], targetScores: scores[1],
            output: output, weights: weights, droppedWeights: dropped)
    }

    public func graphAttentionGradient(
        _ gradient: Buffer, _ trace: GraphAttentionTrace
    ) -> (x: Buffer, source: Buffer, target: Buffer) {
        let geometry = trace.geometry
        let slopes = Buffer(shape: geometry.weightShape, type: .float32)
        let targetSlopes = Buffer(shape: trace.targetScores.shape, type: .float32)
        let byX = Buffer(shape: trace.x.shape, type: .float32)
        let (dy, x) = (gradient.rowMajor(reading: Float.self), trace.x.rowMajor(reading: Float.self))
        let scoresA = trace.sourceScores.stored(reading: Float.self)
        let scoresB = trace.targetScores.stored(reading: Float.self)
        let weights = trace.weights.stored(reading: Float.self)
        let dropped = trace.droppedWeights.stored(reading: Float.self)
        let (toEdge, toTarget) = (slopes.stored(writing: Float.self), targetSlopes.stored(writing: Float.self))
        run(geometry, geometry.pattern) { graph, scratch, nodes in
            loop_graph_slopes(
                graph, dy.start, x.start, scoresA.start, scoresB.start, weights.start, dropped.start, toEdge.start,
                toTarget.start, scratch, nodes.lowerBound, nodes.count)
        }
        // A part of both vectors' gradients for each range of nodes, added in the nodes' order, independently of which
        // is finished first.
        let width = geometry.width
        let parts = Memory(byteCount: 2 * Parallel.threads * width * MemoryLayout<Float>.size)
        let partial = ParallelOutput(parts.floats)
        let starts = Mutex<[Int]>([])
        let (byEdge, byTarget) = (slopes.stored(reading: Float.self), targetSlopes.stored(reading: Float.self))
        let vectorA = trace.source.rowMajor(reading: Float.self)
        let vectorB = trace.target.rowMajor(reading: Float.self)
        let dx = byX.stored(writing: Float.self)
        run(geometry, geometry.pattern.transposed) { graph, scratch, nodes in
            let place = starts.withLock { starts in
                starts.append(nodes.lowerBound)
                return starts.count - 1
            }
            let part = partial + 2 * place * width
            part.update(repeating: 0, count: 2 * width)
            loop_graph_gradient(
                graph, dy.start, x.start, vectorA.start, vectorB.start, dropped.start, byEdge.start, byTarget.start,
                dx.start, part, part + width, scratch, nodes.lowerBound, nodes.count)
        }
        let order = starts.withLock { starts in starts.indices.sorted { starts[$0] < starts[$1] } }
        let vectors = [trace.source, trace.target].enumerated().map { index, like in
            let result = Buffer(shape: like.shape, type: .float32)
            let to = result.stored(Float.self)
            to.update(repeating: 0, count: width)
            for place in order { loop_accumulate(1, parts.floats + (2 * place + index) * width, to, width) }
            return result
        }
        withExtendedLifetime((slopes, targetSlopes, parts)) {}
        return (byX, vectors[0], vectors[1])
    }

    /// Runs a loop over all nodes, each thread with its own working memory.
    private func run(
        _ geometry: GraphAttentionGeometry, _ pattern: SparsePattern,
        _ body: @Sendable (UnsafePointer<loop_graph>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        let scratchBytes = 2 * geometry.heads * MemoryLayout<Float>.size
        withGraph(geometry, pattern) { graph in
            let (graph, offsets) = (ParallelInput(graph), ParallelInput(graph.pointee.offsets))
            Parallel.rows(pattern.rows, offsets: offsets, of: geometry.width) { nodes in
                let scratch = Memory(byteCount: scratchBytes)
                withExtendedLifetime(scratch) { body(graph.start, scratch.floats, nodes) }
            }
        }
    }

    private func withGraph(
        _ geometry: GraphAttentionGeometry, _ pattern: SparsePattern, _ body: (UnsafePointer<loop_graph>) -> Void
    ) {
        pattern.withPointers { offsets, columns, origins in
            let graph = loop_graph(
                offsets: offsets, columns: columns, origins: origins, heads: geometry.heads,
                head_width: geometry.headWidth, slope: Float(geometry.slope))
            withUnsafePointer(to: graph, body)
        }
    }
}
