import ArgumentParser
import CommandLineSupport
import Core
import Figures
import FoundationEssentials
import KernelMachines

struct Grid: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Search C and γ by cross-validation, with a heat map.",
        discussion: """
            Every cell is measured on examples that are left out in turn, those of a γ together. The run's folder holds \
            grid.csv, which grows by a γ at a time, and figures/grid; --resume goes on with a run that was stopped.
            """)

    @OptionGroup(title: "Examples") var source: DataSource
    @OptionGroup(title: "Machine") var machine: MachineOptions

    @Option(
        help: ArgumentHelp("Values of C. (default: 0.1,1,10,100,1000)", valueName: "C,…"),
        transform: Grid.positive)
    var costs: [Double] = [0.1, 1, 10, 100, 1000]

    @Option(
        help: ArgumentHelp(
            "Values of γ. (default: 0.01, 0.1, 1, 10 and 100 divided by the number of features)", valueName: "γ,…"),
        transform: Grid.positive)
    var gammas: [Double]?

    @Option(
        help: ArgumentHelp("Parts that are left out in turn. (default: 5)", valueName: "n"),
        transform: OptionValue.wholeNumber(atLeast: 2, atMost: 1000))
    var folds = 5

    @Flag(help: "Go on with the run that --run names.")
    var resume = false

    @OptionGroup(title: "Run") var common: CommonOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    static let positive: OptionValue.Parser<[Double]> = { text in
        let values = try OptionValue.numbers(text)
        guard values.allSatisfy({ $0 > 0 }), Set(values).count == values.count, values.count <= 100 else {
            throw ValidationError("expected different numbers above 0, separated by commas")
        }
        return values.sorted()
    }

    func validate() throws {
        try machine.check(gamma: gammas?.first)
        if resume, common.run == nil { throw ToolError.usage("--resume: name the run with --run") }
    }

    func run() throws {
        Interruption.install()
        common.threads.apply()
        let console = output.console()
        let (name, set, _) = try source.read(console, isPrecomputed: machine.isPrecomputed, seed: common.seed)
        try machine.check(set)
        try machine.checkScaling(of: set)
        let labels = set.labels
        let classes = set.classes(among: labels)
        // Of more classes two are left in any case.
        let sizes = labels.indices.map { label in classes.count { $0 == label } }
        if labels.count == 2, let alone = sizes.firstIndex(of: 1) {
            throw ToolError.badData(
                "\(set.file): class '\(labels[alone].name)' has a single example, expected two or more to leave some out"
            )
        }
        guard folds <= set.count else {
            throw ToolError.badData("\(set.file): \(set.count) examples, expected at least the \(folds) of --folds")
        }
        let kernel = try machine.kernel(gamma: nil, width: set.points.width)
        let hasGamma = ![.linear, .precomputed].contains(kernel.kind)
        let gammas = hasGamma ? self.gammas ?? [0.01, 0.1, 1, 10, 100].map { $0 * kernel.gamma } : [1]
        var configuration = RunConfiguration(
            command: "grid", dataset: name, set: set, machine: machine, kernel: kernel, cost: costs, seed: common.seed)
        (configuration.gammas, configuration.folds) = (hasGamma ? gammas : nil, folds)
        configuration.examplesDigest = set.digest.description
        let folder = RunFolder.begun(common.run)
        var cells = GridCells(costs: costs, gammas: gammas, file: folder.path + "/grid.csv")
        if resume {
            let known = try folder.configuration(RunConfiguration.self)
            var wanted = configuration
            wanted.threads = known.threads
            guard known == wanted else {
                throw ToolError.usage(
                    "\(folder.path): was begun with other settings or examples; --resume goes on with the same ones")
            }
            try folder.prepareToGoOn()
            try cells.read()
        } else {
            try folder.create(hasCheckpoints: false)
            try folder.write(configuration, to: folder.configurationFile)
        }
        console.note(
            "\(name): \(Readable.count(set.count)) examples, \(costs.count * gammas.count) cells of \(folds) parts; run \(folder.path)"
        )
        let validation = CrossValidation(classes: classes, parts: folds, seed: common.seed)
        var options = FitOptions(solver: machine.solver)
        options.classWeights = machine.classWeight
        for (row, gamma) in gammas.enumerated() {
            let columns = costs.indices.filter { cells.accuracies[row][$0].isNaN }
            if columns.isEmpty { continue }
            if Interruption.isRequested { throw stopped(cells, folder) }
            var own = kernel
            own.gamma = gamma
            let shown = "\(row + 1) of \(gammas.count)" + (hasGamma ? "  γ \(GridCells.short(gamma))" : "")
            do throws(FitError) {
                let accuracies = try validation.accuracies(
                    set.points, classes: classes, labels: labels, scaling: machine.scalingKind, kernel: own,
                    costs: columns.map { costs[$0] }, options: options, control: .interruptible
                ) { console.progress("\(shown)  part \($0) of \(folds)") }
                for (column, accuracy) in zip(columns, accuracies) { cells.accuracies[row][column] = accuracy }
            } catch .cancelled {
                throw stopped(cells, folder)
            } catch {
                throw ToolError.badData("\(set.file): \(error.description)")
            }
            try cells.write()
            console.progress(
                "\(shown)  "
                    + zip(costs, cells.accuracies[row])
                    .map { "C \(Readable.shortest($0)) \(Readable.percent($1, places: 2))" }.joined(separator: "  "))
        }
        console.clearLiveLine()
        try report(cells, name: name, folder: folder, hasGamma: hasGamma, console: console)
    }

    private func stopped(_ cells: GridCells, _ folder: RunFolder) -> ToolError {
        Interruption.error(
            "after \(cells.done) of \(costs.count * cells.gammas.count) cells",
            resumeWith: "the same command with --run \(ShellWord.quoted(folder.path)) --resume")
    }

    private func report(
        _ cells: GridCells, name: String, folder: RunFolder, hasGamma: Bool, console: Console
    ) throws {
        try cells.figure(title: "\(name): accuracy by cross-validation", hasGamma: hasGamma)
            .write(to: folder.figureFolder + "/grid")
        var table = TextTable([.left(hasGamma ? "γ \\ C" : "C")] + costs.map { .right(Readable.shortest($0)) })
        for (gamma, row) in zip(cells.gammas, cells.accuracies) {
            table.add([hasGamma ? GridCells.short(gamma) : ""] + row.map { Readable.percent($0, places: 2) })
        }
        let best = cells.best
        try console.result(table)
        let settings =
            "-C \(Readable.shortest(best.cost))" + (hasGamma ? " --gamma \(Readable.shortest(best.gamma))" : "")
        try console.result(
            "best: \(settings), \(Readable.percent(best.accuracy, places: 2)) right; picture \(folder.figureFolder)/grid.png"
        )
        var summary = RunSummary(tool: SVM.name)
        (summary.dataset, summary.seed, summary.threads, summary.run) = (
            name, common.seed, ComputeContext.threads, folder.path
        )
        summary.extra["folds"] = .integer(folds)
        summary.extra["costs"] = .array(costs.map { .number($0) })
        summary.extra["gammas"] = hasGamma ? .array(cells.gammas.map { .number($0) }) : nil
        summary.extra["accuracies"] = .array(cells.accuracies.map { .array($0.map { .number($0) }) })
        summary.extra["best_cost"] = .number(best.cost)
        summary.extra["best_gamma"] = hasGamma ? .number(best.gamma) : nil
        summary.extra["best_accuracy"] = .number(best.accuracy)
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: folder.summaryFile)
        if console.isJSON { try console.summary(summary) }
    }
}
