import Core

// The output over the plane with a slider over the epochs.

extension PlaneExperiment {
    /// Frames of a page's slider, the first and the last weights included.
    private static var mostFrames: Int { 40 }
    /// Numbers of a frame along each axis.
    private static var cells: Int { 48 }
    /// Points of a page.
    private static var mostPoints: Int { 600 }

    /// The saved moments of the start that the kept weights belong to, before these.
    ///
    /// They depend only on the length of the training: checkpoints that an interruption adds are left out.
    func moments(of trained: Trained<Self>, in folder: RunFolder) -> [CheckpointFile] {
        let (state, kept) = (trained.state, trained.kept)
        let interval = savingInterval(ofEpochs: state.epochs)
        let first = start(ofStep: kept.step, state) * restartAfter
        return CheckpointFile.all(in: folder).filter {
            $0.step == 0 && $0.epoch.isMultiple(of: interval) && $0.epoch > first
                && $0.epoch * state.stepsPerEpoch < kept.step
        }
    }

    /// The output, and the lines of the first layer's units, with the initial weights of the kept start, at saved
    /// moments, and with the kept weights; nil where nothing was trained.
    func liveOutput(
        of trained: Trained<Self>, in folder: RunFolder, _ figures: PlaneFigures
    ) throws -> LiveFrames? {
        let (state, kept) = (trained.state, trained.kept)
        guard kept.step > 0, !isGiven else { return nil }
        let start = start(ofStep: kept.step, state)
        let network = try network(start: start)
        var (titles, frames) = ([String](), [LiveFrames.Frame]())
        var sheet = PictureSheet(width: Self.cells, height: Self.cells)
        func add(_ network: PlaneNetwork, _ title: String) {
            let score = network.score(on: trained.data.training)
            titles.append(title)
            frames.append(
                LiveFrames.Frame(
                    note: "\(score.correct) of \(score.count) training points correct, cross entropy "
                        + Readable.loss(score.loss),
                    lines: network.units[0].prefix(PlaneFigures.mostUnits).compactMap {
                        $0.line(x: figures.window.x, y: figures.window.y)
                    }))
            sheet.add(figures.probabilities(of: network, cells: Self.cells), in: 0...1)
        }
        add(network, Readable.count(start * restartAfter))
        let moments = moments(of: trained, in: folder)
        let count = min(Self.mostFrames - 2, moments.count)
        for number in 0..<count {
            let moment = moments[count == 1 ? 0 : number * (moments.count - 1) / (count - 1)]
            try Checkpoint(moment.path(in: folder)).restoreWeights(of: network)
            add(network, Readable.count(moment.epoch))
        }
        let isWhole = kept.step.isMultiple(of: state.stepsPerEpoch)
        add(trained.model, isWhole ? Readable.count(kept.epoch) : "step \(Readable.count(kept.step))")
        let points = trained.data.training
        let step = max(1, (points.count + Self.mostPoints - 1) / Self.mostPoints)
        return LiveFrames(
            axes: [.init("epoch", titles)], frames: frames, sheet: sheet,
            plane: LiveFrames.Plane(
                x: figures.window.x, y: figures.window.y, colors: .twoClasses, range: 0...1,
                meaning: "probability of \(figures.classNames[1])", levels: [.init(0.5, name: "undecided")]),
            points: stride(from: 0, to: points.count, by: step).map {
                LiveFrames.Point(points.xs[$0], points.ys[$0], label: Int(points.classes[$0]))
            }, classNames: figures.classNames)
    }
}

extension PlaneFigures {
    /// The probability of class 1 in the centers of cells, the upper row first.
    func probabilities(of network: PlaneNetwork, cells: Int) -> [Double] {
        let samples = PlaneSamples(of: network, x: window.x, y: window.y, cells: cells)
        return samples.rows(samples.cells.outputs, cells: true).reversed().flatMap { $0 }
    }
}

extension PlaneUnit {
    /// The part of the unit's line, where its weighted sum is 0, within a rectangle: x1, y1, x2, y2; nil where the line
    /// does not cross it.
    func line(x: ClosedRange<Double>, y: ClosedRange<Double>) -> [Double]? {
        guard weights.count == 2, weights.allSatisfy(\.isFinite), bias.isFinite else { return nil }
        var ends: [(Double, Double)] = []
        func add(_ px: Double, _ py: Double) {
            guard px.isFinite, py.isFinite, x.contains(px), y.contains(py) else { return }
            if !ends.contains(where: { $0 == (px, py) }) { ends.append((px, py)) }
        }
        for edge in [x.lowerBound, x.upperBound] { add(edge, -(weights[0] * edge + bias) / weights[1]) }
        for edge in [y.lowerBound, y.upperBound] { add(-(weights[1] * edge + bias) / weights[0], edge) }
        guard ends.count > 1 else { return nil }
        return [ends[0].0, ends[0].1, ends[1].0, ends[1].1]
    }
}
