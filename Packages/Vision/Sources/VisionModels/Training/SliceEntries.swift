import Core

/// The meaning of names in a tool that classifies slices, or other pictures in folders of classes. `mri-train` has
/// Kumiki's own network, presets, data sets and optimizers; another package adds its own to them and trains a
/// `SliceExperiment` of its entries:
///
/// ```swift
/// enum OwnEntries: SliceEntries {
///     static let tool = "own-slices"
///     static let models =
///         SliceModelEntry.all + [
///             SliceModelEntry(name: "linear", summary: "one linear layer") { input, classes, _, _, random in
///                 LinearClassifier(input: input, classes: classes, random: &random)
///             }
///         ]
/// }
/// typealias OwnExperiment = SliceExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol SliceEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--model` names, the default first; all of Kumiki's by default.
    static var models: [SliceModelEntry] { get }
    /// What `--preset` names, the default first; all of Kumiki's by default.
    static var presets: [MRIPreset] { get }
    /// What `--dataset` names beside the brain tumor set and the phantoms; nothing by default.
    static var datasets: [DatasetEntry] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<SliceExperiment<Self>>) -> [any TrainingHook]
}

extension SliceEntries {
    public static var models: [SliceModelEntry] { SliceModelEntry.all }
    public static var presets: [MRIPreset] { MRIPreset.all }
    public static var datasets: [DatasetEntry] { [] }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<SliceExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `mri-train`.
public enum MRIEntries: SliceEntries {
    public static let tool = "mri-train"
}

/// The experiment of `mri-train`.
public typealias MRIExperiment = SliceExperiment<MRIEntries>
