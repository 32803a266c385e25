import Core

/// The meaning of names in a tool that learns texts character by character. `charrnn` has Kumiki's own cells, presets,
/// optimizers and built-in text; another package adds its own to them and trains a `TextExperiment` of its entries:
///
/// ```swift
/// /// Half of what was, and half of what comes (a moving average that is learned).
/// struct Blend: OwnCell {
///     let name = "blend"
///     let gates = 1
///     func next(_ step: CellStep) -> CellState { CellState(hidden: (step.hidden + tanh(step.sum(0))) * 0.5) }
/// }
///
/// enum OwnEntries: TextEntries {
///     static let tool = "own-chars"
///     static let cells = CellEntry.all + [CellEntry(.own(Blend()), summary: "a moving average")]
/// }
/// typealias OwnExperiment = TextExperiment<OwnEntries>
/// ```
///
/// A run's `config.json` stores only the names, so a name must keep its meaning as long as runs are continued.
public protocol TextEntries: Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// What `--cell` names; all of Kumiki's by default.
    static var cells: [CellEntry] { get }
    /// What `--preset` names, the default first, each of one of the cells; all of Kumiki's by default.
    static var presets: [CharacterPreset] { get }
    /// What `--optimizer` names; all of Kumiki's by default.
    static var optimizers: [OptimizerChoice] { get }
    /// The text that is learned where no file is given, under its name; Hamlet's soliloquy by default.
    static var builtInText: (name: String, text: String) { get }
    /// What the tool does along the way; nothing by default. See `Experiment.hooks(_:)`.
    static func hooks(_ training: Training<TextExperiment<Self>>) -> [any TrainingHook]
}

extension TextEntries {
    public static var cells: [CellEntry] { CellEntry.all }
    public static var presets: [CharacterPreset] { CharacterPreset.all }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static var builtInText: (name: String, text: String) { ("Hamlet's soliloquy", HamletSoliloquy.text) }
    public static func hooks(_ training: Training<TextExperiment<Self>>) -> [any TrainingHook] { [] }
}

/// The entries of `charrnn`.
public enum CharrnnEntries: TextEntries {
    public static let tool = "charrnn"
}

/// The experiment of `charrnn`.
public typealias CharacterTraining = TextExperiment<CharrnnEntries>
