import Core

extension NodeExperiment {
    public func description(of model: GraphClassifier, _ data: GraphTask) -> [String] {
        let (graph, split) = (data.graph, data.graph.split)
        let sizes =
            [(graph.nodeCount, "nodes"), (graph.edgeCount, "edges"), (graph.features.width, "features")]
            .map { "\(Readable.count($0)) \($1)" } + ["\(graph.classNames.count) classes"]
        // The description of the files contains the rest.
        return (graph.facts == nil ? graph.notes : []) + [
            "\(datasetName): \(sizes.joined(separator: ", ")); \(Readable.count(split.training.count)) training, "
                + "\(Readable.count(split.validation.count)) validation and \(Readable.count(split.test.count)) test nodes"
        ]
    }

    public func report(_ trained: Trained<Self>) throws -> Report {
        let graph = trained.data.graph
        let figures = GraphFigures(title: "\(model) on \(shortDatasetName)", graph: graph)
        let (before, after) = (
            try makeModel().pass(graph.features, trained.data.edges, probe: nil),
            trained.model.pass(graph.features, trained.data.edges, probe: nil)
        )
        let classes = trained.data.classification(logits: after.logits)
        let training = trained.data.score(logits: after.logits, on: .training)
        var report = Report()
        // With the kept weights, like the other parts: the mean over an epoch's steps has dropout, and earlier weights.
        for measurement in training.measurements(on: .training) {
            report.summary[measurement.metric.name] = .number(measurement.value)
        }
        report.lines = classes.lines(classNames: graph.classNames, showing: confusion)
        report.draw("learning-curves", figures.learningCurves(trained.log))
        report.draw("confusion", figures.confusion(classes, showing: confusion))
        report.draw("embeddings", figures.embeddings(before: before.hidden, after: after.hidden))
        let predictions = after.logits.argmax()
        let test = graph.split.test
        report.enliven(
            "confusion",
            LiveMatrix(
                classes, labels: test.map { Int(graph.labels[Int($0)]) }, names: graph.classNames, showing: confusion,
                words: { graph.name(of: Int(test[$0])) }))
        report.enliven("embeddings", figures.liveEmbedding(after.hidden, predictions: predictions))
        report.enliven("network", figures.liveNetwork(predictions: predictions))
        report.draw("network", figures.network(predictions: predictions))
        return report
    }

    public static func upgrade(_ old: inout JSONObject) {
        guard case .object(let recipe)? = old["recipe"] else { return }
        let isSampled = (recipe["batchSize"] ?? .null) != .null
        old.upgradeRecipe(momentum: 0.9, moving: isSampled ? ["neighbours"] : [])
        // Version 0.1.0 spelled it so.
        (old["neighbors"], old["neighbours"]) = (old["neighbours"], nil)
        var (sizes, graph): (JSONObject, JSONObject) = ([:], [:])
        for key in ["hidden", "layers", "heads", "dropout", "spread", "views"] { sizes[key] = recipe[key] }
        sizes["residual"] = recipe["isResidual"]
        for key in ["nodes", "edges", "features", "classNames"] { (graph[key], old[key]) = (old[key], nil) }
        old["confusion"] = "counts"
        (old["sizes"], old["graph"]) = (.object(sizes), .object(graph))
        old["best"] = recipe["isChosenByLoss"].map { $0 == true ? "loss" : $0 == false ? "both" : $0 }
        guard case .object(var partition)? = old["partition"] else { return }
        (partition["features"], partition["dense"]) = (partition["dense"], nil)
        old["partition"] = .object(partition)
    }
}
