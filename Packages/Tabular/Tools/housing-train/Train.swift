import ArgumentParser
import CommandLineSupport
import Core
import TabularModels

/// `housing-train train`, the default: trains a network, or compares several trainings.
struct Train: ParsableCommand {
    static let configuration = TrainCommand<HousingOptions>.configuration

    @OptionGroup var command: TrainCommand<HousingOptions>

    func run() throws {
        guard let comparison = try command.options.comparison() else { return try command.run() }
        Interruption.install()
        try requireNoRecipe(comparison)
        let console = command.output.console()
        if command.runOptions.resume { try resume(comparison, console) } else { try begin(comparison, console) }
    }

    /// - Throws: `ToolError` where an option asks for what the comparison itself chooses.
    private func requireNoRecipe(_ comparison: Comparison) throws(ToolError) {
        let (options, recipe) = (command.options, command.recipe)
        let own: [(name: String, value: Any?)] = [
            ("--target", options.target), ("--preset", options.preset), ("--batch-size", recipe.batchSize),
            ("--lr", recipe.learningRate), ("--optimizer", recipe.optimization.optimizer),
            ("--schedule", recipe.optimization.schedule),
        ]
        if let name = own.first(where: { $0.value != nil })?.name {
            throw .usage("--compare \(comparison.name) sets its own recipes; \(name) cannot be given")
        }
        guard command.runOptions.runs == nil else { throw .usage("--compare trains each once; --runs cannot be given") }
    }

    private func begin(_ comparison: Comparison, _ console: Console) throws {
        var experiments: [Housing] = []
        for member in comparison.members {
            var standard = member.experiment
            // Found, and warned of, once.
            standard.dataset = experiments.first?.dataset
            let (experiment, data) = try command.prepared(standard, Console(isQuiet: true))
            if command.runOptions.dryRun {
                return try TrainingRun(experiment, data, in: nil, console: console).performDryRun()
            }
            experiments.append(experiment)
        }
        let (folder, lock) = try RunFolder.begin(command.runOptions.name, tool: Comparison.tool)
        try withExtendedLifetime(lock) {
            try comparison.train(experiments, logEvery: command.runOptions.loggedSteps ?? nil, in: folder, console)
        }
    }

    /// Continues a comparison: what is finished is not trained again.
    private func resume(_ comparison: Comparison, _ console: Console) throws {
        let named = command.runOptions.name.map { RunFolder.named($0, tool: Comparison.tool) }
        guard let folder = named ?? .latest(of: Comparison.tool) else {
            throw ToolError.noInput("no run in runs/\(Comparison.tool) to continue")
        }
        let asked = comparison
        let comparison = try comparison.stored(in: folder)
        if command.options.rates != nil, asked.members.map(\.name) != comparison.members.map(\.name) {
            let known = comparison.members.map { Readable.shortest($0.experiment.recipe.learningRate) }
            throw ToolError.usage(
                "--resume continues with the run's own settings; --rates cannot be changed "
                    + "(\(known.joined(separator: ",")) in the run)")
        }
        var experiments: [Housing] = []
        for member in comparison.members {
            let (experiment, data) = try command.prepared(
                continuing: member.experiment, in: folder, Console(isQuiet: true))
            if command.runOptions.dryRun {
                return try TrainingRun(experiment, data, in: nil, console: console).performDryRun()
            }
            experiments.append(experiment)
        }
        let lock = try folder.lock()
        try withExtendedLifetime(lock) {
            try comparison.train(experiments, logEvery: command.runOptions.loggedSteps ?? nil, in: folder, console)
        }
    }
}
