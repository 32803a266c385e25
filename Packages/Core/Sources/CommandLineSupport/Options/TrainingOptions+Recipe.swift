import Core

/// Options by name, with what the user gave; nil where nothing was given.
public typealias GivenOptions = [(name: String, value: Any?)]

extension TrainingRecipe {
    /// This recipe with the numbers that the user asked for.
    public func following<Defaults>(_ options: TrainingOptions<Defaults>) -> Self {
        var recipe = self
        recipe.epochs = options.epochs ?? epochs
        recipe.batchSize = options.batchSize ?? batchSize
        recipe.learningRate = options.learningRate ?? learningRate
        recipe.optimizer = options.optimizer ?? optimizer
        return recipe
    }
}

extension RunSettings {
    /// The run to go on with and its settings, with the threads that the user asked for; everything else stays as it was
    /// begun.
    ///
    /// - Parameter others: the tool's own options that shape the training.
    /// - Throws: `ToolError` where one of those or of `options` is given, or where there is no run to go on with;
    ///   `FileError` where its settings are damaged.
    public static func toResume<Defaults>(
        by options: TrainingOptions<Defaults>, refusing others: GivenOptions
    ) throws -> (run: RunFolder, settings: Self) {
        let common: GivenOptions = [
            ("--batch-size", options.batchSize), ("--lr", options.learningRate), ("--optimizer", options.optimizer),
            ("--seed", options.seed),
        ]
        if let name = (others + common).first(where: { $0.value != nil })?.name {
            throw ToolError.usage("--resume goes on with the run's own settings; \(name) cannot be changed")
        }
        var (run, settings) = try toResume(options.run)
        settings.threads = options.threads ?? settings.threads
        return (run, settings)
    }

    /// The folder of a run that begins: the one that the user named, or a new one.
    public static func begun<Defaults>(by options: TrainingOptions<Defaults>) -> RunFolder {
        options.run.map { RunFolder.named($0, tool: toolName) } ?? .new(tool: toolName)
    }
}

extension TrainingSettings {
    /// The run to go on with and its settings, with the epochs and threads that the user asked for.
    ///
    /// - Throws: as `toResume(by:refusing:)` does.
    public static func resumed<Defaults>(
        by options: TrainingOptions<Defaults>, refusing others: GivenOptions
    ) throws -> (run: RunFolder, settings: Self) {
        var (run, settings) = try toResume(by: options, refusing: others)
        settings.recipe.epochs = options.epochs ?? settings.recipe.epochs
        return (run, settings)
    }
}
