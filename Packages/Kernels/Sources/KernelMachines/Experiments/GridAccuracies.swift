import Core

/// The accuracies of a grid, as they become known.
public struct GridAccuracies {
    static let file = "grid.csv"

    let experiment: GridExperiment
    let costs: [Double]
    /// Nil alone for a kernel without γ.
    let gammas: [Double?]
    /// Which examples are left out together.
    let validation: CrossValidation
    /// All tasks of the search, in order.
    let tasks: [GridTask]
    /// The number of examples that a task classifies correctly, by C; nil where it is not yet known.
    private(set) var counts: [[Int]?]
    /// A row for each γ, a column for each C; empty where some task of the row is not yet known.
    private(set) var rows: [[Double]]

    /// - Parameters:
    ///   - experiment: the search.
    ///   - classes: the class of each example.
    init(_ experiment: GridExperiment, classes: [Int]) {
        self.experiment = experiment
        (costs, gammas) = (experiment.costs, experiment.gammas ?? [nil])
        validation = CrossValidation(classes: classes, parts: experiment.folds, seed: experiment.seed)
        tasks = GridTask.all(rows: gammas.count, folds: experiment.folds)
        counts = tasks.map { _ in nil }
        rows = gammas.map { _ in [] }
    }

    /// How many accuracies are known.
    var count: Int { rows.joined().count }

    /// Whether all accuracies are known.
    var isComplete: Bool { rows.allSatisfy { !$0.isEmpty } }

    /// "γ 0.1"
    func title(_ row: Int) -> String { gammas[row].map { "γ \(Readable.shortest($0))" } ?? experiment.machine.kernel }

    /// "γ 0.1, part 2 of 5"
    func name(_ place: Int) -> String { "\(title(tasks[place].row)), \(tasks[place].name)" }

    /// "C 1 93.25 %  C 10 95.00 %"
    func words(_ row: Int) -> String {
        zip(costs, rows[row]).map { "C \(Readable.shortest($0)) \(Readable.percent($1, places: 2))" }
            .joined(separator: "  ")
    }

    /// Takes over what a task has counted.
    ///
    /// - Parameters:
    ///   - correct: the correct examples by C.
    ///   - place: the task's place.
    mutating func set(_ correct: [Int], at place: Int) {
        counts[place] = correct
        let row = tasks[place].row
        let known = tasks.indices.filter { tasks[$0].row == row }.compactMap { counts[$0] }
        if known.count * gammas.count == tasks.count { rows[row] = validation.accuracies(of: known) }
    }

    /// Takes over the tasks that a series has kept.
    ///
    /// - Parameters:
    ///   - series: finished tasks.
    ///   - settings: what the tasks of each row depend on.
    mutating func take(_ series: Series, _ settings: [String]) {
        for place in tasks.indices where counts[place] == nil {
            let kept = series.result(of: name(place), with: settings[tasks[place].row])
            if let known = kept.flatMap({ read($0, place) }) { set(known, at: place) }
        }
    }

    /// The numbers of correct examples of a task by C, as a series keeps them.
    func result(_ correct: [Int]) -> JSONObject {
        var result: JSONObject = [:]
        for (cost, count) in zip(costs, correct) { result[Readable.shortest(cost)] = .integer(count) }
        return result
    }

    /// The numbers of correct examples that a series has kept; nil where there is not a possible one for each C.
    private func read(_ result: JSONObject, _ place: Int) -> [Int]? {
        let parts = tasks[place].parts
        let examples = validation.parts.count { parts.contains($0) }
        let known = costs.compactMap { result.wholeNumber(Readable.shortest($0)) }.filter((0...examples).contains)
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
