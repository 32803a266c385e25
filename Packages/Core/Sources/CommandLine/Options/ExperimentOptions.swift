import ArgumentParser
import Foundations
import Training

/// The options of one experiment, and what its help says.
///
/// The same options begin a run and check one that continues: an option that would change a run is refused by what it
/// changes.
public protocol ExperimentOptions: ParsableArguments {
    associatedtype E: Experiment

    /// The experiment without any option.
    static var standard: E { get }
    /// Experiments whose defaults differ, by model or preset, as help names them; the standard one first.
    static var variants: [(name: String, experiment: E)] { get }
    /// The title of these options in help.
    static var title: String { get }
    /// What `train` does, in a sentence.
    static var abstract: String { get }
    /// What happens by default with `--threads`, in words.
    static var defaultThreads: String { get }
    /// What happens by default with `--validation`, in words.
    static var defaultValidation: String { get }
    /// The least that `--steps` takes: 0 where a run may show a model before its first step; 1 by default.
    static var leastSteps: Int { get }

    /// Changes what the options ask for, and nothing else.
    ///
    /// - Throws: `ToolError` where options contradict each other.
    func apply(to experiment: inout E) throws
    /// Changes what the options ask of a run that continues, as ``apply(to:)`` does by default. An option with which a new
    /// run would choose other settings, too, changes its own alone here, and so is refused by that one.
    ///
    /// - Throws: `ToolError` where options contradict each other.
    func apply(toContinued experiment: inout E) throws
}

extension ExperimentOptions {
    public static var variants: [(name: String, experiment: E)] { [("", standard)] }
    public static var title: String { "Experiment" }
    public static var abstract: String { "Train a model (the default)." }
    public func apply(toContinued experiment: inout E) throws { try apply(to: &experiment) }
    public static var defaultThreads: String { "one per core" }
    public static var leastSteps: Int { 1 }
    public static var defaultValidation: String { shown { Readable.shortest($0.validation ?? 0) } }

    /// A default as help tells it: "10" where all variants agree, "10; dnn 3" where most do.
    public static func shown(_ value: (E) -> String) -> String {
        DefaultText.perEntry(variants, name: \.name) { value($0.experiment) }
    }
}
