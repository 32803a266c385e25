import Core

/// The meaning of names in a tool that learns points of the plane. `plane-train` has Kumiki's own tasks, activations and
/// optimizers; another package adds its own to them and trains a `PlaneExperiment` of its entries:
///
/// ```swift
/// enum OwnEntries: PlaneEntries {
///     static let tool = "own-plane"
///     static let activations = PlaneActivation.trainable + [PlaneActivation(name: "bump", range: 0...1) { gaussian($0) }]
///     static let tasks =
///         PlaneTask.all + [
///             PlaneTask(
///                 name: "halves", summary: "left and right", classNames: ["left", "right"], size: (100, 0),
///                 usual: PlaneSettings(hidden: [2], activation: "bump", epochs: 50, learningRate: 0.03)
///             ) { count, _, random in
///                 let xs = (0..<count).map { _ in random.uniform(in: -1..<1) }
///                 return PlanePoints(xs: xs, ys: xs.reversed(), classes: xs.map { $0 < 0 ? 0 : 1 })
///             }
///         ]
/// }
/// typealias OwnExperiment = PlaneExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol PlaneEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--task` names, the default first; all of Kumiki's by default.
    static var tasks: [PlaneTask] { get }
    /// What `--activation` names, that of files of points first; all of Kumiki's that can be trained by default.
    static var activations: [PlaneActivation] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<PlaneExperiment<Self>>) -> [any TrainingHook]
}

extension PlaneEntries {
    public static var tasks: [PlaneTask] { PlaneTask.all }
    public static var activations: [PlaneActivation] { PlaneActivation.trainable }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func hooks(_ training: Training<PlaneExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `plane-train`.
public enum PlaneTrainEntries: PlaneEntries {
    public static let tool = "plane-train"
}

/// The experiment of `plane-train`.
public typealias PlaneLearning = PlaneExperiment<PlaneTrainEntries>
