import Core

// Nodes whose names are under the pointer.

extension GraphFigures {
    /// The last layer's inputs on their first two principal components, with the nodes' names and predicted classes.
    ///
    /// - Shapes: hidden N × width.
    func liveEmbedding(_ hidden: Tensor, predictions: [Int]) -> LivePoints {
        let (nodes, places) = projected(hidden)
        return LivePoints(
            xs: places.xs, ys: places.ys, groups: nodes.map { Int(graph.labels[$0]) },
            names: nodes.map { graph.name(of: $0) }, notes: nodes.map { note(of: $0, predictions) },
            classNames: graph.classNames)
    }

    /// The whole graph with its edges; nil for one that is too large to draw.
    func liveNetwork(predictions: [Int]) -> LivePoints? {
        guard graph.nodeCount <= Self.mostDrawnNodes else { return nil }
        let layout = ForceLayout(graph.adjacency)
        let nodes = 0..<graph.nodeCount
        return LivePoints(
            xs: layout.xs, ys: layout.ys, groups: predictions, names: nodes.map { graph.name(of: $0) },
            notes: nodes.map { node in
                let count = Readable.count(graph.neighbors(of: node).count)
                return "\(count) neighbors; \(note(of: node, predictions))"
            }, classNames: graph.classNames,
            edges: nodes.flatMap { node in graph.neighbors(of: node).filter { Int($0) > node }.map { (node, Int($0)) } }
        )
    }

    private func note(of node: Int, _ predictions: [Int]) -> String {
        let (truth, predicted) = (Int(graph.labels[node]), predictions[node])
        if truth == predicted { return "predicted correctly" }
        let known = truth < 0 ? "" : ", belongs to \(graph.classNames[truth])"
        return "predicted as \(graph.classNames[predicted])\(known)"
    }
}
