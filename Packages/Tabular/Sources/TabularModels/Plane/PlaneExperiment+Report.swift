import Core

extension PlaneExperiment {
    /// The maximum number of points whose activations are listed.
    private static var mostRows: Int { 16 }

    /// "2–5–1 on grid".
    var title: String {
        let kind = isGiven ? "Given network, " : fromGiven != nil ? "From given, " : ""
        return "\(kind)\(modelName.replacing("-", with: "–")) on \(shortDatasetName)"
    }

    public func report(_ trained: Trained<Self>) throws -> Report {
        let (data, network) = (trained.data, trained.model)
        let figures = PlaneFigures(
            title: title, classNames: data.classNames, training: data.training, test: data.test)
        let tables = PlaneTables(of: network, classNames: data.classNames)
        let score = network.score(on: data.training)
        var report = Report()
        report.figures = figures.pictures(of: network)
        if let most = hidden.max(), most > PlaneFigures.mostUnits {
            trained.console.note("of \(Readable.count(most)) units the first \(PlaneFigures.mostUnits) have pictures")
        }
        if !trained.log.rows.isEmpty { report.draw("learning-curves", figures.learningCurves(trained.log)) }
        if let folder = trained.folder {
            report.enliven("output", try liveOutput(of: trained, in: folder, figures))
        }
        if isAnimated, let folder = trained.folder {
            report.draw("film-strip", figures.filmStrip(try frames(of: trained, in: folder, figures)))
        }
        report.files = [("weights.csv", Array(tables.csv.utf8))]
        if data.training.count <= Self.mostRows {
            report.lines += tables.activations(at: data.training).lines + tables.legend + [""]
        }
        for table in tables.weights { report.lines += table.lines + [""] }
        report.lines.append(verdict(of: trained, training: score))
        report.summary = [
            "hidden": .array(hidden.map { .integer($0) }), "activation": .string(activation),
            "train_accuracy": .number(score.accuracy), "least_probability": .number(score.smallestProbability),
            "restarts": .integer(start(ofStep: trained.state.step, trained.state)),
            "ended_early": .bool(trained.state.stopReason == .converged),
        ]
        return report
    }

    func start(ofStep step: Int, _ state: TrainingState) -> Int {
        start(ofEpoch: (step + state.stepsPerEpoch - 1) / state.stepsPerEpoch)
    }

    private func verdict(of trained: Trained<Self>, training score: PlaneScore) -> String {
        func words(_ score: PlaneScore) -> String {
            "\(Readable.count(score.correct)) of \(Readable.count(score.count))"
        }
        var line = "\(title): \(words(score)) training points correct"
        if let test = self.score(trained.model, on: .test, of: trained.data) { line += ", \(words(test)) test points" }
        guard trained.kept.step > 0 else { return line }
        line += ", after \(Readable.count(trained.kept.epoch, "epoch"))"
        let restarts = start(ofStep: trained.kept.step, trained.state)
        return restarts == 0 ? line : line + " and \(restarts == 1 ? "one restart" : "\(restarts) restarts")"
    }

    /// The plane with the initial weights of the kept weights' start, at six later moments, and with the kept weights.
    private func frames(
        of trained: Trained<Self>, in folder: RunFolder, _ figures: PlaneFigures
    ) throws -> [PlaneFigures.Frame] {
        let (state, kept) = (trained.state, trained.kept)
        let start = start(ofStep: kept.step, state)
        let (first, moments) = (start * restartAfter, moments(of: trained, in: folder))
        func frame(_ network: PlaneNetwork, _ time: String) -> PlaneFigures.Frame {
            let score = network.score(on: trained.data.training)
            return figures.frame(network, caption: "\(time): \(score.correct) of \(score.count) correct")
        }
        let network = try network(start: start)
        var frames = [frame(network, "Epoch \(Readable.count(first))")]
        // The steps grow, because most changes happen early.
        let shares = [0.04, 0.1, 0.2, 0.35, 0.55, 0.75]
        let chosen = Set(shares.map { Int(($0 * Double(moments.count + 1)).rounded(.up)) - 1 })
        for index in chosen.sorted() where index < moments.count {
            try Checkpoint(moments[index].path(in: folder)).restoreWeights(of: network)
            frames.append(frame(network, "Epoch \(Readable.count(moments[index].epoch))"))
        }
        let isWhole = kept.step.isMultiple(of: state.stepsPerEpoch)
        let end = isWhole ? "Epoch \(Readable.count(kept.epoch))" : "Step \(Readable.count(kept.step))"
        return frames + [frame(trained.model, end)]
    }
}
