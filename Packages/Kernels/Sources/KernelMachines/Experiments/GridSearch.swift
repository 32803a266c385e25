import Core

extension GridExperiment {
    /// Measures every pair of C and γ, those of a γ together; what an earlier process has measured is not measured again.
    ///
    /// - Parameters:
    ///   - set: the examples that cross-validation divides.
    ///   - folder: gets `series.json`, and `grid.csv`, which grows by a γ at a time.
    ///   - energy: samples the energy of the search.
    ///   - console: shows every γ.
    ///   - part: the γ that this process measures; ranks divide them themselves.
    /// - Returns: nil where other processes have the rest, or rank 0 reports.
    /// - Throws: `ToolError` after an interruption and where the examples cannot be fitted, `FileError` where a file cannot
    ///   be written.
    public func search(
        _ set: ExampleSet, in folder: RunFolder, energy: EnergyLog, console: Console, _ part: TaskPart = .whole
    ) throws -> GridAccuracies? {
        var grid = try Ranks.together { try measure(part.own, set, in: folder, energy: energy, console: console) }
        guard Ranks.isFirst else { return nil }
        // What other ranks have measured is in the folder by now.
        let series = try Series(in: folder)
        for row in grid.gammas.indices where grid.rows[row].isEmpty {
            guard
                let known = try series.result(of: grid.title(row), with: settings(of: grid.gammas[row]))
                    .flatMap(grid.accuracies)
            else { return nil }
            grid.rows[row] = known
        }
        try AtomicFile.write(grid.csv, to: "\(folder.path)/\(GridAccuracies.file)")
        return grid
    }

    private func measure(
        _ part: TaskPart, _ set: ExampleSet, in folder: RunFolder, energy: EnergyLog, console: Console
    ) throws -> GridAccuracies {
        var series = try Series(in: folder, part)
        try energy.begin(hasBegun: series.hasFinished)
        let control = FitControl.interruptible.sampling(energy.sampler)
        var grid = GridAccuracies(self)
        let (labels, classes) = (set.labels, set.classes(among: set.labels))
        let validation = CrossValidation(classes: classes, parts: folds, seed: seed)
        var kernel = try machine.makeKernel(gamma: nil, width: set.points.width)
        for (row, gamma) in grid.gammas.enumerated() {
            kernel.gamma = gamma ?? kernel.gamma
            let (name, settings) = (grid.title(row), try settings(of: gamma))
            if let known = series.result(of: name, with: settings).flatMap(grid.accuracies) {
                grid.rows[row] = known
                continue
            }
            if !part.contains(row) { continue }
            let shown = "\(row + 1) of \(grid.gammas.count)  \(name)"
            do throws(FitError) {
                if Interruption.isRequested { throw .canceled }
                energy.noteWork()
                grid.rows[row] = try validation.accuracies(
                    set.points, classes: classes, labels: labels, scaling: machine.scaling, kernel: kernel,
                    costs: costs, options: machine.fitOptions(labels: labels), control: control
                ) { console.progress("\(shown)  part \($0) of \(folds)") }
            } catch .canceled {
                throw Interruption.error(
                    "after \(grid.count) of \(costs.count * grid.gammas.count) cells",
                    resumeWith: "svm grid --resume --run \(ShellWord.quoted(folder.path))")
            } catch {
                throw ToolError.badData("\(set.file): \(error.description)")
            }
            try energy.save()
            try series.finish(name, with: settings, grid.result(row))
            if part.isFirst { try AtomicFile.write(grid.csv, to: "\(folder.path)/\(GridAccuracies.file)") }
            console.progress("\(shown)  \(grid.words(row))")
        }
        console.clearLiveLine()
        return grid
    }

    /// All that the accuracies of a γ depend on.
    private func settings(of gamma: Double?) throws -> String {
        var own = self
        own.takeContinuation(of: GridExperiment())
        (own.gammas, own.threads) = (gamma.map { [$0] }, 1)
        return try RunConfigurationFile(own).text
    }
}
