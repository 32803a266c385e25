import CommandLineSupport
import Core
import Figures
import TabularModels

/// What a run leaves behind: tables, pictures, weights, the summary.
struct Report {
    let session: TrainingSession
    let result: TrainingSession.Result

    /// Points of which every activation is told.
    private static let mostRows = 16

    /// - Throws: what writing files throws.
    func write(animating: Bool) throws {
        let (run, console) = (session.run, session.console)
        try Checkpoint.saveWeights(of: result.network, configuration: session.configuration.text, to: run.modelFile)
        try AtomicFile.write(Array(weights.utf8), to: run.path + "/weights.csv")
        try drawFigures()
        if animating { try drawFilmStrip() }
        let summary = session.summary(of: result)
        try AtomicFile.write(Array((JSONValue.object(summary.json).text + "\n").utf8), to: run.summaryFile)
        if session.problem.training.count <= Self.mostRows {
            try console.result(activationTable)
            try console.result()
        }
        for table in weightTables {
            try console.result(table)
            try console.result()
        }
        try console.result(verdict)
        try console.summary(summary)
    }

    // MARK: - Words

    /// What every unit makes of every point.
    private var activationTable: TextTable {
        let points = session.problem.training
        let reading = result.network.reading(zip(points.xs, points.ys).map { (x: $0, y: $1) })
        let names = unitNames.dropLast()
        var table = TextTable(
            [.right("x"), .right("y"), .left("class")] + names.joined().map { .right($0) }
                + [.right("output"), .left("taken for")])
        let isStep = result.network.activation == .step
        func number(_ value: Double) -> String { isStep ? Readable.shortest(value) : Readable.decimal(value) }
        for point in 0..<points.count {
            let (truth, predicted) = (points.classes[point], reading.predicted[point])
            table.add(
                [Readable.shortest(points.xs[point]), Readable.shortest(points.ys[point]), className(truth)]
                    + reading.activations.joined().map { number($0[point]) }
                    + [
                        isStep
                            ? "step(\(number(reading.logits[point]))) = \(number(reading.outputs[point]))"
                            : number(reading.outputs[point]),
                        "\(className(predicted)) \(truth == predicted ? "✓" : "✗")",
                    ])
        }
        return table
    }

    /// A table for each layer; wide ones are left to weights.csv.
    private var weightTables: [TextTable] {
        let names = [["x", "y"]] + unitNames
        return result.network.units.enumerated().compactMap { index, units in
            guard names[index].count <= 12, units.count <= 32 else { return nil }
            let isFirst = index == 0
            var table = TextTable(
                [.left("unit")] + names[index].map { .right("× \($0)") } + [.right("bias")]
                    + (isFirst ? [.left("divides along")] : []))
            for (name, unit) in zip(names[index + 1], units) {
                table.add(
                    [name] + (unit.weights + [unit.bias]).map { Readable.decimal($0) }
                        + (isFirst ? [line(of: unit)] : []))
            }
            return table
        }
    }

    /// The line along which a unit of the first layer divides the plane.
    private func line(of unit: PlaneUnit) -> String {
        let (a, b, c) = (unit.weights[0], unit.weights[1], unit.bias)
        func signed(_ value: Double) -> String {
            "\(value < 0 ? "-" : "+") \(Readable.decimal(abs(value)))"
        }
        // A line that is nearly upright is better told by where it stands.
        guard abs(b) > 0.02 * abs(a) else { return a == 0 ? "nothing" : "x = \(Readable.decimal(-c / a))" }
        return "y = \(Readable.decimal(-a / b)) x \(signed(-c / b))"
    }

    private var verdict: String {
        func words(_ score: PlaneScore) -> String {
            "\(Readable.count(score.correct)) of \(Readable.count(score.count)) "
        }
        let score = result.network.score(on: session.problem.training)
        var line = "\(session.title): \(words(score))training points right"
        if session.problem.test.count > 0 {
            line += ", \(words(result.network.score(on: session.problem.test)))test points"
        }
        guard let state = result.state else { return line }
        line += ", after \(Readable.count(state.epoch)) epochs"
        let restarts = session.training.start(ofEpoch: state.epoch)
        if restarts > 0 { line += " and \(restarts == 1 ? "one new start" : "\(restarts) new starts")" }
        return line
    }

    /// The names of the units, layer by layer, the output last.
    private var unitNames: [[String]] {
        let hidden = result.network.hidden
        let layers = hidden.enumerated().map { layer, count in
            (1...count).map { hidden.count == 1 ? "h\($0)" : "h\(layer + 1).\($0)" }
        }
        return layers + [["output"]]
    }

    private func className(_ label: Int32) -> String { session.problem.classNames[Int(label)] }

    /// All weights, one a line.
    private var weights: String {
        let names = [["x", "y"]] + unitNames
        var text = CSVTable.line(["unit", "input", "weight"])
        for (index, units) in result.network.units.enumerated() {
            for (name, unit) in zip(names[index + 1], units) {
                for (input, weight) in zip(names[index] + ["bias"], unit.weights + [unit.bias]) {
                    text += CSVTable.line([name, input, Readable.shortest(weight)])
                }
            }
        }
        return text
    }

    // MARK: - Pictures

    private var figures: PlaneFigures {
        PlaneFigures(
            title: session.title, classNames: session.problem.classNames, training: session.problem.training,
            test: session.problem.test)
    }

    private func path(_ name: String) -> String { session.run.figureFolder + "/" + name }

    private func drawFigures() throws {
        let figures = figures
        for (name, figure) in figures.pictures(of: result.network) { try figure.write(to: path(name)) }
        if let most = result.network.hidden.max(), most > PlaneFigures.mostUnits {
            session.console.note("of \(Readable.count(most)) units the first \(PlaneFigures.mostUnits) have pictures")
        }
        if !result.log.rows.isEmpty { try figures.learningCurves(result.log).write(to: path("learning-curves")) }
    }

    /// Draws the plane at the beginning of the latest start and at seven later moments, from the run's checkpoints.
    private func drawFilmStrip() throws {
        let files = CheckpointFile.all(in: session.run).filter { $0.step == 0 }
        let training = session.training
        let weights = training.network.parameters.map { $0.parameter.value }
        defer { for (named, value) in zip(training.network.parameters, weights) { named.parameter.assign(value) } }
        let last = files.last?.epoch ?? 0
        // Of the latest start alone, and in ever larger steps, for most happens early.
        let own = files.filter { training.start(ofEpoch: $0.epoch) == training.start(ofEpoch: last) }
        let chosen = [0.04, 0.1, 0.2, 0.35, 0.55, 0.75, 1].map { Int(($0 * Double(own.count)).rounded(.up)) - 1 }
        func frame(_ epoch: Int) -> PlaneFigures.Frame {
            let score = training.network.score(on: session.problem.training)
            return figures.frame(
                training.network,
                caption: "Epoch \(Readable.count(epoch)): \(score.correct) of \(score.count) right")
        }
        let start = training.start(ofEpoch: last)
        training.begin(start)
        var frames = [frame(start * training.recipe.restartInterval)]
        for index in Set(chosen).sorted() where own.indices.contains(index) {
            try Checkpoint(own[index].path(in: session.run)).restoreWeights(of: training.network)
            frames.append(frame(own[index].epoch))
        }
        try figures.filmStrip(frames).write(to: path("film-strip"))
    }
}
