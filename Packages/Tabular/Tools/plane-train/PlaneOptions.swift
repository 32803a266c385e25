import ArgumentParser
import Core
import TabularModels

/// The options that choose the task and the network.
struct PlaneOptions: ExperimentOptions {
    static let standard = PlaneLearning()
    static let title = "Task and network"
    static let defaultThreads = "1; these networks are too small for several threads"

    static var variants: [(name: String, experiment: PlaneLearning)] {
        PlaneTask.all.map { ($0.name, PlaneLearning($0)) } + [("a file", PlaneLearning(file: "points.csv"))]
    }

    @Option(
        help: ArgumentHelp(
            "Task: \(PlaneTask.all.map(\.name).joined(separator: ", ")), or a CSV file with columns x, y and class. "
                + "(default: \(standard.datasetName))", valueName: "name|file.csv"),
        completion: .list(PlaneTask.all.map(\.name)))
    var task: String?

    @Option(
        help: ArgumentHelp("A CSV file of any name.", valueName: "file"), completion: .file(extensions: ["csv"]))
    var data: String?

    @OptionGroup var columns: TableOptions<UsualTarget>
    @OptionGroup var features: FeatureColumnsOption

    @Option(
        help: ArgumentHelp(
            "Number of hidden units, or of each hidden layer: 8,8. "
                + "(default: \(shown { $0.hidden.map(String.init).joined(separator: ",") }))", valueName: "n,…"),
        transform: PlaneOptions.layers)
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            "Activation of the hidden units: \(PlaneActivation.trainable.map(\.name).joined(separator: ", ")). "
                + "(default: \(shown { $0.activation }))", valueName: "name"),
        completion: .list(PlaneActivation.trainable.map(\.name)),
        transform: OptionValue.name(of: "activation", in: PlaneActivation.trainable.map(\.name)))
    var activation: String?

    @Option(
        help: ArgumentHelp(
            "Number of points of \(drawn { $0.name }). (default: \(drawn { "\($0.points)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 8, atMost: 1_000_000))
    var points: Int?

    @Option(
        help: ArgumentHelp(
            "Standard deviation of their places. (default: \(drawn { "\($0.name) \(Readable.shortest($0.noise))" }))",
            valueName: "σ"), transform: OptionValue.number(in: 0...100))
    var noise: Double?

    @Option(
        help: ArgumentHelp(
            "Share of those points, or of a file's points, for testing. "
                + "(default: \(Readable.shortest(PlaneLearning(file: "points.csv").testShare)))", valueName: "share"),
        transform: OptionValue.number(in: 0...0.9))
    var testShare: Double?

    @Option(
        help: ArgumentHelp(
            "End when the correct class of every training point has this probability; 1 for never. "
                + "(default: \(shown { Readable.shortest($0.stopAt) }))", valueName: "p"),
        transform: OptionValue.number(in: 0.5...1))
    var stopAt: Double?

    @Option(
        help: ArgumentHelp(
            "Number of epochs without that end after which training restarts with new weights; 0 for never. "
                + "(default: \(shown { "\($0.restartAfter)" }))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 1_000_000_000))
    var restartAfter: Int?

    @Flag(help: "Use the hand-made network of steps for the grid, without training.")
    var given = false

    @Flag(help: "Begin training with the weights of the hand-made network, scaled.")
    var fromGiven = false

    @Option(
        help: ArgumentHelp("Factor for those weights of --from-given. (default: 4)", valueName: "factor"),
        transform: OptionValue.number(in: 0.01...1000))
    var scale: Double?

    @Flag(help: "Also draw a film strip of the plane over training.")
    var animate = false

    private static let layers: OptionValue.Parser<[Int]> = { text in
        let layers = try OptionValue.wholeNumbers(atMost: PlaneLearning.mostUnits)(text)
        guard layers.count <= PlaneLearning.mostLayers else {
            throw ValidationError("expected \(PlaneLearning.mostLayers) layers at most")
        }
        return layers
    }

    /// A property of each task whose points are drawn: "400" where all are equal, otherwise a list.
    private static func drawn(_ text: ((name: String, points: Int, noise: Double)) -> String) -> String {
        let texts = PlaneTask.all.compactMap { task in task.size.map { text((task.name, $0.points, $0.noise)) } }
        return Set(texts).count == 1 ? texts[0] : texts.joined(separator: ", ")
    }

    /// Checks for options that contradict the hand-made network, and options without effect.
    func validate() throws {
        if task != nil, data != nil {
            throw ToolError.usage("--task and --data both name the points; expected one of them")
        }
        if given, fromGiven { throw ToolError.usage("--given and --from-given exclude each other") }
        if scale != nil, !fromGiven { throw ToolError.usage("--scale: only --from-given scales weights") }
        guard given || fromGiven else { return }
        let flag = given ? "--given" : "--from-given"
        if let hidden, hidden != [4] {
            let list = hidden.map(String.init).joined(separator: ",")
            throw ToolError.usage("\(flag) has 4 hidden units, which --hidden \(list) contradicts")
        }
        if data != nil || task ?? "grid" != "grid" {
            throw ToolError.usage(
                "\(flag) is made for the grid, which \(data == nil ? "--task" : "--data") contradicts")
        }
        if activation ?? "sigmoid" != "sigmoid" || (given && activation != nil) {
            throw ToolError.usage("\(flag) has \(given ? "steps" : "sigmoids"), which --activation contradicts")
        }
        if restartAfter != nil, fromGiven {
            throw ToolError.usage("--from-given sets the initial weights, so --restart-after has no effect")
        }
    }

    func apply(to experiment: inout PlaneLearning) throws {
        if let named = try named() { experiment = named }
        if given {
            experiment = .given
        } else if fromGiven {
            experiment.takeGiven(scale: scale ?? 4)
        }
        try applyOwn(to: &experiment)
    }

    func apply(toContinued experiment: inout PlaneLearning) throws {
        if let named = try named() { (experiment.task, experiment.data) = (named.task, named.data) }
        if fromGiven {
            // Otherwise its four hidden units would be refused first.
            guard let known = experiment.fromGiven else {
                throw ToolError.usage(
                    "--resume continues with the run's own settings; --from-given cannot be changed (none in the run)")
            }
            experiment.fromGiven = scale ?? known
        }
        try applyOwn(to: &experiment)
    }

    private func applyOwn(to experiment: inout PlaneLearning) throws {
        try requireDrawnPoints(experiment)
        columns.apply(to: &experiment.columns)
        features.apply(to: &experiment.columns)
        if experiment.data == nil, experiment.columns != ColumnChoice() {
            throw ToolError.usage("--target, --features, --ignore and --header are for the columns of a file")
        }
        experiment.points = points ?? experiment.points
        experiment.noise = noise ?? experiment.noise
        experiment.testShare = testShare ?? experiment.testShare
        experiment.hidden = hidden ?? experiment.hidden
        experiment.activation = activation ?? experiment.activation
        experiment.stopAt = stopAt ?? experiment.stopAt
        experiment.restartAfter = restartAfter ?? experiment.restartAfter
        if animate { experiment.isAnimated = true }
    }

    /// The experiment for the named points; nil where none are named. A name that is not a task's is a file's if it
    /// looks like one.
    private func named() throws -> PlaneLearning? {
        if let data { return PlaneLearning(file: data) }
        guard let task else { return nil }
        if task.lowercased().hasSuffix(".csv") || task.contains("/") { return PlaneLearning(file: task) }
        return PlaneLearning(try Suggestions.find(task, kind: "task", in: PlaneTask.all, by: \.name))
    }

    private func requireDrawnPoints(_ experiment: PlaneLearning) throws {
        guard PlaneTask.all.first(where: { $0.name == experiment.task })?.size == nil else { return }
        if let name = points != nil ? "--points" : noise != nil ? "--noise" : nil {
            throw ToolError.usage("\(name): the points of '\(experiment.datasetName)' are fixed")
        }
        if testShare != nil, experiment.data == nil {
            throw ToolError.usage("--test-share: all points of '\(experiment.datasetName)' are training points")
        }
    }
}
