import Core

/// The pictures of a model of a graph.
public struct GraphFigures {
    public let title: String
    public let graph: Graph

    /// Whole graphs of no more nodes are drawn.
    public static let mostDrawnNodes = 150
    /// The number of nodes that are drawn of larger graphs.
    private static let mostPoints = 4_000

    /// - Parameters:
    ///   - title: model and data set.
    ///   - graph: what the figures show.
    public init(title: String, graph: Graph) {
        self.title = title
        self.graph = graph
    }

    /// Loss and accuracy over the epochs.
    public func learningCurves(_ log: MetricsLog) -> some Figure {
        let epochs = log.column(.epoch)
        func series(_ curves: [(name: String, metric: Metric)]) -> [LineChart.Series] {
            curves.compactMap { name, metric in
                let values = log.column(metric)
                return values.isEmpty
                    ? nil : LineChart.Series(name, xs: epochs.suffix(values.count), ys: values, hasMarkers: false)
            }
        }
        let loss = LineChart(
            "Loss", x: "epoch", y: "cross entropy",
            series: series([("training, with dropout", .trainLoss), ("validation", .loss(.validation))]))
        let accuracy = LineChart(
            "Accuracy", x: "epoch", y: Axis("share of nodes classified correctly", format: .percent(0)),
            series: series([("training", .accuracy(.training)), ("validation", .accuracy(.validation))]))
        return Panels([loss, accuracy], title: title)
    }

    /// Test nodes by true and by predicted class.
    public func confusion(_ score: ClassificationScore, showing cells: ConfusionCells) -> some Figure {
        HeatMap.confusionMatrix(
            "\(title): test nodes by class", counts: score.confusion, labels: graph.classNames, showing: cells)
    }

    /// The last layer's inputs for each node, before and after training, on their first two principal components.
    ///
    /// - Shapes: both N × width.
    public func embeddings(before: Tensor, after: Tensor) -> some Figure {
        Panels(
            [embedding(before, title: "Before training"), embedding(after, title: "After training")],
            title: "The last layer's inputs: \(title)", width: 1_240)
    }

    /// The nodes of known class, of a large graph evenly spaced ones, and their places.
    func projected(_ hidden: Tensor) -> (nodes: [Int], places: Projection) {
        let step = max(1, graph.nodeCount / Self.mostPoints)
        let chosen = stride(from: 0, to: graph.nodeCount, by: step).filter { graph.labels[$0] >= 0 }
        let rows =
            step == 1 && chosen.count == graph.nodeCount ? hidden : hidden.gathering(Tensor(chosen.map { Int32($0) }))
        return (chosen, Projection(rows))
    }

    private func embedding(_ hidden: Tensor, title: String) -> ScatterPlot {
        let (chosen, points) = projected(hidden)
        let groups = graph.classNames.enumerated().map { number, name in
            let members = chosen.indices.filter { graph.labels[chosen[$0]] == Int32(number) }
            return ScatterPlot.Group(
                name, xs: members.map { points.xs[$0] }, ys: members.map { points.ys[$0] },
                labels: graph.nodeCount <= 60 ? members.map { graph.name(of: chosen[$0]) } : [], marker: .circle,
                radius: graph.nodeCount <= 200 ? 5.5 : 2.4)
        }
        let share = NumberFormat.percent(0).text(points.share)
        return ScatterPlot(
            title, x: Axis("first component"), y: Axis("second component, \(share) of the variance in both"),
            groups: groups)
    }

    /// The whole graph in the colors of the predicted classes; rings mark the training nodes.
    public func network(predictions: [Int]) -> (any Figure)? {
        guard graph.nodeCount <= Self.mostDrawnNodes else { return nil }
        let layout = ForceLayout(graph.adjacency)
        let known = Set(graph.split.training)
        let nodes = (0..<graph.nodeCount).map { node in
            NetworkPlot.Node(
                x: layout.xs[node], y: layout.ys[node], group: predictions[node], label: graph.name(of: node),
                radius: 11, isRinged: known.contains(Int32(node)))
        }
        let edges = (0..<graph.nodeCount).flatMap { node in
            graph.neighbors(of: node).filter { Int($0) > node }.map { NetworkPlot.Edge(node, Int($0)) }
        }
        let wrong = (0..<graph.nodeCount).filter { graph.labels[$0] >= 0 && Int(graph.labels[$0]) != predictions[$0] }
        let names = wrong.prefix(8).map { graph.name(of: $0) }.joined(separator: ", ")
        let misclassified = "\(wrong.count) misclassified: \(names)\(wrong.count > 8 ? ", …" : "")"
        return NetworkPlot(
            "Predicted classes: \(title)",
            caption: wrong.isEmpty ? "All nodes are classified correctly." : misclassified,
            nodes: nodes, edges: edges, groupNames: graph.classNames, ringName: "known in training")
    }
}
