import Core

extension GridExperiment {
    /// Measures every pair of C and γ. A task is a part of the cross-validation of one γ; what an earlier process has
    /// measured is not measured again.
    ///
    /// - Parameters:
    ///   - set: the examples that cross-validation divides.
    ///   - folder: gets `series.json`, and `grid.csv`, which grows by a γ at a time.
    ///   - energy: samples the energy of the search.
    ///   - console: shows every γ.
    ///   - part: the tasks that this process does; ranks divide them themselves.
    /// - Returns: nil where other processes have the rest, or rank 0 reports.
    /// - Throws: `ToolError` after an interruption and where the examples cannot be fitted, `FileError` where a file cannot
    ///   be written.
    public func search(
        _ set: ExampleSet, in folder: RunFolder, energy: EnergyLog, console: Console, _ part: TaskPart = .whole
    ) throws -> GridAccuracies? {
        var grid = try Ranks.together { try measure(part.own, set, in: folder, energy: energy, console: console) }
        guard Ranks.isFirst else { return nil }
        // What other processes have measured is in the folder by now.
        grid.take(try Series(in: folder), try grid.gammas.map(settings))
        guard grid.isComplete else {
            if Ranks.world.size > 1 { throw Ranks.missingResults(in: folder) }
            return nil
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
        var grid = GridAccuracies(self, classes: set.classes(among: set.labels))
        let settings = try grid.gammas.map(settings)
        grid.take(series, settings)
        var kernel = try machine.makeKernel(gamma: nil, width: set.points.width)
        for place in grid.tasks.indices where part.contains(place) && grid.counts[place] == nil {
            let task = grid.tasks[place]
            kernel.gamma = grid.gammas[task.row] ?? kernel.gamma
            let shown = "\(task.row + 1) of \(grid.gammas.count)  \(grid.title(task.row))"
            let correct: [Int]
            do throws(FitError) {
                if Interruption.isRequested { throw .canceled }
                energy.noteWork()
                correct = try count(task, of: grid.validation, set, kernel, control) {
                    console.progress("\(shown)  part \($0 + 1) of \(folds)")
                }
            } catch .canceled {
                throw Interruption.error(
                    "after \(grid.count) of \(costs.count * grid.gammas.count) cells",
                    resumeWith: "svm grid --resume --run \(ShellWord.quoted(folder.path))")
            } catch {
                throw ToolError.badData("\(set.file): \(error.description)")
            }
            try energy.save()
            try series.finish(grid.name(place), with: settings[task.row], grid.result(correct))
            let before = grid.rows
            grid.set(correct, at: place)
            // Other processes have parts of the same γ.
            if part.isFirst, !part.isWhole { grid.take(try Series(in: folder), settings) }
            for row in before.indices where before[row].isEmpty && !grid.rows[row].isEmpty {
                if part.isFirst { try AtomicFile.write(grid.csv, to: "\(folder.path)/\(GridAccuracies.file)") }
                console.progress("\(row + 1) of \(grid.gammas.count)  \(grid.title(row))  \(grid.words(row))")
            }
        }
        console.clearLiveLine()
        return grid
    }

    /// Does a task: the number of correct examples by C.
    private func count(
        _ task: GridTask, of validation: CrossValidation, _ set: ExampleSet, _ kernel: Kernel, _ control: FitControl,
        progress: (Int) -> Void
    ) throws(FitError) -> [Int] {
        let labels = set.labels
        let (classes, options) = (set.classes(among: labels), machine.fitOptions(labels: labels))
        var sums = costs.map { _ in 0 }
        for part in task.parts {
            let correct = try validation.correct(
                in: part, set.points, classes: classes, labels: labels, scaling: machine.scaling, kernel: kernel,
                costs: costs, options: options, control: control)
            for (place, count) in correct.enumerated() { sums[place] += count }
            progress(part)
        }
        return sums
    }

    /// All that the accuracies of a γ depend on.
    private func settings(of gamma: Double?) throws -> String {
        var own = self
        own.takeContinuation(of: GridExperiment())
        (own.gammas, own.threads) = (gamma.map { [$0] }, 1)
        return try RunConfigurationFile(own).text
    }
}
