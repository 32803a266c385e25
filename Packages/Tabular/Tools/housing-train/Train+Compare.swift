import CommandLineSupport
import Core
import TabularModels

// `housing-train --compare`: several trainings, each a run of its own in one folder.

extension Train {
    func compare(_ comparison: Comparison, _ console: Console) throws {
        let refused: GivenOptions = [
            ("--target", housing.target), ("--preset", housing.preset.name), ("--batch-size", options.batchSize),
            ("--lr", options.learningRate), ("--optimizer", options.optimizer), ("--schedule", housing.schedule.name),
        ]
        if let name = refused.first(where: { $0.value != nil })?.name {
            throw ToolError.usage("--compare \(comparison.name) sets its own recipes; \(name) cannot be given")
        }
        let folder = options.run.map { RunFolder.named($0, tool: Comparison.toolName) }
        if options.resume { return try goOn(comparison, in: folder, console) }
        let table = try read(features: HousingColumns.names.count, console)
        let new = folder ?? .new(tool: Comparison.toolName)
        let sessions = try comparison.variants.map { variant in
            var recipe = variant.recipe
            recipe.iterations = housing.iterations ?? recipe.iterations
            recipe.dropout = housing.dropout ?? recipe.dropout
            recipe.hidden = housing.hidden ?? recipe.hidden
            return try session(
                target: .classes, recipe: recipe, table: table, run: comparison.run(of: variant, in: new), console)
        }
        if options.dryRun { return try sessions[0].reportDryRun() }
        try new.create(hasCheckpoints: false)
        try new.write(sessions.map(\.configuration), to: new.configurationFile)
        try comparison.run(sessions, in: new, console)
    }

    /// Goes on with a comparison that was stopped: what is finished is not trained again.
    private func goOn(_ comparison: Comparison, in named: RunFolder?, _ console: Console) throws {
        let given: GivenOptions = [
            ("--dataset", data.dataset), ("--seed", options.seed), ("--dropout", housing.dropout),
            ("--hidden", housing.hidden), ("--missing", housing.missing), ("--iterations", housing.iterations),
            ("--epochs", options.epochs),
        ]
        if let name = given.first(where: { $0.value != nil })?.name {
            throw ToolError.usage("--resume goes on with the run's own settings; \(name) cannot be changed")
        }
        guard let folder = named ?? .latest(of: Comparison.toolName) else {
            throw ToolError.noInput("no run in runs/\(Comparison.toolName) to go on with")
        }
        let stored = try folder.configuration([RunConfiguration].self)
        guard stored.count == comparison.variants.count, stored.allSatisfy({ $0.tool == RunConfiguration.toolName }),
            zip(stored, comparison.variants).allSatisfy({
                $0.recipe.learningRate == $1.recipe.learningRate && $0.recipe.optimizer == $1.recipe.optimizer
                    && $0.recipe.batchSize == $1.recipe.batchSize && $0.isSound
            })
        else { throw ToolError.badData("\(folder.path) holds no comparison of \(comparison.name)") }
        let (source, table) = try HousingReader(
            dataset: stored[0].dataset, folder: data.data ?? stored[0].data, console: console
        ).read(features: stored[0].preparation.inputs.width)
        let sessions = try zip(stored, comparison.variants).map { stored, variant in
            try session(
                goingOnWith: stored, in: comparison.run(of: variant, in: folder), table: (source, table), console)
        }
        try comparison.run(sessions, in: folder, console)
    }
}
