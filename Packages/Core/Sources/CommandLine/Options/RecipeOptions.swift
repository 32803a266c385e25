import ArgumentParser
import Foundations
import Training

/// The length and the recipe of a training: the options of every tool that trains. Each is nil where the user did not
/// give it; defaults are the experiment's own, and help reads them from it.
public struct RecipeOptions<Options: ExperimentOptions>: ParsableArguments {
    /// Nil where it was not given, as with all of these.
    @Option(
        help: ArgumentHelp("Passes over the training data. (default: \(Self.epochs))", valueName: "n"),
        transform: OptionValue.trainingCount)
    public var epochs: Int?

    /// The total number of steps.
    @Option(
        name: [.customLong("steps"), .customLong("iterations")],
        help: ArgumentHelp(
            "\(Options.E.lengthUnit.stepsTitle) of training in total\(Self.noStep). (default: \(Self.steps))",
            valueName: "n"), transform: OptionValue.wholeNumber(atLeast: Options.minimumSteps, atMost: Recipe.mostCount)
    )
    public var steps: Int?

    /// Examples per step.
    @Option(
        help: ArgumentHelp(
            "Examples in \(Options.E.lengthUnit.aStep). (default: \(Options.shown { $0.recipe.batchSize.map(String.init) ?? "all" }))",
            valueName: "n"), transform: OptionValue.trainingCount)
    public var batchSize: Int?

    /// The base rate.
    @Option(
        name: .customLong("lr"),
        help: ArgumentHelp(
            "Learning rate. (default: \(Options.shown { Readable.shortest($0.recipe.learningRate) }))",
            valueName: "rate"), transform: OptionValue.learningRate)
    public var learningRate: Double?

    /// The options of the optimizer.
    @OptionGroup public var optimization: OptimizerOptions<Options>

    public init() {}

    private static var epochs: String {
        Options.shown { $0.recipe.epochs.map { String($0) } ?? "as many as --\(Options.E.lengthUnit.stepName)s takes" }
    }

    private static var steps: String {
        Options.shown { $0.recipe.steps.map { Readable.count($0) } ?? "all of the epochs" }
    }

    private static var noStep: String { Options.minimumSteps == 0 ? "; 0 keeps the untrained model" : "" }

    /// Applies the options that are given.
    ///
    /// - Throws: `ToolError` where the optimizer does not have the setting.
    func apply(to recipe: inout Recipe) throws(ToolError) {
        // --epochs gives the total number of epochs.
        if let epochs { (recipe.epochs, recipe.steps) = (epochs, nil) }
        if let steps { recipe.steps = steps }
        recipe.batchSize = batchSize ?? recipe.batchSize
        recipe.learningRate = learningRate ?? recipe.learningRate
        try optimization.apply(to: &recipe)
    }
}

extension OptionValue {
    /// A learning rate within float32.
    public static let learningRate: Parser<Double> = parser(of: "a number above 0, at most 1e38") { text in
        Double(text).flatMap { Recipe.rates.contains($0) ? $0 : nil }
    }
}
