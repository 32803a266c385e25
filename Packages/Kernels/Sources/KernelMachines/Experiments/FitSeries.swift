import Core

/// Fits of one experiment with one seed after the other, as one resumable series. The first fit's machine is kept, and
/// only the scores of the others.
///
/// Ranks share the fits, and so do processes that have parts of them. A single fit ranks divide by its pairs of classes.
public struct FitSeries {
    public let experiment: FitExperiment
    /// The total number of fits.
    public let count: Int
    public let folder: RunFolder
    let console: Console
    /// An additional file for the machine; nil for none.
    public var copy: String?
    /// What is measured besides the results.
    public var measures = Measures()
    /// The fits that this process does; ranks divide them themselves.
    public var part = TaskPart.whole

    /// - Parameters:
    ///   - experiment: with the recorded facts of its examples.
    ///   - count: 1 or more.
    ///   - folder: for the machine, `config.json`, figures, `summary.json`, and `series.json`, which grows by one fit
    ///     at a time.
    ///   - console: where fits report.
    public init(_ experiment: FitExperiment, count: Int, in folder: RunFolder, console: Console) {
        (self.experiment, self.count, self.folder, self.console) = (experiment, count, folder, console)
    }

    /// Does the fits that an earlier process has not finished.
    ///
    /// - Parameters:
    ///   - sets: the examples of the first fit, before any are set aside.
    ///   - data: the same examples, each part with its purpose.
    ///   - control: shows the progress of the first fit.
    /// - Returns: results in words and the summary of the first fit, with mean and standard deviation over several
    ///   fits; nil where other processes have the rest, or rank 0 reports.
    /// - Throws: `ToolError` after an interruption and where the examples cannot be fitted, `FileError` where a file
    ///   cannot be written.
    public func fit(
        _ sets: ExampleSettings.Sets, _ data: FitExperiment.Data, control: FitControl = .interruptible
    ) throws -> (lines: [String], summary: RunSummary)? {
        let own = part.own
        let energy = EnergyLog(
            in: own.isFirst ? folder : nil, tool: FitExperiment.tool, measures: measures, isShared: !own.isWhole
        ) { console.warning($0) }
        let fits = try Ranks.together { try ownFits(sets, data, control.sampling(energy.sampler), energy) }
        let isNew = try Ranks.world.values(fits).contains { $0 > 0 }
        guard Ranks.isFirst else { return nil }
        // What other processes have fitted is in the folder by now.
        let series = try Series(in: folder)
        let results = try (0..<count).compactMap { number in
            let task = try task(number)
            return series.result(of: task.name, with: task.settings).map(FitResult.init)
        }
        console.clearLiveLine()
        guard results.count == count else {
            if part.isWhole { throw Ranks.missingResults(in: folder) }
            return nil
        }
        if !isNew {
            console.note("the run is complete: it has its \(Readable.count(count, "fit")); --runs asks for more")
        }
        return try outcome(results, energy.total, isNew: isNew)
    }

    /// A fit with its name in the series, and all that it depends on.
    private func task(_ number: Int) throws -> (experiment: FitExperiment, name: String, settings: String) {
        var own = experiment
        own.seed = experiment.seed &+ UInt64(number)
        return (own, "seed \(own.seed)", try own.settings)
    }

    /// Does this rank's fits: all of a process alone, and its share of a single one.
    ///
    /// - Returns: the number of fits that were not finished.
    private func ownFits(
        _ sets: ExampleSettings.Sets, _ data: FitExperiment.Data, _ control: FitControl, _ energy: EnergyLog
    ) throws -> Int {
        let part = count > 1 ? part.own : .whole
        var series = try Series(in: folder, part)
        try energy.begin(hasBegun: series.hasFinished)
        var fits = 0
        for number in 0..<count where part.contains(number) {
            let (own, name, settings) = try task(number)
            var isFinished = series.result(of: name, with: settings) != nil
            // Of a single fit the folder of rank 0 counts.
            if count == 1 { isFinished = try Ranks.world.values(isFinished)[0] }
            if !isFinished {
                energy.noteWork()
                let result: FitResult?
                do {
                    result =
                        try number == 0
                        ? first(data, sets.facts, control, energy) : another(own, number, sets, control.silent)
                } catch {
                    // A fit that is stopped has used energy, too; before the first is done there is no run to keep it.
                    if number > 0 { try? energy.save() }
                    throw error
                }
                fits += 1
                guard let result else { continue }
                try energy.save()
                try series.finish(name, with: settings, result.json)
            }
            if number == 0, Ranks.isFirst {
                // A continued run may have more fits than it had at first.
                try folder.write(RunConfigurationFile(experiment, data: sets.facts, runs: count))
                try folder.recordCommand()
                if let copy { try AtomicFile.write(try WholeFile.read(folder.machineFile), to: copy) }
            }
        }
        return fits
    }

    /// Fits the machine that the run keeps; nil on other ranks than the first, which only help.
    private func first(
        _ data: FitExperiment.Data, _ facts: DataFacts, _ control: FitControl, _ energy: EnergyLog
    ) throws -> FitResult? {
        let fitted = try experiment.fit(data, control: control, on: count == 1 ? Ranks.world : nil)
        guard Ranks.isFirst else { return nil }
        console.clearLiveLine()
        for warning in fitted.warnings { console.warning(warning) }
        // The machine first: a run with a configuration then always has a machine, too.
        try fitted.stored.write(to: folder.machineFile)
        try folder.write(RunConfigurationFile(experiment, data: facts, runs: count))
        let scores = try FitScores(fitted)
        for note in scores.notes { console.note(note) }
        var report = try fitted.report(scores)
        report.summary["data"] = try facts.json
        report.summary["model_file"] = .string(folder.machineFile)
        let result = FitResult(fitted, scores, report)
        var summary = result.summary(experiment, in: folder)
        try energy.save()
        summary.energy = energy.total
        try folder.write(report, &summary)
        if measures.tensorBoard { try writeEvents(scores, report) }
        return result
    }

    /// A fit has no steps: its scores and figures are at step 0.
    private func writeEvents(_ scores: FitScores, _ report: Report) throws {
        let events = try EventFileWriter(in: folder.path)
        try events.add(scores.measurements.map { ($0.metric.name, .scalar($0.value)) }, step: 0)
        for (name, _) in report.figures {
            let png = try WholeFile.read("\(folder.figureFolder)/\(name).png")
            try events.add([("figures/" + name, .picture(png: png))], step: 0)
        }
        try events.flush()
    }

    private func another(
        _ own: FitExperiment, _ number: Int, _ sets: ExampleSettings.Sets, _ control: FitControl
    ) throws -> FitResult {
        console.progress("fit \(number + 1) of \(count), seed \(own.seed)")
        do {
            let data = try own.divided(own.examples.areDrawn ? try own.readExamples() : sets)
            return FitResult(try FitScores(try own.fit(data, control: control)), seed: own.seed)
        } catch {
            guard Interruption.isRequested else { throw error }
            throw Interruption.error(
                "after \(number) of \(count) fits",
                resumeWith: "\(FitExperiment.tool) train --resume --run \(ShellWord.quoted(folder.path))")
        }
    }

    private func outcome(
        _ results: [FitResult], _ energy: EnergyTotal?, isNew: Bool
    ) throws -> (lines: [String], summary: RunSummary) {
        var (lines, summary) = (results[0].lines, results[0].summary(experiment, in: folder))
        summary.energy = energy
        if count > 1 {
            var table = SeedTable(results[0].metrics)
            for result in results { table.add(result.scores) }
            let seeds = table.report
            lines += [""] + seeds.lines
            try folder.write(seeds, &summary)
        } else if isNew {
            try folder.write(summary)
        }
        return (lines, summary)
    }
}

extension FitExperiment {
    /// Everything that a fit depends on.
    fileprivate var settings: String {
        get throws {
            var own = self
            own.takeContinuation(of: FitExperiment())
            own.threads = 1
            return try RunConfigurationFile(own).text
        }
    }
}

extension RunFolder {
    /// The file of the run's machine.
    public var machineFile: String { path + "/model.svm" }
}
