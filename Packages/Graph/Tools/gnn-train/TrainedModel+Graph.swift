import CommandLineSupport
import GraphModels

/// The data sets to use a trained model on, as help names them.
enum TrainedDatasets: DataDefaults {
    static let datasets = GraphDatasets.datasets
    static let dataset = "the one it was trained on"
}

extension TrainedModel<NodeClassification> {
    /// The graph to use it on: the one it was trained on, or another one with as many features and the same classes.
    ///
    /// - Throws: `ToolError` where the graph is another one, and what reading it throws.
    func task(_ options: DataOptions<TrainedDatasets>, _ console: Console) throws -> GraphTask {
        var experiment = experiment
        experiment.dataset = options.dataset ?? experiment.dataset
        experiment.data = options.data ?? experiment.data
        let task = try experiment.readData(console)
        let (found, name) = (GraphFacts(task.graph), experiment.datasetName)
        guard let known = experiment.graph, found.features == known.features,
            found.classNames.count == known.classNames.count
        else {
            throw ToolError.badData(
                "\(name) has \(found.features) features and \(found.classNames.count) classes, the model expects "
                    + "\(experiment.graph?.features ?? 0) and \(experiment.graph?.classNames.count ?? 0)")
        }
        let names = zip(found.classNames, known.classNames)
        if let (place, pair) = names.enumerated().first(where: { $1.0 != $1.1 }) {
            throw ToolError.badData(
                "\(name): class \(place + 1) is '\(pair.0.prefix(60))', the model expects '\(pair.1.prefix(60))'")
        }
        return task
    }
}
