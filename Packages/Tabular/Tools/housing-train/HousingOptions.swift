import ArgumentParser
import Core
import TabularModels

/// The options that choose the data, the target and the network.
struct HousingOptions: ExperimentOptions {
    static let standard = Housing()
    static let title = "Data and network"
    static let abstract = "Train a network (the default)."

    static var variants: [(name: String, experiment: Housing)] {
        HousingPreset.all.map { ($0.name, $0.experiment) }
    }

    @OptionGroup var data: DataOptions<HousingDatasets>

    @OptionGroup var columns: TableOptions<UsualTarget>
    @OptionGroup var features: FeatureColumnsOption

    @Option(
        help: ArgumentHelp(
            "What to predict for a row: classes (texts, or a few numbers), thirds (low, medium or high), regression "
                + "(the value itself). (default: thirds of California's prices, otherwise classes)", valueName: "name"),
        completion: .list(TableTask.allCases.map(\.rawValue)),
        transform: OptionValue.name(of: "task", in: TableTask.allCases.map(\.rawValue)))
    var task: String?

    @Option(
        help: ArgumentHelp(
            "Network and recipe: \(HousingPreset.all.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")). "
                + "(default: \(HousingPreset.all[0].name); with --task regression "
                + "\(HousingPreset.all(isRegression: true)[0].name))", valueName: "name"),
        completion: .list(HousingPreset.all.map(\.name)),
        transform: OptionValue.name(of: "preset", in: HousingPreset.all.map(\.name)))
    var preset: String?

    @Option(
        help: ArgumentHelp(
            "Widths of the hidden layers. (default: "
                + "\(shown { $0.hidden.map(String.init).joined(separator: ",") }))", valueName: "n,n,…"),
        transform: OptionValue.wholeNumbers(atMost: 65_536))
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            "Dropout rate of the first hidden layer. (default: \(shown { Readable.shortest($0.dropout) }))",
            valueName: "rate"),
        transform: OptionValue.number(in: 0...0.9))
    var dropout: Double?

    @Option(
        help: ArgumentHelp(
            "Empty fields: median (uses the column's median), drop (leaves out the row). "
                + "(default: \(standard.missing.rawValue))", valueName: "name"),
        completion: .list(HousingData.Missing.allCases.map(\.rawValue)),
        transform: OptionValue.name(of: "treatment of empty fields", in: HousingData.Missing.allCases.map(\.rawValue)))
    var missing: String?

    @Option(
        help: ArgumentHelp(
            "Number of rows to sample, with the same distribution of values as the whole table. (default: all rows)",
            valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: Housing.minimumRows, atMost: Recipe.mostCount))
    var rows: Int?

    @Option(
        help: ArgumentHelp(
            "Train several times and draw the losses together: \(Comparison.all.map(\.name).joined(separator: ", ")).",
            valueName: "name"),
        completion: .list(Comparison.all.map(\.name)),
        transform: OptionValue.name(of: "comparison", in: Comparison.all.map(\.name)))
    var compare: String?

    @OptionGroup var confusion: ConfusionOption<ShowsShares>

    @Option(
        help: ArgumentHelp(
            "Learning rates of --compare learning-rates. "
                + "(default: \(Comparison.usualRates.map(Readable.shortest).joined(separator: ",")))",
            valueName: "rate,…"),
        transform: OptionValue.learningRates)
    var rates: [Double]?

    /// The requested comparison; nil for a single training.
    ///
    /// - Throws: `ToolError` where rates are given for another comparison.
    func comparison() throws(ToolError) -> Comparison? {
        guard rates == nil || compare == "learning-rates" else {
            throw .usage("--rates: only --compare learning-rates takes several; --lr is the rate of one training")
        }
        if let rates {
            guard Set(rates).count == rates.count else {
                throw .usage(
                    "--rates \(rates.map(Readable.shortest).joined(separator: ",")): expected different numbers above 0, "
                        + "at most 1e38, separated by commas")
            }
            return .learningRates(rates)
        }
        return Comparison.all.first { $0.name == compare }
    }

    func apply(to experiment: inout Housing) throws(ToolError) {
        let (preset, task) = try choice()
        if let preset = preset ?? (task == .regression ? HousingPreset.all(isRegression: true)[0] : nil) {
            preset.apply(to: &experiment)
        }
        experiment.task = task ?? experiment.task
        applyOwn(to: &experiment)
    }

    func apply(toContinued experiment: inout Housing) throws(ToolError) {
        let (preset, task) = try choice()
        preset?.apply(to: &experiment)
        experiment.task = task ?? experiment.task
        applyOwn(to: &experiment)
    }

    /// The preset and the task that the user chooses.
    ///
    /// - Throws: `ToolError` where the two contradict each other.
    private func choice() throws(ToolError) -> (preset: HousingPreset?, task: TableTask?) {
        let asked = task.flatMap(TableTask.init(rawValue:))
        let named = HousingPreset.all.first { $0.name == preset }
        if let named, let asked, (asked == .regression) != named.isRegression {
            let tasks = named.isRegression ? "regression" : "classes and thirds"
            throw .usage("--preset \(named.name) is for --task \(tasks)")
        }
        return (named, asked)
    }

    private func applyOwn(to experiment: inout Housing) {
        experiment.dataset = data.dataset ?? experiment.dataset
        experiment.data = data.data ?? experiment.data
        columns.apply(to: &experiment.columns)
        features.apply(to: &experiment.columns)
        experiment.hidden = hidden ?? experiment.hidden
        experiment.dropout = dropout ?? experiment.dropout
        experiment.confusion = confusion.given ?? experiment.confusion
        experiment.missing = missing.flatMap(HousingData.Missing.init(rawValue:)) ?? experiment.missing
        experiment.rows = rows ?? experiment.rows
    }
}

/// The values of `--dataset`.
enum HousingDatasets: DataDefaults {
    static let datasets = HousingSource.names
    static let dataset = "\(datasets[0]) if it is on this machine, otherwise the built-in \(datasets[1])"
}

/// The values of `--dataset` where a trained network is tested.
enum OwnHousingTable: DataDefaults {
    static let datasets = HousingSource.names
    static let dataset = "the test rows of the one it was trained on"
}
