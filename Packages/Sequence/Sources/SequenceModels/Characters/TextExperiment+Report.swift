import Core

extension TextExperiment {
    public func description(of model: CharacterModel, _ data: Data) -> [String] {
        let set = data.validation.isEmpty ? "" : ", \(Readable.count(data.validation.count)) more for validation"
        return [
            "\(Readable.count(data.training.count, "character")) to learn from\(set); \(modelName) of "
                + "\(Readable.count(sizes.hidden, "unit")), \(step(of: data))", shapes(of: data),
        ]
    }

    /// The number of examples of an epoch, and the shapes of a step's arrays.
    private func shapes(of data: Data) -> String {
        let isWindowed = sizes.mode == .windowed
        let (count, symbols) = (data.source.count, data.text.vocabulary.count)
        let batch = recipe.batchSize(of: count)
        let length = isWindowed ? sizes.length : data.charactersPerLoss
        let rows = isWindowed ? batch : batch * length
        let steps = (count + batch - 1) / batch
        let examples =
            isWindowed
            ? Readable.count(count, "window") : "\(Readable.count(count)) \(count == 1 ? "stretch" : "stretches")"
        let names = isWindowed ? "characters × windows" : "characters × streams"
        return "an epoch: \(examples), \(Readable.count(steps, "step")); shapes of a step: inputs \(length) × \(batch) "
            + "(\(names)), true next characters \(rows), logits \(rows) × \(symbols) (one per symbol)"
    }

    /// The part of the text that a step reads.
    private func step(of data: Data) -> String {
        let (examples, length) = (recipe.batchSize ?? data.source.count, data.charactersPerLoss)
        if sizes.mode == .windowed {
            return "\(Readable.count(examples, "window")) of \(Readable.count(sizes.length, "character")) per step"
        }
        let streams = examples == 1 ? "" : " (\(Readable.count(examples)) streams of \(Readable.count(length)))"
        return "\(Readable.count(examples * length, "character")) per step\(streams)"
    }

    /// Some lines by a model, from the text's own beginning on.
    ///
    /// - Parameter step: the step that the model has taken; each step's passage draws its own random numbers.
    func passage(
        by model: CharacterModel, after step: Int, beginning text: CharacterText, length: Int = 200
    ) -> String {
        let symbols = text.vocabulary.symbols
        let opening = Array(text.symbols.prefix(sizes.openingLength))
        var sampler = CharacterSampler(
            model, prompt: opening, choice: .temperature(1), window: sizes.mode == .windowed ? sizes.length : nil,
            seed: seed, step: step)
        var scalars = String.UnicodeScalarView(opening.map { symbols[Int($0)] })
        for _ in 0..<length { scalars.append(symbols[Int(sampler.next()[0])]) }
        return String(scalars)
    }

    public func report(_ trained: Trained<Self>) throws -> Report {
        var report = Report()
        let (data, state, curve) = (trained.data, trained.state, trained.hook(LossCurveHook.self))
        let score = trained.score ?? onTrainingText(trained.model, data)
        // No step has computed the loss after the last update.
        try DivergenceGuard.check(score.loss * Double(data.charactersPerLoss), state)
        warn(trained.console, score, symbols: data.text.vocabulary.count)
        let isValidated = hasValidation(data)
        report.lines = [
            "\(isValidated ? "validation" : "the text itself"): \(Readable.decimal(score.bits, places: 3)) bits per "
                + "character (\(Readable.decimal(score.loss, places: 4)) nats), next characters correct "
                + "\(Readable.percent(score.accuracy)) (\(Readable.count(score.right)) of "
                + "\(Readable.count(score.count)))"
        ]
        report.summary["bits_per_character"] = .number(score.bits)
        report.summary["next_character_accuracy"] = .number(score.accuracy)
        report.summary["measured_on"] = .string(isValidated ? "validation share" : "training text")
        addSmoothedLoss(trained, curve, to: &report)
        addBest(trained, to: &report)
        try addVocabulary(to: &report)
        if sizes.mode == .windowed { report.summary["windows"] = .integer(data.source.count) }
        // A run without steps has no curve.
        if state.step > 0 { report.draw("loss", lossFigure(trained.log, curve?.points ?? [])) }
        let shown = data.validation.isEmpty ? data.training : data.validation
        if state.step > 0, let states = CharacterStates(trained.model, on: shown, data.text.vocabulary) {
            report.draw("states", states.figure("\(modelName.uppercased()) on \(datasetName)"))
            report.enliven("states", states.live)
        }
        return report
    }

    /// The loss of the latest steps, in nats and bits per character; with the sum that min-char-rnn publishes, if its
    /// recipe was used.
    private func addSmoothedLoss(
        _ trained: Trained<Self>, _ curve: LossCurveHook?, to report: inout Report
    ) {
        let (state, length) = (trained.state, trained.data.charactersPerLoss)
        guard state.step > 0, let smoothed = state.figures[LossCurveHook.figure] else { return }
        let rate = curve?.stepsPerSecond(state)
        // The curve is the training's; the model may be of an earlier step.
        let place = trained.kept.step == state.step ? "" : " after the last"
        let bits = Readable.decimal(smoothed / CharacterScore.natsPerBit, places: 3)
        var line = Readable.count(state.step, "step") + (rate.map { ", \(Readable.rate($0)) per second" } ?? "")
        line += "; smoothed loss \(Readable.loss(smoothed)) nats per character (\(bits) bits)\(place)"
        report.summary["smoothed_loss"] = .number(smoothed)
        report.summary["steps_per_second"] = rate.map { .number($0) }
        if isMinimal(trained.data) {
            let sum = smoothed * Double(length)
            line += "; smoothed sum over \(length) characters \(Readable.decimal(sum))"
            report.summary["smoothed_sum_over_\(length)"] = .number(sum)
        }
        report.lines.append(line)
    }

    /// An untrained model has log V nats per character; a model that is far above has diverged in its training.
    private func warn(_ console: Console, _ score: CharacterScore, symbols: Int) {
        let ignorance = log(Tensor(Double(max(2, symbols)))).item
        guard score.loss > 2 * ignorance else { return }
        console.warning(
            "the model predicts far worse than an untrained one "
                + "(\(Readable.decimal(ignorance / CharacterScore.natsPerBit, places: 3)) bits per character); a "
                + "smaller --lr may help")
    }

    /// Without a validation share the text itself is read; of a long text only a part, so that it takes little time.
    private func onTrainingText(_ model: CharacterModel, _ data: Data) -> CharacterScore {
        let text = data.training.prefix(max(50_000, sizes.length + 1))
        return CharacterScore(model, on: text, mode: sizes.mode, length: sizes.length)
    }

    /// The smoothed loss by step and, where there are several epochs, the mean loss by epoch: the smoothed one lags up
    /// to a thousand steps behind.
    private func lossFigure(_ log: MetricsLog, _ points: [(step: Int, loss: Double)]) -> any Figure {
        let bySteps = LineChart(
            "Smoothed loss", x: "step",
            y: sizes.mode == .windowed ? "nats per character (mean over windows)" : "nats per character",
            series: [.init("training", xs: points.map { Double($0.step) }, ys: points.map(\.loss))])
        let series = [("training", Metric.trainLoss), ("validation", .loss(.validation))].compactMap { title, metric in
            let known = log.rows.compactMap { row -> (Double, Double)? in
                guard let loss = row.first(where: { $0.name == metric.name })?.value, loss.isFinite else { return nil }
                return row.first.map { ($0.value, loss) }
            }
            return known.count < 2 ? nil : LineChart.Series(title, xs: known.map(\.0), ys: known.map(\.1))
        }
        let title = "\(modelName.uppercased()) on \(datasetName)"
        guard !series.isEmpty else { return Panels([bySteps], title: title) }
        return Panels([bySteps, LineChart("Loss", x: "epoch", y: "nats per character", series: series)], title: title)
    }
}
