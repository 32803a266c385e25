import Core

// The reports before, during and after a training.

extension AdversarialExperiment {
    /// The title of figures, such as "dcgan on mnist".
    public var title: String {
        "\(model) on \(shortDatasetName)"
    }

    public func description(of model: AdversarialModel, _ data: AdversarialData) -> [String] {
        let held = data.validation.map { ", \(Readable.count($0.count)) held out" } ?? ""
        return [
            "\(Readable.count(model.generator.parameterCount)) parameters in the generator, "
                + "\(Readable.count(model.discriminator.parameterCount)) in the discriminator; "
                + "\(Readable.count(data.pictures.training.count)) pictures of \(Self.size(of: picture))\(held)"
        ]
    }

    public func notes(_ state: TrainingState) -> [String] {
        let figures: [(title: String, metric: Metric)] = [
            ("D loss", .discriminatorLoss), ("D(real)", .onReal), ("D(fake)", .onFake),
        ]
        let distance = state.metric(.digitsFrechet(validation == nil ? .test : .validation))
        return figures.compactMap { title, metric in
            state.metric(metric).map { "\(title) \(Readable.decimal($0))" }
        } + [distance.map { "Fréchet \(Readable.decimal($0)) (digits)" }].compactMap { $0 }
    }

    public func report(_ trained: Trained<Self>) -> Report {
        var report = Report()
        if !trained.log.rows.isEmpty { report.draw("learning-curves", figures.learningCurves(trained.log)) }
        if let folder = trained.folder { draw(trained, in: folder, &report) }
        for metric in AdversarialFigures.metrics {
            let value = trained.log.value(metric, epoch: trained.kept.epoch) ?? trained.log.column(metric).last
            report.summary[metric.name] = value.map { .number($0) }
        }
        report.lines = losses(report.summary)
        guard let score = trained.score else { return report }
        report.summary["judge"] = .string(DigitJudge.name)
        var table = TextTable([
            .left("samples, by \(DigitJudge.name)"), .right(Readable.count(SampleScore.samples)),
        ])
        for part in [DataPart.validation, .test] {
            if let distance = trained.measurements.first(where: { $0.metric == .digitsFrechet(part) })?.value {
                table.add(["Fréchet distance to \(part.rawValue) digits (not FID)", Readable.decimal(distance)])
            }
        }
        table.add(["mean confidence", Readable.percent(score.confidence)])
        table.add(["classes that occur", "\(score.classes) of \(score.counts.count)"])
        table.add(["balance of classes (1 is even)", Readable.decimal(score.balance, places: 3)])
        report.lines += table.lines
        return report
    }

    /// Both losses of the kept epoch by name; empty for an untrained model.
    private func losses(_ summary: JSONObject) -> [String] {
        guard let generator = summary.number(Metric.generatorLoss.name),
            let discriminator = summary.number(Metric.discriminatorLoss.name)
        else { return [] }
        return ["losses  \(Readable.loss(generator)) generator, \(Readable.loss(discriminator)) discriminator"]
    }

    private var figures: GANFigures { GANFigures(title: title) }

    /// The grids of the chosen epochs, of the last one and of the kept weights, and the film strip.
    private func draw(_ trained: Trained<Self>, in folder: RunFolder, _ report: inout Report) {
        let last = trained.state.epoch
        func frames(_ epochs: [Int]) -> [(epoch: Int, samples: SamplePictures)] {
            epochs.compactMap { epoch in
                SampleHook.samples(epoch: epoch, in: folder, shape: picture).map { (epoch, $0) }
            }
        }
        let shown = frames(Set((gridEpochs ?? []) + [last, trained.kept.epoch]).filter { $0 <= last }.sorted())
        if !shown.isEmpty { report.draw("grids", figures.grids(shown, columns: SampleHook.side)) }
        for frame in shown {
            report.draw(
                "grid-\(SampleHook.padded(frame.epoch))",
                figures.grid(frame.samples, caption: "epoch \(frame.epoch)", columns: SampleHook.side))
        }
        let strip = frames(GANFigures.filmEpochs(upTo: last))
        if !strip.isEmpty { report.draw("film-strip", figures.filmStrip(strip)) }
        if last > 0 {
            report.enliven("film-strip", figures.liveStrip(frames(GANFigures.liveEpochs(upTo: last))))
        }
    }
}
