import ArgumentParser
import Foundations
import Training

/// The options of a tool's `sweep`: the common settings of its trainings, and the settings that can have several
/// values.
public protocol SweepOptions: ParsableArguments {
    /// The options of a single training, whose defaults help shows.
    associatedtype Training: ExperimentOptions

    /// The settings that can vary besides the learning rate, the batch size and the epochs, each with its given values.
    var axes: [SweepAxis<Training.E>] { get }
    /// Lists of values, as the help of `sweep` shows them: "--hidden 50,100,200".
    static var examples: [String] { get }

    /// Applies the common settings of all trainings, and changes nothing else.
    ///
    /// - Throws: `ToolError` where options contradict each other.
    func apply(to experiment: inout Training.E) throws
}

/// The recipe of a sweep: that of a single training, except for three options that take several values.
public struct RecipeLists<Options: ExperimentOptions>: ParsableArguments {
    @Option(
        name: .customLong("lr"),
        help: ArgumentHelp(
            "Learning rates. (default: \(Options.shown { Readable.shortest($0.recipe.learningRate) }))",
            valueName: "rate,rate,…"), transform: OptionValue.learningRates)
    var learningRates: [Double]?

    @Option(
        help: ArgumentHelp(
            "Examples in a step. (default: \(Options.shown { $0.recipe.batchSize.map(String.init) ?? "all" }))",
            valueName: "n,n,…"), transform: OptionValue.wholeNumbers(atMost: Recipe.mostCount))
    var batchSize: [Int]?

    @Option(
        help: ArgumentHelp(
            "Passes over the training data. (default: \(Options.shown { String($0.recipe.epochs ?? 0) }))",
            valueName: "n,n,…"), transform: OptionValue.wholeNumbers(atMost: Recipe.mostCount))
    var epochs: [Int]?

    @OptionGroup var optimization: OptimizerOptions<Options>

    public init() {}

    var axes: [SweepAxis<Options.E>] {
        [
            SweepAxis(.learningRate, learningRates ?? []), SweepAxis(.batchSize, batchSize?.map(Double.init) ?? []),
            SweepAxis(.epochs, epochs?.map(Double.init) ?? []),
        ]
    }
}

extension OptionValue {
    /// Learning rates, separated by commas.
    public static let learningRates: Parser<[Double]> = parser(of: "numbers above 0, at most 1e38, separated by commas")
    {
        let rates = $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
        return rates.allSatisfy(Recipe.rates.contains) ? rates : nil
    }
}
