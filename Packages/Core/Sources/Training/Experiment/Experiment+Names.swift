extension Experiment {
    /// The data set's name, of a folder its last part, as titles of figures have room for.
    public var shortDatasetName: String { datasetName.split(separator: "/").last.map(String.init) ?? datasetName }
}
