import Core

/// The meaning of names in a tool that classifies nodes. `gnn-train` has Kumiki's own models, graphs and optimizers;
/// another package adds its own to them and trains a `NodeExperiment` of its entries.
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol GraphEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--model` names, the default first; all of Kumiki's by default.
    static var models: [GraphModelEntry] { get }
    /// What `--dataset` names; all of Kumiki's by default.
    static var sources: [GraphSource] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<NodeExperiment<Self>>) -> [any TrainingHook]
}

extension GraphEntries {
    public static var models: [GraphModelEntry] { GraphModelEntry.all }
    public static var sources: [GraphSource] { GraphSource.all }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<NodeExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `gnn-train`.
public enum GNNEntries: GraphEntries {
    public static let tool = "gnn-train"
}

/// The experiment of `gnn-train`.
public typealias NodeClassification = NodeExperiment<GNNEntries>
