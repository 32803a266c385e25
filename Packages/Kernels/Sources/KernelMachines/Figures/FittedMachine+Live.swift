import Core

// The regions of two classes in the plane, with sliders over C and γ: a small machine is fitted for each pair.

extension FittedMachine {
    /// More examples would take noticeable time: each of the fits takes some milliseconds for these.
    private static let mostExamples = 500
    /// Factors of the run's own C and γ.
    private static let costFactors: [Double] = [0.01, 0.1, 1, 10, 100]
    private static let gammaFactors: [Double] = [0.0625, 0.25, 0.5, 1, 2, 4, 16]
    /// Numbers of a frame along each axis, and the largest decision that is shown.
    private static let (cells, mostDecision) = (56, 2.0)

    /// Nil where the examples are not a few points of the plane in two classes, or the kernel is not RBF.
    func liveRegions() throws -> LiveFrames? {
        guard experiment.machine.kind == .rbf, let gamma = experiment.gamma,
            let examples = PlaneExamples(data.training),
            examples.labels.count == 2, examples.count <= Self.mostExamples
        else { return nil }
        let (gammas, costs) = (
            Self.gammaFactors.map { $0 * gamma }, Self.costFactors.map { $0 * experiment.cost }
        )
        // Of a probability only the machine is needed.
        let own = FitExperiment.Data(
            training: data.training, validation: nil, calibration: nil, test: nil, labels: data.labels)
        var sheet = PictureSheet(width: Self.cells, height: Self.cells)
        var frames: [LiveFrames.Frame] = []
        let plot = DecisionPlot(examples)
        for gamma in gammas {
            for cost in costs {
                var settings = experiment
                (settings.gamma, settings.cost, settings.probability) = (gamma, cost, false)
                let fitted = try settings.fit(own)
                let machine = PlaneMachine(
                    examples, fitted: fitted.stored, report: fitted.report, vectorNumbers: fitted.vectorNumbers)
                let (field, accuracy) = try fitting(data.training.file) { () throws(FitError) in
                    (try plot.decisions(of: machine, cells: Self.cells), try machine.accuracy(on: examples))
                }
                sheet.add(field, in: -Self.mostDecision...Self.mostDecision)
                let count = Readable.count(fitted.vectorNumbers.count, "support vector")
                frames.append(
                    LiveFrames.Frame(
                        note: "\(count), \(Readable.percent(accuracy)) of the training examples correct",
                        ringed: fitted.vectorNumbers))
            }
        }
        return LiveFrames(
            axes: [
                .init("γ", gammas.map(Self.words), start: Self.gammaFactors.firstIndex(of: 1)),
                .init("C", costs.map(Self.words), start: Self.costFactors.firstIndex(of: 1)),
            ], frames: frames, sheet: sheet,
            plane: LiveFrames.Plane(
                x: plot.x1, y: plot.x2, names: examples.names, colors: .twoClasses,
                range: -Self.mostDecision...Self.mostDecision, meaning: "decision f(x)",
                levels: [
                    .init(0, name: "boundary"), .init(1, name: "margin", isDashed: true), .init(-1, isDashed: true),
                ]),
            points: examples.classes.indices.map {
                LiveFrames.Point(examples.x1[$0], examples.x2[$0], label: examples.classes[$0], name: "no. \($0 + 1)")
            }, classNames: examples.labels.map { "class \($0.name)" })
    }

    /// A value of a slider with three significant digits.
    private static func words(_ value: Double) -> String {
        var (scale, rest) = (1.0, value)
        while rest < 100 { (scale, rest) = (scale * 10, rest * 10) }
        return Readable.shortest((value * scale).rounded() / scale)
    }
}

extension DecisionPlot {
    /// f of two classes in the centers of cells, the upper row first; above zero for the second class.
    func decisions(of machine: PlaneMachine, cells: Int) throws(FitError) -> [Double] {
        func centers(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
            let half = (range.upperBound - range.lowerBound) / Double(2 * cells)
            return range.lowerBound + half...range.upperBound - half
        }
        return try machine.samples(x1: centers(x1), x2: centers(x2), cells: cells).decisions.reversed().flatMap { $0 }
    }
}
