import CommandLineSupport
import Core
import Figures

// A session as a command runs it: said beforehand, trained, and kept.

extension GANSession {
    /// Trains, keeps the run and tells of it.
    ///
    /// - Throws: what training and writing files throws.
    public func runTraining(resuming: Bool) throws {
        // Whatever the model cannot make is told before a run folder is made.
        let model = try configuration.makeModel()
        let last = try prepare(resuming: resuming)
        console.note(
            "\(Readable.count(model.generator.parameterCount)) parameters in the generator, "
                + "\(Readable.count(model.discriminator.parameterCount)) in the discriminator; "
                + "\(Readable.count(pictures.training.count)) pictures of \(GANRun.size(of: configuration.picture)), "
                + "run \(run?.path ?? "not kept")")
        let result = try train(from: last)
        let summary = try keep(result)
        try console.result(lines(of: result))
        try console.summary(summary)
    }

    /// Makes or tidies the run's folder.
    ///
    /// - Returns: the checkpoint to go on from.
    public func prepare(resuming: Bool) throws -> String? {
        guard let run else { return nil }
        if resuming { try run.prepareToGoOn() } else { try run.create() }
        AtomicFile.removeLeftovers(in: SampleHook.folder(of: run))
        // A resumed run may go on for more epochs; whoever resumes it again is to find them.
        try run.write(configuration, to: run.configurationFile)
        return resuming ? CheckpointFile.all(in: run).last?.path(in: run) : nil
    }

    /// Writes weights, figures and summary into the run's folder.
    public func keep(_ result: Result) throws -> RunSummary {
        let summary = summary(of: result)
        guard let run else { return summary }
        try Checkpoint.saveWeights(of: result.model, configuration: configuration.text, to: run.modelFile)
        try draw(result.log, last: result.state.epoch, in: run)
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        return summary
    }

    private func draw(_ log: MetricsLog, last: Int, in run: RunFolder) throws {
        func path(_ name: String) -> String { run.figureFolder + "/" + name }
        func frames(_ epochs: [Int]) -> [(epoch: Int, samples: SamplePictures)] {
            epochs.compactMap { epoch in
                SampleHook.samples(epoch: epoch, in: run, shape: configuration.picture).map { (epoch, $0) }
            }
        }
        let figures = GANFigures(title: configuration.title)
        if !log.rows.isEmpty { try figures.learningCurves(log).write(to: path("learning-curves")) }
        let shown = frames(configuration.shownEpochs.filter { $0 <= last })
        if !shown.isEmpty { try figures.grids(shown, columns: SampleHook.side).write(to: path("grids")) }
        for frame in shown {
            try figures.grid(frame.samples, caption: "epoch \(frame.epoch)", columns: SampleHook.side)
                .write(to: path("grid-\(Self.padded(frame.epoch))"))
        }
        let strip = frames(GANFigures.filmEpochs(upTo: last))
        if !strip.isEmpty { try figures.filmStrip(strip).write(to: path("film-strip")) }
    }

    /// An epoch as file names have it: 0007.
    public static func padded(_ epoch: Int) -> String {
        let digits = String(epoch)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    /// The result in words.
    private func lines(of result: Result) -> [String] {
        guard let score = result.score else { return [] }
        var table = TextTable([.left("samples, by \(DigitJudge.name)"), .right(Readable.count(SampleScore.samples))])
        table.add(["Fréchet distance to test digits (not FID)", Readable.decimal(score.distance)])
        table.add(["mean confidence", Readable.percent(score.confidence)])
        table.add(["classes that occur", "\(score.classes) of \(score.counts.count)"])
        table.add(["balance of classes (1 is even)", Readable.decimal(score.balance, places: 3)])
        return table.lines
    }
}
