import CommandLineSupport
import Core
import GraphModels

/// What came of one of several trainings with different seeds: a row of `runs.csv`.
struct Repeat {
    let seed: UInt64
    /// What the training was allowed; one of another length is no repetition.
    let epochs: Int
    let bestEpoch: Int
    let validationAccuracy: Double
    let testAccuracy: Double

    static let header = ["seed", "epochs", "best_epoch", "validation_accuracy", "test_accuracy"]

    init(seed: UInt64, epochs: Int, _ result: GraphSession.Result) {
        (self.seed, self.epochs) = (seed, epochs)
        bestEpoch = result.bestEpoch
        validationAccuracy = result.score.validation.accuracy
        testAccuracy = result.score.test.accuracy
    }

    init?(_ row: [String]) {
        guard row.count == 5, let seed = UInt64(row[0]), let epochs = Int(row[1]), let best = Int(row[2]),
            let validation = Double(row[3]), let test = Double(row[4])
        else { return nil }
        (self.seed, self.epochs, bestEpoch) = (seed, epochs, best)
        (validationAccuracy, testAccuracy) = (validation, test)
    }

    var line: String {
        CSVTable.line([
            String(seed), String(epochs), String(bestEpoch), String(validationAccuracy), String(testAccuracy),
        ])
    }

    /// The mean and the standard deviation of the sample.
    static func statistics(_ values: [Double]) -> (mean: Double, deviation: Double) {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (mean, (squares / Double(max(1, values.count - 1))).squareRoot())
    }
}

extension GraphSession {
    /// The trainings after the first, each with the next seed; those that a stopped run has done, for as many epochs, are
    /// not done again.
    func trainFurther(after first: Result) throws -> [Repeat] {
        guard configuration.runs > 1 else { return [] }
        let file = run.map { $0.path + "/runs.csv" }
        let known = file.flatMap { try? CSVTable.read($0) }?.rows.compactMap(Repeat.init) ?? []
        let epochs = configuration.recipe.epochs
        var repeats = [Repeat(seed: configuration.seed, epochs: epochs, first)]
        for number in 0..<configuration.runs {
            let seed = configuration.seed &+ UInt64(number)
            if number > 0 {
                repeats.append(
                    try known.first { $0.seed == seed && $0.epochs == epochs }
                        ?? Repeat(seed: seed, epochs: epochs, train(seed: seed, isKept: false)))
            }
            let latest = repeats[number]
            console.progress(
                "seed \(seed): best at epoch \(latest.bestEpoch), validation "
                    + "\(Readable.percent(latest.validationAccuracy)), test \(Readable.percent(latest.testAccuracy))")
            guard let file else { continue }
            let text = CSVTable.line(Repeat.header) + repeats.map(\.line).joined()
            try AtomicFile.write(Array(text.utf8), to: file)
        }
        return repeats
    }
}
