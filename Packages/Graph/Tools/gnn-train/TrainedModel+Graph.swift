import Core
import GraphModels

/// The data sets to use a trained model on, as help names them.
enum TrainedDatasets: DataDefaults {
    static let datasets = GraphDatasets.datasets
    static let dataset = "the one it was trained on"
}

extension TrainedModel<NodeClassification> {
    /// The graph to use it on: the one it was trained on, or another one, whose features and classes are matched by
    /// name.
    ///
    /// - Throws: `ToolError` where the graph does not fit the model, and the errors of reading it.
    func task(_ options: DataOptions<TrainedDatasets>, _ console: Console) throws -> GraphTask {
        var experiment = experiment
        experiment.dataset = options.dataset ?? experiment.dataset
        experiment.data = options.data ?? experiment.data
        let task = try experiment.readData(console)
        let (found, known) = (GraphFacts(task.graph), self.experiment.graph)
        let isOfClasses = found.classNames == known?.classNames
        guard found.features == known?.features, isOfClasses else {
            throw ToolError.badData(
                "\(experiment.datasetName) has \(found.features) features"
                    + (isOfClasses ? "" : " and the classes \(found.classNames.quotedList())")
                    + ", but the model expects \(known?.features ?? 0)"
                    + (isOfClasses ? "" : " and \((known?.classNames ?? []).quotedList())"))
        }
        return task
    }
}
