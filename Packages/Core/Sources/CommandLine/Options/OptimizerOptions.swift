import ArgumentParser
import Foundations
import Tensors
import Training

/// The options for a step's change of the weights, in every tool that trains. Each is nil where the user did not give
/// it.
public struct OptimizerOptions<Options: ExperimentOptions>: ParsableArguments {
    /// The optimizer by name.
    @Option(
        help: ArgumentHelp(
            "Optimizer: \(Self.optimizers). (default: \(Options.shown { $0.recipe.optimizer.text }))",
            valueName: "name"), completion: .list(Options.E.optimizers.map(\.name)),
        transform: OptionValue.name(of: "optimizer", in: Options.E.optimizers.map(\.name)))
    public var optimizer: String?

    /// The momentum of `sgd` and `nesterov`.
    @Option(
        help: ArgumentHelp("Momentum of sgd and nesterov.", valueName: "m"), transform: OptionValue.number(in: 0...1))
    public var momentum: Double?

    /// The decay β₁ of `adam` and its variants.
    @Option(
        help: ArgumentHelp("Decay of the running gradient of adam, adamw and adamax.", valueName: "b"),
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

    private static var weightDecay: String {
        Options.shown { Readable.shortest($0.recipe.weightDecay ?? $0.recipe.optimizer.usualWeightDecay) }
    }

    private static var optimizers: String { Options.E.optimizers.map(\.textWithNumbers).joined(separator: ", ") }

    /// Applies the options that are given.
    ///
    /// - Throws: `ToolError` where the optimizer does not have the setting.
    func apply(to recipe: inout Recipe) throws(ToolError) {
        if let optimizer, optimizer != recipe.optimizer.name,
            let chosen = Options.E.optimizers.first(where: { $0.name == optimizer })
        {
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
