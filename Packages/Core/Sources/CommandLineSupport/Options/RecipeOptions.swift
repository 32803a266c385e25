import ArgumentParser
import Core

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
        help: ArgumentHelp("Steps of training in all. (default: \(Self.steps))", valueName: "n"),
        transform: OptionValue.trainingCount)
    public var steps: Int?

    /// Examples a step.
    @Option(
        help: ArgumentHelp(
            "Examples in a step. (default: \(Options.shown { $0.recipe.batchSize.map(String.init) ?? "all" }))",
            valueName: "n"), transform: OptionValue.trainingCount)
    public var batchSize: Int?

    /// The base rate.
    @Option(
        name: .customLong("lr"),
        help: ArgumentHelp(
            "Learning rate. (default: \(Options.shown { Readable.shortest($0.recipe.learningRate) }))",
            valueName: "rate"), transform: OptionValue.learningRate)
    public var learningRate: Double?

    /// The optimizer by name.
    @Option(
        help: ArgumentHelp(
            "Optimizer: \(Self.optimizers). (default: \(Options.shown { $0.recipe.optimizer.text }))",
            valueName: "name"), completion: .list(OptimizerChoice.all.map(\.name)),
        transform: OptionValue.name(of: "optimizer", in: OptimizerChoice.all.map(\.name)))
    public var optimizer: String?

    /// Of `sgd` and `nesterov`.
    @Option(
        help: ArgumentHelp("Momentum of sgd and nesterov.", valueName: "m"), transform: OptionValue.number(in: 0...1))
    public var momentum: Double?

    /// Of `adam` and its like.
    @Option(
        help: ArgumentHelp("Adam's decay of the running gradient; of adamw and adamax, too.", valueName: "b"),
        transform: OptionValue.number(in: 0...0.999))
    public var beta1: Double?

    /// The decay of weights.
    @Option(
        help: ArgumentHelp("Weight decay. (default: \(Self.weightDecay))", valueName: "rate"),
        transform: OptionValue.number(in: 0...1_000))
    public var weightDecay: Double?

    /// The schedule by name.
    @Option(
        help: ArgumentHelp(
            "Learning rate over time: \(LearningRateSchedule.all.map(\.name).joined(separator: ", ")). "
                + "(default: \(Options.shown { $0.recipe.schedule.name }))", valueName: "name"),
        completion: .list(LearningRateSchedule.all.map(\.name)),
        transform: OptionValue.name(of: "schedule", in: LearningRateSchedule.all.map(\.name)))
    public var schedule: String?

    /// The bound on each gradient.
    @Option(
        name: .customLong("clip"),
        help: ArgumentHelp(
            "Limit each number of the gradients to ±x; 0 for none. "
                + "(default: \(Options.shown { Readable.shortest($0.recipe.clipValue ?? 0) }))", valueName: "x"),
        transform: OptionValue.number(in: 0...1e9))
    public var clipValue: Double?

    /// The bound on the norm of all gradients.
    @Option(
        help: ArgumentHelp(
            "Limit the norm of all gradients to x; 0 for none. "
                + "(default: \(Options.shown { Readable.shortest($0.recipe.clipNorm ?? 0) }))", valueName: "x"),
        transform: OptionValue.number(in: 0...1e9))
    public var clipNorm: Double?

    public init() {}

    private static var epochs: String {
        Options.shown { $0.recipe.epochs.map { String($0) } ?? "as many as --steps takes" }
    }

    private static var steps: String {
        Options.shown { $0.recipe.steps.map { Readable.count($0) } ?? "all of the epochs" }
    }

    private static var weightDecay: String {
        Options.shown { Readable.shortest($0.recipe.weightDecay ?? $0.recipe.optimizer.usualWeightDecay) }
    }

    private static var optimizers: String { OptimizerChoice.all.map(\.textWithNumbers).joined(separator: ", ") }

    /// Changes what was asked for.
    ///
    /// - Throws: `ToolError` where the optimizer has no such number.
    func apply(to recipe: inout Recipe) throws(ToolError) {
        // Epochs that are asked for are meant to be all of them.
        if let epochs { (recipe.epochs, recipe.steps) = (epochs, nil) }
        if let steps { recipe.steps = steps }
        recipe.batchSize = batchSize ?? recipe.batchSize
        recipe.learningRate = learningRate ?? recipe.learningRate
        if let optimizer, optimizer != recipe.optimizer.name, let chosen = OptimizerChoice.named(optimizer) {
            recipe.optimizer = chosen
        }
        for (name, value) in [("momentum", momentum), ("beta1", beta1)] {
            guard let value else { continue }
            guard let chosen = recipe.optimizer.with([name: value]) else {
                throw .usage("--\(name): the optimizer \(recipe.optimizer.name) has none")
            }
            recipe.optimizer = chosen
        }
        recipe.weightDecay = weightDecay ?? recipe.weightDecay
        if let schedule, schedule != recipe.schedule.name, let chosen = LearningRateSchedule.named(schedule) {
            recipe.schedule = chosen
        }
        recipe.clipValue = clipValue.map { $0 == 0 ? nil : $0 } ?? recipe.clipValue
        recipe.clipNorm = clipNorm.map { $0 == 0 ? nil : $0 } ?? recipe.clipNorm
    }
}

extension OptimizerChoice {
    /// The optimizer with the number that users choose: "sgd with momentum 0.5".
    var text: String {
        hyperparameters.first { $0.name == "momentum" }.map { "\(name), momentum \(Readable.shortest($0.value))" }
            ?? name
    }

    /// The optimizer with all its numbers: "rmsprop (decay 0.99, epsilon 1e-08)".
    var textWithNumbers: String {
        let decay = usualWeightDecay > 0 ? ["weight decay \(Readable.shortest(usualWeightDecay))"] : []
        let numbers = hyperparameters.map { "\($0.name) \(Readable.shortest($0.value))" } + decay
        return "\(name) (\(numbers.joined(separator: ", ")))"
    }
}

extension OptionValue {
    /// A learning rate that float32 can hold.
    public static let learningRate: Parser<Double> = parser(of: "a number above 0, at most 1e38") { text in
        Double(text).flatMap { Recipe.rates.contains($0) ? $0 : nil }
    }
}
