import Core

/// The meaning of names in a tool that trains two networks against each other. `gan-train` has Kumiki's own models, data
/// sets and optimizers; another package adds its own to them and trains an `AdversarialExperiment` of its entries:
///
/// ```swift
/// enum OwnEntries: GANEntries {
///     static let tool = "own-gan"
///     static let models =
///         GANEntry.all + [
///             GANEntry(name: "mixed", summary: "a perceptron against convolutions") { request, random in
///                 guard let sizes = ConvolutionalSizes(request.picture) else { return nil }
///                 return AdversarialModel(
///                     generator: DenseGenerator(noise: request.noise, picture: request.picture, random: &random),
///                     discriminator: ConvolutionalDiscriminator(sizes: sizes, classes: 0, random: &random),
///                     noise: request.noise, averaging: request.average)
///             }
///         ]
/// }
/// typealias OwnExperiment = AdversarialExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol GANEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--model` names, the default first; all of Kumiki's by default.
    static var models: [GANEntry] { get }
    /// What `--dataset` names; all of Kumiki's by default.
    static var datasets: [DatasetEntry] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<AdversarialExperiment<Self>>) -> [any TrainingHook]
}

extension GANEntries {
    public static var models: [GANEntry] { GANEntry.all }
    public static var datasets: [DatasetEntry] { DatasetEntry.all }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<AdversarialExperiment<Self>>) -> [any TrainingHook] { [] }

    /// The entry of this name.
    ///
    /// - Throws: `ToolError` where there is none.
    public static func model(_ name: String) throws(ToolError) -> GANEntry {
        try Suggestions.find(name, kind: "model", in: models, by: \.name)
    }
}

/// The entries of `gan-train`.
public enum GANTrainEntries: GANEntries {
    public static let tool = "gan-train"
}

/// The experiment of `gan-train`.
public typealias AdversarialTraining = AdversarialExperiment<GANTrainEntries>
