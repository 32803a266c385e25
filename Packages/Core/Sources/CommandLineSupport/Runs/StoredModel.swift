import Core

/// The settings of a run of one kind of model.
public protocol ModelSettings: RunSettings {
    associatedtype Model: Module
    /// The model as it begins.
    ///
    /// - Throws: `ToolError` where the settings name what is not known.
    func makeModel() throws -> Model
}

/// A trained model and what it was trained as, read from a run or a single file.
public struct StoredModel<Settings: ModelSettings> {
    public let configuration: Settings
    public let model: Settings.Model
    /// The file that it was read from.
    public let source: String
    /// The run that it belongs to; nil where it was named as a single file.
    public let run: RunFolder?

    /// The model of a run folder, of a `.safetensors` file, or of the latest run.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    public init(run name: String?) throws {
        if let name, name.hasSuffix(".safetensors") {
            try self.init(file: name)
        } else {
            let run = try Settings.trained(name)
            try self.init(file: run.savedModel(), run: run)
        }
    }

    private init(file: String, run: RunFolder? = nil) throws {
        let checkpoint = try Checkpoint(file)
        configuration = try Settings(of: checkpoint, file: file)
        model = try configuration.makeModel()
        try checkpoint.restoreWeights(of: model)
        source = file
        self.run = run
    }
}
