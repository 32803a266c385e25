import ArgumentParser
import Foundations
import Training

/// How long, by what and how a model is trained: the options of every tool that trains. Each is nil where the user gave
/// none; defaults are the experiment's own, and help reads them from it.
public struct RecipeOptions<Options: ExperimentOptions>: ParsableArguments {
    /// Nil where none were given, as with all of these.
    @Option(
        help: ArgumentHelp("Passes over the training data. (default: \(Self.epochs))", valueName: "n"),
        transform: OptionValue.trainingCount)
    public var epochs: Int?

    /// Steps in all.
    @Option(
        name: [.customLong("steps"), .customLong("iterations")],
        help: ArgumentHelp(
            "\(Options.E.lengthUnit.stepsTitle) of training in all\(Self.noStep). (default: \(Self.steps))",
            valueName: "n"), transform: OptionValue.wholeNumber(atLeast: Options.leastSteps, atMost: Recipe.mostCount))
    public var steps: Int?

    /// Examples a step.
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

    /// How a step changes the weights.
    @OptionGroup public var optimization: OptimizerOptions<Options>

    public init() {}

    private static var epochs: String {
        Options.shown { $0.recipe.epochs.map { String($0) } ?? "as many as --\(Options.E.lengthUnit.stepName)s takes" }
    }

    private static var steps: String {
        Options.shown { $0.recipe.steps.map { Readable.count($0) } ?? "all of the epochs" }
    }

    private static var noStep: String { Options.leastSteps == 0 ? "; 0 keeps the model as it begins" : "" }

    /// Changes what was asked for.
    ///
    /// - Throws: `ToolError` where the optimizer has no such number.
    func apply(to recipe: inout Recipe) throws(ToolError) {
        // Epochs that are asked for are meant to be all of them.
        if let epochs { (recipe.epochs, recipe.steps) = (epochs, nil) }
        if let steps { recipe.steps = steps }
        recipe.batchSize = batchSize ?? recipe.batchSize
        recipe.learningRate = learningRate ?? recipe.learningRate
        try optimization.apply(to: &recipe)
    }
}

extension OptionValue {
    /// A learning rate that float32 can hold.
    public static let learningRate: Parser<Double> = parser(of: "a number above 0, at most 1e38") { text in
        Double(text).flatMap { Recipe.rates.contains($0) ? $0 : nil }
    }
}
