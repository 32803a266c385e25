import ArgumentParser
import Foundations
import Training

/// The options of one experiment, and the texts of its help.
///
/// The same options begin a run and check a continued one: an option that would change a run is refused.
public protocol ExperimentOptions: ParsableArguments {
    associatedtype E: Experiment

    /// The experiment without any options.
    static var standard: E { get }
    /// Experiments whose defaults differ, by model or preset, for help; the standard one first.
    static var variants: [(name: String, experiment: E)] { get }
    /// The title of these options in help.
    static var title: String { get }
    /// A sentence about `train`.
    static var abstract: String { get }
    /// The default of `--threads`, in words.
    static var defaultThreads: String { get }
    /// The default of `--validation`, in words.
    static var defaultValidation: String { get }
    /// The smallest value of `--steps`: 0 where a run may show a model before its first step; 1 by default.
    static var minimumSteps: Int { get }

    /// Applies the options, and changes nothing else.
    ///
    /// - Throws: `ToolError` where options contradict each other.
    func apply(to experiment: inout E) throws
    /// Applies the options to a continued run, by default with ``apply(to:)``. An option that also chooses other
    /// settings in a new run changes only its own setting here, so that the refusal names this option.
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
    public static var minimumSteps: Int { 1 }
    public static var defaultValidation: String { shown { Readable.shortest($0.validation ?? 0) } }

    /// A default as help shows it: "10" where all variants are equal, "10; dnn 3" where most are.
    public static func shown(_ value: (E) -> String) -> String {
        DefaultText.perEntry(variants, name: \.name) { value($0.experiment) }
    }
}
