import ArgumentParser
import Core
import KernelMachines

struct Grid: SharedCommand {
    static let configuration = CommandConfiguration(
        abstract: "Search C and γ by cross-validation, with a heat map.",
        discussion: """
            Every pair of C and γ is measured on examples that are left out in turn. The run's folder contains \
            grid.csv, which grows by a γ at a time, and figures/grid. --resume continues a search that was stopped, \
            without measuring anything again. Ranks of mpirun, or the processes of --part, divide the parts of every γ.
            """)

    @OptionGroup(title: "Examples") var examples: ExampleOptions
    @OptionGroup(title: "Machine") var machine: MachineOptions
    @OptionGroup(title: "Grid") var grid: GridOptions
    @OptionGroup(title: "Run") var runOptions: RunOptions
    @OptionGroup(title: "Run") var parts: PartOption
    @OptionGroup(title: "Run") var continuation: ResumeOption
    @OptionGroup(title: "Output") var page: PageOption
    @OptionGroup(title: "Output") var watch: WatchOption
    @OptionGroup(title: "Output") var carbon: CarbonOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        _ = try carbon.intensity()
        try watch.check()
        try Ranks.begin(console, threads: runOptions.threads.count, parts.given)
        let continues = try parts.continues(runOptions.name, SVM.name, resume: continuation.resume)
        if continues { try resume(console) } else { try begin(console) }
    }

    private func begin(_ console: Console) throws {
        var experiment = GridExperiment()
        let set = try Ranks.together {
            try apply(to: &experiment)
            examples.note(on: console)
            ComputeContext.threads = experiment.threads
            let set = try experiment.readExamples()
            do { try experiment.adopt(set) } catch let error as SettingError { throw error.usage }
            return set
        }
        try requireEqual(experiment, set)
        let (folder, lock) = try Ranks.folder {
            try RunFolder.begin(runOptions.name, tool: SVM.name, parts.part)
        }
        try withExtendedLifetime(lock) {
            try watch.showing(folder, console) { try search(experiment, set, in: folder, console) }
        }
    }

    private func resume(_ console: Console) throws {
        let (folder, asked, set) = try Ranks.together { try continued() }
        try requireEqual(asked, set)
        let (_, lock) = try Ranks.folder { (folder, try folder.lock(parts.part)) }
        try withExtendedLifetime(lock) {
            try watch.showing(folder, console) { try search(asked, set, in: folder, console) }
        }
    }

    private func continued() throws -> (RunFolder, GridExperiment, ExampleSet) {
        let folder = try RunFolder.toContinue(runOptions.name, "search")
        let stored = try folder.configuration(of: GridExperiment.self)
        var (asked, allowed) = (stored.experiment, stored.experiment)
        try apply(to: &asked)
        allowed.takeContinuation(of: asked)
        try SettingDifference.requireNone(allowed, asked)
        ComputeContext.threads = asked.threads
        let set = try asked.readExamples()
        var adopted = asked
        try adopted.adopt(set)
        guard adopted == asked else {
            throw folder.otherData(
                asked.examples.dataset, stored.data.flatMap { set.facts.difference(from: $0) })
        }
        return (folder, asked, set)
    }

    private func requireEqual(_ experiment: GridExperiment, _ set: ExampleSet) throws {
        var settings = experiment
        settings.threads = 1
        try Ranks.requireEqual(settings, facts: set.facts)
    }

    private func apply(to experiment: inout GridExperiment) throws {
        examples.apply(to: &experiment.examples, features: machine.kernelOptions.columns)
        try machine.apply(to: &experiment.machine, gamma: grid.gammas != nil)
        experiment.costs = grid.costs ?? experiment.costs
        experiment.gammas = grid.gammas ?? experiment.gammas
        experiment.folds = grid.folds ?? experiment.folds
        experiment.seed = runOptions.seed ?? experiment.seed
        experiment.threads = runOptions.ownThreads ?? experiment.threads
        try experiment.checkOptions()
    }

    private func search(
        _ experiment: GridExperiment, _ set: ExampleSet, in folder: RunFolder, _ console: Console
    ) throws {
        let facts = set.facts
        if Ranks.isFirst {
            try folder.write(RunConfigurationFile(experiment, data: facts))
            try folder.recordCommand()
        }
        console.describe(facts)
        let cells = experiment.costs.count * (experiment.gammas?.count ?? 1)
        console.note(
            "\(experiment.examples.dataset): \(Readable.count(set.count)) examples, \(Readable.count(cells, "cell")) of "
                + "\(experiment.folds) parts; run \(folder.path)")
        let measures = Measures(carbonIntensity: try carbon.intensity())
        let part = parts.part
        let energy = EnergyLog(
            in: part.own.isFirst ? folder : nil, tool: SVM.name, measures: measures, isShared: !part.own.isWhole
        ) { console.warning($0) }
        guard let grid = try experiment.search(set, in: folder, energy: energy, console: console, part) else {
            return try parts.report(folder, "svm grid", console)
        }
        let report = grid.report(in: folder)
        var summary = RunSummary(tool: SVM.name)
        (summary.dataset, summary.run) = (experiment.examples.dataset, folder.path)
        (summary.seed, summary.threads) = (experiment.seed, experiment.threads)
        summary.extra["data"] = try facts.json
        summary.energy = energy.total
        try folder.write(report, &summary)
        try page.write(folder, console)
        try console.result(report.lines + (energy.total?.lines ?? []))
        if console.isJSON { try console.summary(summary) }
    }
}

/// The values that a grid tries.
struct GridOptions: ParsableArguments {
    private static let usual = GridExperiment()

    @Option(
        help: ArgumentHelp(
            "Values of C. (default: \(Self.usual.costs.map(Readable.shortest).joined(separator: ",")))",
            valueName: "C,…"), transform: GridOptions.values)
    var costs: [Double]?

    @Option(
        help: ArgumentHelp(
            "Values of γ. (default: \(GridExperiment.usualGammas.map(Readable.shortest).joined(separator: ",")), "
                + "each divided by the number of features)", valueName: "γ,…"), transform: GridOptions.values)
    var gammas: [Double]?

    @Option(
        help: ArgumentHelp(
            "Number of parts of the examples that are left out in turn. (default: \(Self.usual.folds))",
            valueName: "n"),
        transform: OptionValue.wholeNumber(
            atLeast: GridExperiment.foldCounts.lowerBound, atMost: GridExperiment.foldCounts.upperBound))
    var folds: Int?

    static let values: OptionValue.Parser<[Double]> = OptionValue.parser(
        of: "different numbers above 0, separated by commas"
    ) { text in
        (try? OptionValue.numbers(text)).flatMap { GridExperiment.areValues($0) ? $0.sorted() : nil }
    }
}

struct ResumeOption: ParsableArguments {
    @Flag(help: "Continue the search of --run, otherwise the latest one.")
    var resume = false
}
