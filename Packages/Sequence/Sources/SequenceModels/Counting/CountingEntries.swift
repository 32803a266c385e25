import Core

/// The meaning of names in a tool whose networks count. `anbn-train` has Kumiki's own languages, cells and optimizers;
/// another package adds its own to them and trains a `CountingExperiment` of its entries:
///
/// ```swift
/// enum OwnEntries: CountingEntries {
///     static let tool = "own-counting"
///     static let languages =
///         CountingLanguage.all + [CountingLanguage(name: "anbncndn", notation: "aⁿbⁿcⁿdⁿ", repeats: [1, 1, 1, 1])]
/// }
/// typealias OwnCounting = CountingExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol CountingEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--language` names, the default first; all of Kumiki's by default.
    static var languages: [CountingLanguage] { get }
    /// What `--cell` names, the default first; all of Kumiki's by default.
    static var cells: [CellEntry] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<CountingExperiment<Self>>) -> [any TrainingHook]
}

extension CountingEntries {
    public static var languages: [CountingLanguage] { CountingLanguage.all }
    public static var cells: [CellEntry] { CellEntry.counting }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<CountingExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `anbn-train`.
public enum AnbnEntries: CountingEntries {
    public static let tool = "anbn-train"
}

/// The experiment of `anbn-train`.
public typealias Counting = CountingExperiment<AnbnEntries>
