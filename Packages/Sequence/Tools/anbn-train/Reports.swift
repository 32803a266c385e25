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

    /// Draws the hidden state at eight moments of the training, from its checkpoints.
    func drawFilmStrip(shown: Int) throws {
        let files = CheckpointFile.all(in: run).filter { $0.step == 0 }
        let chosen = (0..<min(8, files.count)).map { files[($0 + 1) * files.count / min(8, files.count) - 1] }
        let network = try configuration.makeNetwork()
        let frames = try chosen.map { file in
            try Checkpoint(file.path(in: run)).restoreWeights(of: network)
            return (
                file.epoch, network.score(upTo: configuration.recipe.longest).squaredError,
                readings(of: network, shown: shown)
            )
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
