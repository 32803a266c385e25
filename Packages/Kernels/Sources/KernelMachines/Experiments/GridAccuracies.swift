import Core

/// The accuracies of a grid, as they become known.
public struct GridAccuracies {
    static let file = "grid.csv"

    let experiment: GridExperiment
    let costs: [Double]
    /// Nil alone for a kernel without γ.
    let gammas: [Double?]
    /// A row for each γ, a column for each C; empty where not yet known.
    var rows: [[Double]]

    init(_ experiment: GridExperiment) {
        self.experiment = experiment
        (costs, gammas) = (experiment.costs, experiment.gammas ?? [nil])
        rows = gammas.map { _ in [] }
    }

    /// How many accuracies are known.
    var count: Int { rows.joined().count }

    /// "γ 0.1"
    func title(_ row: Int) -> String { gammas[row].map { "γ \(Readable.shortest($0))" } ?? experiment.machine.kernel }

    func words(_ row: Int) -> String {
        zip(costs, rows[row]).map { "C \(Readable.shortest($0)) \(Readable.percent($1, places: 2))" }
            .joined(separator: "  ")
    }

    /// A row's accuracies by C, as a series keeps them.
    func result(_ row: Int) -> JSONObject {
        var result: JSONObject = [:]
        for (cost, accuracy) in zip(costs, rows[row]) { result[Readable.shortest(cost)] = .number(accuracy) }
        return result
    }

    /// The accuracies of a row that a series has kept; nil where there is not one for each C.
    func accuracies(_ result: JSONObject) -> [Double]? {
        let known = costs.compactMap { result.number(Readable.shortest($0)) }.filter((0...1).contains)
        return known.count == costs.count ? known : nil
    }

    /// The most accurate cell; of equals the smallest C, and then the smallest γ.
    var best: (cost: Double, gamma: Double?, accuracy: Double) {
        var best = (cost: costs[0], gamma: gammas[0], accuracy: -1.0)
        for (column, cost) in costs.enumerated() {
            for (gamma, row) in zip(gammas, rows) where row[column] > best.accuracy {
                best = (cost, gamma, row[column])
            }
        }
        return best
    }

    var csv: [UInt8] {
        var text = CSVTable.line(["gamma", "cost", "accuracy"])
        for (gamma, row) in zip(gammas, rows) {
            for (cost, accuracy) in zip(costs, row) {
                text += CSVTable.line(["\(gamma ?? 1)", "\(cost)", "\(accuracy)"])
            }
        }
        return Array(text.utf8)
    }
}

extension GridAccuracies {
    /// Four digits at most.
    private static func short(_ value: Double) -> String {
        Readable.shortest(Double(Readable.loss(value)) ?? value)
    }

    private var gammaNames: [String] { gammas.compactMap { $0 }.map(Self.short) }

    /// The heat map, the table, and the best cell.
    public func report(in folder: RunFolder) -> Report {
        var report = Report()
        report.draw(
            "grid",
            HeatMap(
                "\(experiment.examples.dataset): accuracy by cross-validation", x: "C",
                y: gammaNames.isEmpty ? "" : "γ", values: rows.reversed(), rowLabels: gammaNames.reversed(),
                columnLabels: costs.map { Readable.shortest($0) }, numbers: .format(.percent(1)),
                barFormat: .percent(0)))
        report.files = [(Self.file, csv)]
        var table = TextTable(
            [.left(gammaNames.isEmpty ? "C" : "γ \\ C")] + costs.map { .right(Readable.shortest($0)) })
        for (gamma, row) in zip(gammas, rows) {
            table.add([gamma.map(Self.short) ?? ""] + row.map { Readable.percent($0, places: 2) })
        }
        let best = best
        let settings =
            "-C \(Readable.shortest(best.cost))" + (best.gamma.map { " --gamma \(Readable.shortest($0))" } ?? "")
        report.lines =
            table.lines + [
                "best: \(settings), \(Readable.percent(best.accuracy, places: 2)) classified correctly; picture "
                    + "\(folder.figureFolder)/grid.png"
            ]
        report.summary = [
            "folds": .integer(experiment.folds), "costs": .array(costs.map { .number($0) }),
        ]
        report.summary["gammas"] = experiment.gammas.map { .array($0.map { .number($0) }) }
        report.summary["accuracies"] = .array(rows.map { .array($0.map { .number($0) }) })
        report.summary["best_cost"] = .number(best.cost)
        report.summary["best_gamma"] = best.gamma.map { .number($0) }
        report.summary["best_accuracy"] = .number(best.accuracy)
        return report
    }
}
