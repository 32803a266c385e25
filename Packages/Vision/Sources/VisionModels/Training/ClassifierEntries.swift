import Core

/// The meaning of names in a tool that classifies small pictures. `kmnist-train` has Kumiki's own models, data sets and
/// optimizers; another package adds its own to them:
///
/// ```swift
/// enum OwnEntries: ClassifierEntries {
///     static let tool = "own-train"
///     static let models =
///         ModelEntry.all + [
///             ModelEntry(name: "wide", summary: "300 hidden units") { input, classes, _, random in
///                 TanhNet(input: input, hidden: 300, classes: classes, random: &random)
///             }
///         ]
/// }
/// typealias OwnExperiment = CharacterExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol ClassifierEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--model` names, the default first; all of Kumiki's by default.
    static var models: [ModelEntry] { get }
    /// What `--dataset` names, the default first; all of Kumiki's by default.
    static var datasets: [DatasetEntry] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<CharacterExperiment<Self>>) -> [any TrainingHook]
}

extension ClassifierEntries {
    public static var models: [ModelEntry] { ModelEntry.all }
    public static var datasets: [DatasetEntry] { DatasetEntry.all }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<CharacterExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `kmnist-train`.
public enum KMNISTEntries: ClassifierEntries {
    public static let tool = "kmnist-train"
}

/// The experiment of `kmnist-train`.
public typealias KMNISTExperiment = CharacterExperiment<KMNISTEntries>
