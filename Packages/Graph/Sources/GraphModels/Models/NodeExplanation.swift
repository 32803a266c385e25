import Core

/// The nodes on which a node's predicted class depends.
public struct NodeExplanation {
    public struct Part: Sendable {
        public let node: Int
        /// Edges from the explained node.
        public let hops: Int
        /// The loss of the class's score, to first order, without the node's own features.
        public let contribution: Double
        /// The first layer's weight, averaged over the heads; nil except for neighbors in models with attention.
        public let attention: Double?
    }

    public let node: Int
    public let predicted: Int
    public let probability: Double
    /// The node itself and the nodes that contribute most, by decreasing contribution; nodes without a contribution are
    /// left out.
    public let parts: [Part]

    /// - Parameters:
    ///   - node: number of the node to explain.
    ///   - model: its prediction is explained.
    ///   - task: the graph with its edges.
    ///   - most: the maximum number of nodes to list.
    public init(of node: Int, by model: some GraphModel, in task: GraphTask, most: Int) {
        self.node = node
        let graph = task.graph
        let pass = model.pass(graph.features, task.edges, probe: nil)
        let row = pass.logits.gathering(Tensor([Int32(node)])).softmax()
        let chosen = row.argmax()[0]
        (predicted, probability) = (chosen, Double(row.scalars()[chosen]))
        // Outside a training step there is no dropout, and only the probe has a gradient.
        let probe = Tensor.ones([graph.nodeCount, 1])
        let gradient = valueAndGradients(at: [probe], in: .evaluation) { probes in
            model.pass(graph.features, task.edges, probe: probes[0]).logits.gathering(Tensor([Int32(node)]))
                .sliced(chosen..<(chosen + 1), axis: 1).sum()
        }.gradients[0].doubles
        let hops = Self.hops(from: node, in: graph, toAllOf: gradient)
        let attention = pass.attention.first.map { Self.attention($0, at: node, task.edges.looped) } ?? [:]
        parts = hops.keys.filter { $0 == node || gradient[$0] != 0 }.map { other in
            Part(
                node: other, hops: hops[other] ?? 0, contribution: gradient[other], attention: attention[other])
        }.sorted {
            // The node itself comes first.
            if ($0.node == node) != ($1.node == node) { return $0.node == node }
            return ($1.contribution.magnitude, $0.node) < ($0.contribution.magnitude, $1.node)
        }.prefix(most).map { $0 }
    }

    /// The edges from a node to others, up to the distance at which nodes contribute, which depends on the model.
    private static func hops(from node: Int, in graph: Graph, toAllOf contributions: [Double]) -> [Int: Int] {
        var missing = contributions.indices.count { $0 != node && contributions[$0] != 0 }
        var hops = [node: 0]
        var border = [node]
        var distance = 0
        while missing > 0, !border.isEmpty {
            distance += 1
            var next: [Int] = []
            for member in border {
                for other in graph.neighbors(of: member) where hops[Int(other)] == nil {
                    hops[Int(other)] = distance
                    next.append(Int(other))
                    if contributions[Int(other)] != 0 { missing -= 1 }
                }
            }
            border = next
        }
        return hops
    }

    private static func attention(_ weights: Tensor, at node: Int, _ edges: SparsePattern) -> [Int: Double] {
        let (heads, numbers) = (weights.shape[1], weights.scalars())
        var result: [Int: Double] = [:]
        for entry in edges.entries(of: node) {
            let sum = (0..<heads).reduce(0.0) { $0 + Double(numbers[entry * heads + $1]) }
            result[Int(edges.columnNumbers[entry])] = sum / Double(heads)
        }
        return result
    }

    /// The node among those that contribute, neighbors on an inner ring and theirs on an outer one; a line is as wide
    /// as a node's contribution, and red where it is against the class.
    public func figure(of graph: Graph, model: String) -> some Figure {
        var places = [node: (x: 0.0, y: 0.0)]
        let inner = parts.filter { $0.hops == 1 }.sorted { $0.node < $1.node }
        for (number, part) in inner.enumerated() {
            let angle = 2 * Double.pi * Double(number) / Double(max(1, inner.count)) + 0.3
            places[part.node] = (Trigonometry.cosine(angle), Trigonometry.sine(angle))
        }
        // Further nodes are outside the neighbor that leads to them.
        var crowd: [Int: Int] = [:]
        for part in parts.filter({ $0.hops > 1 }).sorted(by: { ($0.hops, $0.node) < ($1.hops, $1.node) }) {
            let anchor = graph.neighbors(of: part.node).map(Int.init).first { places[$0] != nil && $0 != node }
            let number = crowd[anchor ?? node, default: 0]
            crowd[anchor ?? node] = number + 1
            let (x, y) = anchor.flatMap { places[$0] } ?? (0, 0)
            let base = x == 0 && y == 0 ? Double(part.node) : Trigonometry.angle(x, y)
            let turn = base + 0.42 * Double((number + 1) / 2) * (number % 2 == 0 ? 1 : -1)
            places[part.node] = (x + 0.85 * Trigonometry.cosine(turn), y + 0.85 * Trigonometry.sine(turn))
        }
        let drawn = parts.filter { places[$0.node] != nil }
        let numbers = Dictionary(uniqueKeysWithValues: drawn.enumerated().map { ($1.node, $0) })
        let largest = drawn.dropFirst().map { $0.contribution.magnitude }.max() ?? 1
        var edges: [NetworkPlot.Edge] = []
        for (number, part) in drawn.enumerated() {
            for other in graph.neighbors(of: part.node) {
                guard let end = numbers[Int(other)] else { continue }
                // The edge toward the explained node is as wide as the contribution over it; the others are thin.
                let leads = drawn[end].hops < part.hops
                guard leads || (drawn[end].hops == part.hops && end > number) else { continue }
                let share = leads ? part.contribution.magnitude / max(1e-12, largest) : 0
                let color = part.contribution < 0 ? Palette.vermilion : Palette.blue
                edges.append(
                    NetworkPlot.Edge(
                        number, end, width: 1 + 7 * share, color: leads ? color.withAlpha(0.75) : Self.faint))
            }
        }
        let nodes = drawn.map { part in
            let place = places[part.node] ?? (0, 0)
            return NetworkPlot.Node(
                x: place.x, y: place.y,
                group: graph.labels[part.node] < 0 ? graph.classNames.count : Int(graph.labels[part.node]),
                label: Self.label(part, graph), radius: part.node == node ? 15 : 10, isRinged: part.node == node)
        }
        return NetworkPlot(
            "Node \(graph.name(of: node)), predicted \(graph.classNames[predicted]) (\(model) on \(graph.name))",
            caption:
                "Wide lines contribute much: blue for the class, red against it. Numbers: contributions to the "
                + "score\(parts.contains { $0.attention != nil } ? ", and attention" : "").",
            nodes: nodes, edges: edges.sorted { $0.width < $1.width }, groupNames: graph.classNames + ["unknown class"],
            ringName: "explained")
    }

    private static let faint = Color(0xD5DAE0)

    private static func label(_ part: Part, _ graph: Graph) -> String {
        let number = (part.contribution * 100).rounded() / 100
        let attention = part.attention.map { ", \(Int(($0 * 100).rounded())) %" } ?? ""
        return "\(graph.name(of: part.node)): \(number)\(attention)"
    }

}
