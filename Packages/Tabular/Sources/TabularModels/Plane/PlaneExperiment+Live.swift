import Core

// The output over the plane with a slider over the epochs.

extension PlaneExperiment {
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
        var surface = LiveSurface(figures)
        surface.add(network, Readable.count(start * restartAfter))
        let moments = moments(of: trained, in: folder)
        let count = min(LiveSurface.mostFrames - 2, moments.count)
        for number in 0..<count {
            let moment = moments[count == 1 ? 0 : number * (moments.count - 1) / (count - 1)]
            try Checkpoint(moment.path(in: folder)).restoreWeights(of: network)
            surface.add(network, Readable.count(moment.epoch))
        }
        let isWhole = kept.step.isMultiple(of: state.stepsPerEpoch)
        surface.add(trained.model, isWhole ? Readable.count(kept.epoch) : "step \(Readable.count(kept.step))")
        return surface.figure
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
