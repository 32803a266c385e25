/// What a tool's `--help` says about its defaults, and the names its options know. A tool fills in what it knows and
/// hands the type to the option groups:
///
///     enum Defaults: OptionDefaults {
///         static let models = entries.map(\.name)
///         static let epochs = perEntry(entries, name: \.name) { "\($0.recipe.epochs)" }
///     }
///     @OptionGroup(title: "Training") var training: TrainingOptions<Defaults>
public protocol OptionDefaults: Sendable {
    /// The names that `--model` takes, the default first; empty where any text goes.
    static var models: [String] { get }
    /// The names that `--dataset` takes, the default first. A folder always goes.
    static var datasets: [String] { get }
    /// What happens without `--dataset`, as text.
    static var dataset: String { get }
    /// The names that `--optimizer` takes.
    static var optimizers: [String] { get }
    /// The default of `--epochs`, as text.
    static var epochs: String { get }
    /// The default of `--batch-size`, as text.
    static var batchSize: String { get }
    /// The default of `--lr`, as text.
    static var learningRate: String { get }
    /// The default of `--optimizer`, as text.
    static var optimizer: String { get }
    /// What a preset chooses, as its help begins.
    static var presetMeaning: String { get }
    /// The names that `--preset` takes, and what each is.
    static var presets: [(name: String, summary: String)] { get }
    /// The default of `--preset`, as text; nil where there is none.
    static var preset: String? { get }
    /// The default of `--schedule`, as text.
    static var schedule: String { get }
    /// The default of `--seed`.
    static var seed: UInt64 { get }
    /// The default of `--threads`, as text.
    static var threads: String { get }
}

extension OptionDefaults {
    public static var models: [String] { [] }
    public static var datasets: [String] { [] }
    public static var dataset: String { datasets.first ?? "none" }
    public static var optimizers: [String] { [] }
    public static var epochs: String { "the model's own" }
    public static var batchSize: String { "the model's own" }
    public static var learningRate: String { "the model's own" }
    public static var optimizer: String { "the model's own" }
    public static var presets: [(name: String, summary: String)] { [] }
    public static var presetMeaning: String { "A recipe" }
    public static var preset: String? { nil }
    public static var schedule: String { "constant" }
    public static var seed: UInt64 { 0 }
    public static var threads: String { "one per core" }

    /// A default that may differ from entry to entry: "10" where all agree, "10; dnn 3" where most do.
    ///
    /// - Parameters:
    ///   - entries: the models, in the order of their list.
    ///   - name: an entry's name.
    ///   - value: an entry's default, as text.
    public static func perEntry<Entry>(
        _ entries: [Entry], name: (Entry) -> String, value: (Entry) -> String
    ) -> String {
        let values = entries.map(value)
        let counts = values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        // The first of the most frequent, so that the text never depends on a dictionary's order.
        guard let common = values.first(where: { counts[$0] == most }) else { return "none" }
        let others = zip(entries, values).filter { $0.1 != common }.map { "\(name($0.0)) \($0.1)" }
        return ([common] + others).joined(separator: "; ")
    }
}

/// The defaults of a tool that has nothing to add: every number is the model's own.
public enum ModelsOwnDefaults: OptionDefaults {}
