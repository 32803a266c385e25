import CommandLineSupport
import Core
import Figures
import FoundationEssentials

/// The accuracies of a grid, as they become known.
struct GridCells {
    let costs, gammas: [Double]
    private let file: String
    /// A row for each γ, a column for each C; NaN where not yet known.
    var accuracies: [[Double]]

    init(costs: [Double], gammas: [Double], file: String) {
        (self.costs, self.gammas, self.file) = (costs, gammas, file)
        accuracies = gammas.map { _ in costs.map { _ in .nan } }
    }

    var done: Int { accuracies.joined().count { !$0.isNaN } }

    /// The most accurate cell; of equals the least C, and then the least γ.
    var best: (cost: Double, gamma: Double, accuracy: Double) {
        var best = (cost: costs[0], gamma: gammas[0], accuracy: -1.0)
        for (column, cost) in costs.enumerated() {
            for (row, gamma) in gammas.enumerated() where accuracies[row][column] > best.accuracy {
                best = (cost, gamma, accuracies[row][column])
            }
        }
        return best
    }

    /// - Throws: `FileError` where it cannot be written.
    func write() throws(FileError) {
        var text = CSVTable.line(["gamma", "cost", "accuracy"])
        for (gamma, row) in zip(gammas, accuracies) {
            for (cost, accuracy) in zip(costs, row) where !accuracy.isNaN {
                text += CSVTable.line(["\(gamma)", "\(cost)", "\(accuracy)"])
            }
        }
        try AtomicFile.write(Array(text.utf8), to: file)
    }

    /// Takes over the cells of a run that was stopped; none where it had not begun.
    ///
    /// - Throws: `FileError` where the file is damaged.
    mutating func read() throws(FileError) {
        guard FileManager.default.fileExists(atPath: file) else { return }
        let table = try CSVTable.read(file)
        let (known, own, values) = (
            try table.numbers("gamma"), try table.numbers("cost"), try table.numbers("accuracy")
        )
        for (number, gamma) in known.enumerated() {
            if let row = gammas.firstIndex(of: gamma), let column = costs.firstIndex(of: own[number]) {
                accuracies[row][column] = values[number]
            }
        }
    }

    /// Four digits at most.
    static func short(_ value: Double) -> String { Readable.shortest(Double(Readable.loss(value)) ?? value) }

    func figure(title: String, hasGamma: Bool) -> HeatMap {
        HeatMap(
            title, x: "C", y: hasGamma ? "γ" : "", values: accuracies.reversed(),
            rowLabels: hasGamma ? gammas.reversed().map(Self.short) : [],
            columnLabels: costs.map { Readable.shortest($0) }, numbers: .format(.percent(1)), barFormat: .percent(0))
    }
}
