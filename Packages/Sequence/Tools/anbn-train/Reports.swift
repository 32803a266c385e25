import CommandLineSupport
import Core
import Figures
import SequenceModels

/// A string as the network reads it: symbol, hidden activations, predicted probabilities. Where the language determines
/// the next symbol, that symbol stands at the end, with ✓ where it was the likeliest.
func readingTable(_ reading: CountingReading, language: CountingLanguage) -> TextTable {
    let symbols = language.symbols
    let width = reading.hidden.first?.count ?? 0
    var table = TextTable(
        [.right("position"), .left("read")] + (0..<width).map { .right("h\($0 + 1)") }
            + symbols.map { .right("P(\($0))") } + [.left("determined")])
    let (predicted, isRight) = (reading.predicted, reading.isRight)
    for place in 0..<reading.string.count {
        let next = symbols[Int(reading.string.next[place])]
        let verdict =
            isRight[place] ? "\(next) ✓" : "\(next) ✗, predicted \(symbols[predicted[place]])"
        table.add(
            ["\(place + 1)", symbols[Int(reading.string.symbols[place])]]
                + reading.hidden[place].map { Readable.decimal($0) }
                + reading.probabilities[place].map { Readable.decimal($0, places: 3) }
                + [reading.string.determined.contains(place) ? verdict : ""])
    }
    return table
}

/// The score in a sentence.
func scoreLine(_ score: CountingScore, longest: Int) -> String {
    let verdict =
        score.isAllRight
        ? "all \(Readable.count(score.positions)) determined positions right"
        : "\(Readable.count(score.wrong)) of \(Readable.count(score.positions)) determined positions wrong"
    return "n from 1 to \(longest): squared error \(Readable.loss(score.squaredError)), \(verdict)"
}

/// The pictures of a run, in its folder.
struct RunFigures {
    let run: RunFolder
    let configuration: RunConfiguration

    /// Draws all figures of a trained network.
    ///
    /// - Parameter shown: n of the string along which states and predictions are drawn.
    func draw(_ network: CountingNetwork, log: MetricsLog, shown: Int) throws {
        let figures = try figures()
        let readings = readings(of: network, shown: shown)
        guard let last = readings.last else { return }
        try figures.learningCurves(log).write(to: path("learning-curves"))
        try figures.alongString(last).write(to: path("along-the-string"))
        try figures.plane(readings, .hidden).write(to: path("hidden-2d"))
        try figures.space(readings, .hidden).write(to: path("hidden-3d"))
        if !last.cells.isEmpty {
            try figures.plane(readings, .cell).write(to: path("cell-2d"))
            try figures.space(readings, .cell).write(to: path("cell-3d"))
        }
        try figures.gates(last, cell: network.cell)?.write(to: path("gates"))
    }

    /// Draws the hidden state before training and at seven later moments, from the run's checkpoints.
    func drawFilmStrip(shown: Int) throws {
        let files = CheckpointFile.all(in: run).filter { $0.step == 0 }
        let network = try configuration.makeModel()
        func frame(_ epoch: Int) -> (epoch: Int, squaredError: Double, readings: [CountingReading]) {
            let error = network.score(upTo: configuration.recipe.longest).squaredError
            return (epoch, error, readings(of: network, shown: shown))
        }
        // Ever larger steps, for most happens early.
        let chosen = [0.03, 0.1, 0.2, 0.35, 0.55, 0.75, 1].map { Int(($0 * Double(files.count)).rounded(.up)) - 1 }
        var frames = [frame(0)]
        for index in Set(chosen).sorted() where files.indices.contains(index) {
            try Checkpoint(files[index].path(in: run)).restoreWeights(of: network)
            frames.append(frame(files[index].epoch))
        }
        try figures().filmStrip(frames).write(to: path("film-strip"))
    }

    /// Draws how far a network counts.
    func draw(_ reach: CountingReach) throws {
        try figures().reach(reach, trained: configuration.recipe.longest).write(to: path("generalisation"))
    }

    /// A short, a middling and the shown string.
    private func readings(of network: CountingNetwork, shown: Int) -> [CountingReading] {
        Set([max(1, shown / 3), max(1, 2 * shown / 3), shown]).sorted().map {
            network.reading(network.language.string($0))
        }
    }

    private func figures() throws -> CountingFigures {
        CountingFigures(
            title: try configuration.title(), language: try RunConfiguration.language(configuration.language))
    }

    private func path(_ name: String) -> String { run.figureFolder + "/" + name }
}
