import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// The options that choose a model and the values to train it with.
struct SweepOptions: ParsableArguments {
    @OptionGroup var model: ModelOption

    @Option(
        help: ArgumentHelp("Widths of the hidden layer.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 100_000))
    var hidden: [Int]?

    @Option(
        name: .customLong("lr"), help: ArgumentHelp("Learning rates.", valueName: "rate,rate,…"),
        transform: OptionValue.learningRates)
    var learningRates: [Double]?

    @Option(
        help: ArgumentHelp("Examples in a step.", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: Recipe.mostCount))
    var batchSize: [Int]?

    @Option(
        help: ArgumentHelp(
            "Passes over the training data. (default: \(KMNISTOptions.shown { String($0.recipe.epochs ?? 0) }))",
            valueName: "n"), transform: OptionValue.trainingCount)
    var epochs: Int?

    @Option(
        help: ArgumentHelp("Train on the first n examples only. (default: dnn 10,000, else all)", valueName: "n"),
        transform: OptionValue.trainingCount)
    var trainingExamples: Int?

    @OptionGroup var data: DataOptions<CharacterSets>

    /// The lists that were given, each with the setting that it varies.
    private var lists: [(setting: SweepPlan.Setting, values: [Double])] {
        let all: [(SweepPlan.Setting, [Double]?)] = [
            (.hidden, hidden?.map(Double.init)), (.learningRate, learningRates),
            (.batchSize, batchSize?.map(Double.init)),
        ]
        return all.compactMap { setting, values in values.map { (setting, $0.withoutRepeats) } }
    }

    /// The setting that varies, and its values.
    ///
    /// - Parameter known: the plan of a sweep that continues.
    /// - Throws: `ToolError` where there is not one list, or it varies another setting than before.
    func list(
        continuing known: SweepPlan? = nil
    ) throws(ToolError) -> (setting: SweepPlan.Setting, values: [Double]) {
        if let known, lists.isEmpty { return (known.setting, known.values) }
        guard lists.count == 1 else { throw .usage("a sweep takes one list: --hidden, --lr or --batch-size") }
        if let known, known.setting != lists[0].setting {
            throw .usage("--resume continues with the sweep's own settings: it varies --\(known.setting.rawValue)")
        }
        return lists[0]
    }

    /// Changes what was asked for, the list aside.
    func apply(to experiment: inout KMNISTExperiment) throws(ToolError) {
        if let name = model.name { try experiment.choose(name) }
        experiment.take(data)
        experiment.trainingExamples = trainingExamples ?? experiment.trainingExamples
        experiment.recipe.epochs = epochs ?? experiment.recipe.epochs
    }
}

extension OptionValue {
    /// Learning rates, separated by commas.
    static let learningRates: Parser<[Double]> = parser(of: "numbers above 0, at most 1e38, separated by commas") {
        let rates = $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
        return rates.allSatisfy(Recipe.rates.contains) ? rates : nil
    }
}
