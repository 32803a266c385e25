import Engine
import Files
import FoundationEssentials
import Foundations

/// A trained model and the experiment that made it, read from a run or a single file.
public struct TrainedModel<E: Experiment> {
    /// The experiment that was trained.
    public let experiment: E
    /// The model with the weights of the file.
    public let model: E.Model
    /// The file that it was read from.
    public let source: String
    /// The run that it belongs to; nil where the user named a single file.
    public let run: RunFolder?

    /// The model of a run by name or folder, of a file of weights, or of the latest run that has one.
    ///
    /// - Throws: `FileError` or `ToolError` where there is none or it is damaged.
    public init(run name: String?) throws {
        switch try E.modelPlace(name) {
        case .file(let file): try self.init(file: file)
        case .run(let run): try self.init(file: run.savedModel(), run: run)
        }
    }

    /// The model of a file.
    ///
    /// - Throws: `FileError` where it is damaged or of another tool.
    public init(file: String, run: RunFolder? = nil) throws {
        let checkpoint = try Checkpoint(file)
        experiment = try E(carriedBy: checkpoint, file: file)
        model = try experiment.makeModel()
        try checkpoint.restoreWeights(of: model)
        (source, self.run) = (file, run)
    }

    /// A summary of the model, to which a command adds its results.
    public func summary(dataset: String? = nil) -> RunSummary {
        var summary = RunSummary(tool: E.tool)
        (summary.dataset, summary.model, summary.run) = (dataset, experiment.modelName, source)
        (summary.parameters, summary.threads) = (model.parameterCount, ComputeContext.threads)
        return summary
    }
}

extension Experiment {
    /// The experiment in a checkpoint or model file.
    ///
    /// - Throws: `FileError` where another program wrote it, or the settings are damaged.
    public init(carriedBy checkpoint: Checkpoint, file: String) throws(FileError) {
        guard let text = checkpoint.configuration else {
            throw FileError(.badData, file, "was not written by \(Self.tool)")
        }
        self = try RunConfigurationFile<Self>(Array(text.utf8), file: file).experiment
    }

    /// The run or file whose model is used, otherwise the latest run that has one.
    ///
    /// - Throws: `ToolError` where there is none.
    public static func modelPlace(_ name: String?) throws(ToolError) -> ModelPlace {
        if let name { return try ModelPlace(name, tools: [tool]) }
        if let latest = latestTrainedRun { return .run(latest) }
        let none = RunFolder.latest(of: tool) == nil ? "no run in" : "no model has been saved yet in"
        throw ToolError.noInput("\(none) runs/\(tool): train a model first, or name one with --run")
    }

    /// The latest run that has a model: a run that was killed at its beginning has none.
    public static var latestTrainedRun: RunFolder? {
        .latest(of: tool) { (try? $0.savedModel()) != nil }
    }

    /// The run to continue, by name or folder, otherwise the latest, and the settings that began it.
    ///
    /// - Throws: `ToolError` where there is none, `FileError` where its settings are damaged.
    public static func runToContinue(_ name: String?) throws -> (run: RunFolder, begun: RunConfigurationFile<Self>) {
        guard let run = name.map({ RunFolder.named($0, tool: tool) }) ?? .latest(of: tool) else {
            throw ToolError.noInput("no run in runs/\(tool) to continue")
        }
        guard FileManager.default.fileExists(atPath: run.configurationFile) else {
            if let name, case .file(let file)? = try? ModelPlace(name, tools: [tool]) {
                throw ToolError.usage("--run \(name): \(file) is a file; --resume continues from the folder of a run")
            }
            throw ToolError.noInput("\(run.path): no run to continue, because it has no config.json")
        }
        return (run, try run.configuration(of: Self.self))
    }
}
