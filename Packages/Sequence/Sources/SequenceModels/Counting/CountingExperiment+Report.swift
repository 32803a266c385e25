import Core

extension CountingExperiment {
    /// The pictures of a network of this experiment.
    public func figures(of network: CountingNetwork) -> CountingFigures {
        let language = network.language
        return CountingFigures(title: "\(cell.uppercased()) on \(language.notation)", language: language)
    }

    public func report(_ trained: Trained<Self>) throws -> Report {
        var report = Report()
        let (network, figures) = (trained.model, figures(of: trained.model))
        let readings = readings(of: network)
        let shown = readings[readings.count - 1]
        report.draw("learning-curves", figures.learningCurves(trained.log))
        report.draw("along-the-string", figures.alongString(shown))
        report.enliven("along-the-string", shown.live(network.language.symbols))
        report.draw("hidden-2d", figures.plane(readings, .hidden, boundaries: network.boundaries))
        report.draw("hidden-3d", figures.space(readings, .hidden))
        if !shown.cells.isEmpty {
            report.draw("cell-2d", figures.plane(readings, .cell))
            report.draw("cell-3d", figures.space(readings, .cell))
        }
        report.draw("gates", figures.gates(shown, cell: network.cell))
        if isAnimated { report.draw("film-strip", figures.filmStrip(try frames(of: trained))) }
        report.lines = Self.table(of: shown, symbols: network.language.symbols).lines
        report.files.append(("states.csv", Array(shown.csv(network.language.symbols).utf8)))
        report.lines.append("states, gates and probabilities of each symbol as numbers: states.csv")
        report.lines += network.boundaries.map(\.words)
        (report.summary["hidden"], report.summary["trained_n"]) = (.integer(hidden), .integer(maxN))
        addErrors(trained, to: &report)
        report.summary["boundaries"] = .array(network.boundaries.map(\.json))
        report.summary["states"] = shown.json(network.language.symbols)
        return report
    }

    /// The squared error in both of its measures, over every n and, where some are held out, also separately over these
    /// and the trained ones.
    private func addErrors(_ trained: Trained<Self>, to report: inout Report) {
        guard let score = trained.score else { return }
        let (network, heldOut) = (trained.model, trained.data.heldOut)
        let known = (1...maxN).filter { !heldOut.contains($0) }
        func add(_ ns: String, _ score: CountingScore) {
            report.lines.append("\(ns): squared error \(Readable.loss(score.squaredError)), \(score.verdict)")
        }
        add("n from 1 to \(maxN)", score)
        if !heldOut.isEmpty {
            add("of these, n in training", network.score(on: known))
            add(
                "n held out, which choose the epoch: \(heldOut.map(String.init).joined(separator: ", "))",
                network.score(on: heldOut))
        }
        let whole = network.squaredErrorOfAllPositions(on: 1...maxN, trainedOn: known)
        report.lines.append(
            "squared error: Σ (p − truth)² over the symbols, averaged over the determined positions; over all "
                + "positions, with the true probabilities of a and b after each a, \(Readable.loss(whole))")
        report.summary["determined_positions"] = .integer(score.positions)
        report.summary["wrong_positions"] = .integer(score.wrong)
        report.summary["squared_error_all_positions"] = .number(whole)
        if !heldOut.isEmpty {
            report.summary["held_out_n"] = .array(heldOut.map { .integer($0) })
            report.summary["trained_squared_error"] = .number(network.score(on: known).squaredError)
        }
    }

    /// A short, a medium and the shown string, as a network reads them.
    private func readings(of network: CountingNetwork) -> [CountingReading] {
        Set([max(1, showN / 3), max(1, 2 * showN / 3), showN]).sorted().map {
            network.reading(network.language.string($0))
        }
    }

    /// A string as the network reads it: symbol, hidden activations, predicted probabilities. Where the language
    /// determines the next symbol, that symbol is at the end, with ✓ where it was the most probable.
    static func table(of reading: CountingReading, symbols: [String]) -> TextTable {
        let width = reading.hidden.first?.count ?? 0
        var table = TextTable(
            [.right("position"), .left("read")] + (0..<width).map { .right("h\($0 + 1)") }
                + symbols.map { .right("P(\($0))") } + [.left("determined")])
        let (predicted, isRight) = (reading.predicted, reading.isRight)
        for place in 0..<reading.string.count {
            let next = symbols[Int(reading.string.next[place])]
            let verdict = isRight[place] ? "\(next) ✓" : "\(next) ✗, predicted \(symbols[predicted[place]])"
            table.add(
                ["\(place + 1)", symbols[Int(reading.string.symbols[place])]]
                    + reading.hidden[place].map { Readable.decimal($0) }
                    + reading.probabilities[place].map { Readable.decimal($0, places: 3) }
                    + [reading.string.determined.contains(place) ? verdict : ""])
        }
        return table
    }

    // MARK: - The film strip

    /// The hidden state before training, with the weights that were kept, and at up to six moments in between, from the
    /// run's checkpoints.
    private func frames(of trained: Trained<Self>) throws -> [CountingFigures.Frame] {
        let (network, last) = (try makeModel(), trained.kept.epoch)
        func frame(_ epoch: Int, _ network: CountingNetwork) -> CountingFigures.Frame {
            (epoch, network.score(on: 1...maxN).squaredError, readings(of: network))
        }
        var frames = [frame(0, network)]
        if let folder = trained.folder {
            let saved = CheckpointFile.all(in: folder).filter { $0.step == 0 && $0.epoch < last }
            for epoch in Self.moments(until: last, every: max(1, trained.state.epochs / 20)) {
                guard let file = saved.first(where: { $0.epoch >= epoch }), file.epoch > frames[frames.count - 1].epoch
                else { continue }
                try Checkpoint(file.path(in: folder)).restoreWeights(of: network)
                frames.append(frame(file.epoch, network))
            }
        }
        return frames + [frame(last, trained.model)]
    }

    /// The steps grow, because most changes happen early. Only epochs that every training saves are shown, so that an
    /// interrupted training, which saves additional epochs, has the same film.
    static func moments(until last: Int, every interval: Int) -> [Int] {
        Set([3, 10, 20, 35, 55, 75].map { (last * $0 + 100 * interval - 1) / (100 * interval) * interval })
            .filter { $0 < last }.sorted()
    }
}

extension CountingScore {
    /// The number of right positions, in words.
    var verdict: String {
        isAllRight
            ? "all \(Readable.count(positions)) determined positions right"
            : "\(Readable.count(wrong)) of \(Readable.count(positions)) determined positions wrong"
    }
}
