extension Experiment {
    /// The data set's name for titles of figures: the last part of a folder's path.
    public var shortDatasetName: String { datasetName.split(separator: "/").last.map(String.init) ?? datasetName }
}
