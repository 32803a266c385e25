import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

/// The options that choose what is learnt and by what.
struct PlaneOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Task: \(PlaneTask.all.map(\.name).joined(separator: ", ")), or a CSV file with columns x, y and class. "
                + "(default: grid)", valueName: "name|file.csv"),
        completion: .list(PlaneTask.all.map(\.name)))
    var task: String?

    @Option(
        help: ArgumentHelp("The CSV file, whatever it is called.", valueName: "file"),
        completion: .file(extensions: ["csv"]))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Hidden units, or those of each hidden layer: 8,8. (default: \(PlaneDefaults.hidden))", valueName: "n,…"),
        transform: PlaneOptions.layers)
    var hidden: [Int]?

    @Option(
        help: ArgumentHelp(
            "Activation of the hidden units: \(PlaneActivation.trainable.map(\.rawValue).joined(separator: ", ")). "
                + "(default: \(PlaneDefaults.activation))", valueName: "name"),
        transform: OptionValue.name(of: "activation", in: PlaneActivation.trainable.map(\.rawValue)))
    var activation: String?

    @Option(
        help: ArgumentHelp("Points of moons, spirals or circles. (default: 400)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 8, atMost: 1_000_000))
    var points: Int?

    @Option(
        help: ArgumentHelp(
            "Standard deviation of their places. (default: moons 0.15; spirals 0.03; circles 0.08)", valueName: "σ"),
        transform: OptionValue.number(in: 0...100))
    var noise: Double?

    @Option(
        help: ArgumentHelp(
            "Share of those points, or of a file's, that is kept for testing. (default: \(PlaneTask.testShare))",
            valueName: "share"), transform: OptionValue.number(in: 0...0.9))
    var testShare: Double?

    @Option(
        help: ArgumentHelp(
            "End once every training point's class has this probability; 1 never ends. (default: \(PlaneDefaults.enough))",
            valueName: "p"), transform: OptionValue.number(in: 0.5...1))
    var enough: Double?

    @Option(
        name: .customLong("restart-after"),
        help: ArgumentHelp(
            "Begin anew with other weights after so many epochs without that end; 0 never. (default: "
                + "\(PlaneDefaults.restart))", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 0, atMost: 1_000_000_000))
    var restartInterval: Int?

    @Flag(help: "Take the hand-made network of steps for the grid, without training.")
    var given = false

    @Flag(help: "Begin training with the weights of the hand-made network, scaled.")
    var fromGiven = false

    @Option(
        help: ArgumentHelp("What --from-given multiplies those weights by. (default: 4)", valueName: "factor"),
        transform: OptionValue.number(in: 0.01...1000))
    var scale: Double?

    static let layers: OptionValue.Parser<[Int]> = { text in
        let layers = try OptionValue.wholeNumbers(atMost: PlaneRecipe.mostUnits)(text)
        guard layers.count <= PlaneRecipe.mostLayers else {
            throw ValidationError("expected \(PlaneRecipe.mostLayers) layers at most")
        }
        return layers
    }

    func validate() throws {
        if task != nil, data != nil {
            throw ToolError.usage("--task and --data both name the points; expected one of them")
        }
        let flags = (given ? ["--given"] : []) + (fromGiven ? ["--from-given"] : [])
        if flags.count == 2 { throw ToolError.usage("--given and --from-given exclude one another") }
        if scale != nil, !fromGiven { throw ToolError.usage("--scale: only --from-given scales weights") }
        guard let flag = flags.first else { return }
        if let hidden, hidden != [4] {
            let list = hidden.map(String.init).joined(separator: ",")
            throw ToolError.usage("\(flag) has 4 hidden units, which --hidden \(list) contradicts")
        }
        if data != nil || task ?? "grid" != "grid" {
            throw ToolError.usage(
                "\(flag) was made for the grid, which \(data == nil ? "--task" : "--data") contradicts")
        }
        if activation ?? "sigmoid" != "sigmoid" || (given && activation != nil) {
            throw ToolError.usage("\(flag) has \(given ? "steps" : "sigmoids"), which --activation contradicts")
        }
        let ended: [(String, Bool)] = [
            ("--enough", enough != nil && given), ("--restart-after", restartInterval != nil),
        ]
        if let (name, _) = ended.first(where: \.1) {
            throw ToolError.usage("\(flag) has weights of its own, so that \(name) says nothing")
        }
    }

    /// The recipe that is meant, for the task that is meant.
    func configuration(_ options: TrainingOptions<PlaneDefaults>) throws -> RunConfiguration {
        let (task, file) = try source()
        if let name = points != nil ? "--points" : noise != nil ? "--noise" : nil, task?.size == nil {
            throw ToolError.usage("\(name): the points of \(file ?? "'\(task?.name ?? "")'") are what they are")
        }
        if testShare != nil, file == nil, task?.size == nil {
            throw ToolError.usage("--test-share: all points of '\(task?.name ?? "")' are to be learnt")
        }
        var recipe = (task?.recipe ?? .file).following(options)
        if given || fromGiven { (recipe.hidden, recipe.restartInterval) = ([4], 0) }
        if given { recipe.activation = .step }
        recipe.hidden = hidden ?? recipe.hidden
        recipe.activation = activation.flatMap(PlaneActivation.init(rawValue:)) ?? recipe.activation
        recipe.enough = enough ?? recipe.enough
        recipe.restartInterval = restartInterval ?? recipe.restartInterval
        let isDrawn = task?.size != nil
        return RunConfiguration(
            task: task?.name, file: file, points: isDrawn ? points : nil, noise: isDrawn ? noise : nil,
            testShare: isDrawn || file != nil ? testShare ?? PlaneTask.testShare : 0, recipe: recipe,
            givenScale: given ? 1 : fromGiven ? scale ?? 4 : nil, seed: options.seed ?? 0,
            threads: options.threads ?? 1)
    }

    /// The task, or the file: what is no task's name is a file's where it looks like one.
    private func source() throws -> (task: PlaneTask?, file: String?) {
        if let data { return (nil, data) }
        let name = task ?? PlaneTask.all[0].name
        if let known = PlaneTask.all.first(where: { $0.name == name }) { return (known, nil) }
        if name.lowercased().hasSuffix(".csv") || name.contains("/") { return (nil, name) }
        return (try RunConfiguration.task(name), nil)
    }

    /// The options that shape the training.
    var options: GivenOptions {
        [
            ("--task", task), ("--data", data), ("--hidden", hidden), ("--activation", activation),
            ("--points", points),
            ("--noise", noise), ("--test-share", testShare), ("--enough", enough), ("--restart-after", restartInterval),
            ("--from-given", fromGiven ? true : nil), ("--scale", scale),
        ]
    }
}
