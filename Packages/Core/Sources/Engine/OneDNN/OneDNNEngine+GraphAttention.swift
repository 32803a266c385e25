import CoreLoops
import Synchronization

extension OneDNNEngine {
    public func graphAttention(
        _ x: Buffer, source: Buffer, target: Buffer, geometry: GraphAttentionGeometry, dropout draw: DropoutDraw?
    ) -> GraphAttentionTrace {
        let scores = (0..<2).map { _ in Buffer(shape: [geometry.nodes, geometry.heads], type: .float32) }
        let weights = Buffer(shape: geometry.weightShape, type: .float32)
        let output = Buffer(shape: [geometry.nodes, geometry.width], type: .float32)
        let (bySource, byTarget) = (scores[0].stored(Float.self), scores[1].stored(Float.self))
        let (from, to) = (x.rowMajor(Float.self), weights.stored(Float.self))
        let (vectorA, vectorB) = (source.rowMajor(Float.self), target.rowMajor(Float.self))
        run(geometry, geometry.pattern) { graph, _, nodes in
            loop_graph_scores(graph, from, vectorA, vectorB, bySource, byTarget, nodes.lowerBound, nodes.count)
        }
        run(geometry, geometry.pattern) { graph, scratch, nodes in
            loop_graph_weights(graph, bySource, byTarget, to, scratch, nodes.lowerBound, nodes.count)
        }
        let dropped = draw.map { dropout(weights, rate: $0.rate, key: $0.key, counter: $0.counter) } ?? weights
        let (used, mixed) = (dropped.stored(Float.self), output.stored(Float.self))
        run(geometry, geometry.pattern) { graph, _, nodes in
            loop_graph_mix(graph, from, used, mixed, nodes.lowerBound, nodes.count)
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
        let (dy, x, dx) = (gradient.rowMajor(Float.self), trace.x.rowMajor(Float.self), byX.stored(Float.self))
        let (scoresA, scoresB) = (trace.sourceScores.stored(Float.self), trace.targetScores.stored(Float.self))
        let (weights, dropped) = (trace.weights.stored(Float.self), trace.droppedWeights.stored(Float.self))
        let (byEdge, byTarget) = (slopes.stored(Float.self), targetSlopes.stored(Float.self))
        run(geometry, geometry.pattern) { graph, scratch, nodes in
            loop_graph_slopes(
                graph, dy, x, scoresA, scoresB, weights, dropped, byEdge, byTarget, scratch, nodes.lowerBound,
                nodes.count)
        }
        // A part of both vectors' gradients for each range of nodes, added in the nodes' order, independently of which
        // is finished first.
        let width = geometry.width
        let parts = Memory(byteCount: 2 * Parallel.threads * width * MemoryLayout<Float>.size)
        let starts = Mutex<[Int]>([])
        let (vectorA, vectorB) = (trace.source.rowMajor(Float.self), trace.target.rowMajor(Float.self))
        run(geometry, geometry.pattern.transposed) { graph, scratch, nodes in
            let place = starts.withLock { starts in
                starts.append(nodes.lowerBound)
                return starts.count - 1
            }
            let part = parts.floats + 2 * place * width
            part.update(repeating: 0, count: 2 * width)
            loop_graph_gradient(
                graph, dy, x, vectorA, vectorB, dropped, byEdge, byTarget, dx, part, part + width, scratch,
                nodes.lowerBound, nodes.count)
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
        _ body: (UnsafePointer<loop_graph>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    ) {
        withGraph(geometry, pattern) { graph in
            Parallel.rows(pattern.rows, offsets: graph.pointee.offsets, of: geometry.width) { nodes in
                let scratch = Memory(byteCount: 2 * geometry.heads * MemoryLayout<Float>.size)
                withExtendedLifetime(scratch) { body(graph, scratch.floats, nodes) }
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
