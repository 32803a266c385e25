import Core

/// The meaning of names in a tool that learns to copy. `copy-transformer` has Kumiki's own tasks, presets and optimizers;
/// another package adds its own to them and trains a `CopyExperiment` of its entries:
///
/// ```swift
/// enum OwnEntries: CopyEntries {
///     static let tool = "own-copy"
///     static let tasks =
///         CopyTask.all + [
///             CopyTask(name: "blocks", summary: "zeros, then ones", kinds: ["blocks"]) { _, bits, random in
///                 let zeros = Int(random.next() % UInt64(bits + 1))
///                 return (0..<bits).map { $0 < zeros ? 0 : 1 }
///             }
///         ]
/// }
/// typealias OwnExperiment = CopyExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol CopyEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--task` names, the default first; all of Kumiki's by default.
    static var tasks: [CopyTask] { get }
    /// What `--preset` names, the default first; all of Kumiki's by default.
    static var presets: [CopyPreset] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<CopyExperiment<Self>>) -> [any TrainingHook]
}

extension CopyEntries {
    public static var tasks: [CopyTask] { CopyTask.all }
    public static var presets: [CopyPreset] { CopyPreset.all }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<CopyExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `copy-transformer`.
public enum CopyTransformerEntries: CopyEntries {
    public static let tool = "copy-transformer"
}

/// The experiment of `copy-transformer`.
public typealias Copying = CopyExperiment<CopyTransformerEntries>
