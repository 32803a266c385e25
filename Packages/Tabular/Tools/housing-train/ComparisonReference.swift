import Core
import TabularModels

/// The results of the classic experiment that the comparisons repeat: 60,000 iterations on a small sample of the set.
struct ComparisonReference {
    /// The loss that is known.
    let quantity: String
    /// By member.
    let losses: [String: Double]

    static let optimizers = ComparisonReference(
        quantity: "test loss", losses: ["gd": 0.681, "mini-batch": 0.712, "adam": 0.741, "mini-batch-adam": 0.695])
    /// All four begin at 1.0864.
    static let learningRates = ComparisonReference(
        quantity: "trained loss", losses: ["lr-0.1": 0.062, "lr-0.03": 0.239, "lr-0.01": 0.416, "lr-0.0002": 0.979])

    /// Whether the numbers are of the same set.
    func isComparable(with experiment: Housing) -> Bool { experiment.datasetName == HousingSource.california }

    /// Why the new numbers differ; empty where there is no reference.
    func lines(for experiment: Housing) -> [String] {
        guard isComparable(with: experiment) else { return [] }
        let steps = experiment.recipe.steps.map { Readable.count($0, "iteration") }
        let own = [
            experiment.rows.map { "a sample of \(Readable.count($0)) rows" } ?? "all rows",
            steps ?? experiment.recipe.epochs.map { Readable.count($0, "epoch") } ?? "",
        ].joined(separator: ", ")
        let begin = quantity == "trained loss" ? " (1.086 untrained)" : ""
        return [
            "reference: \(quantity) of the classic experiment\(begin): a small sample, another split, 60,000 iterations",
            "here: \(own)"
                + (experiment.rows == nil
                    ? "; a network fits a small sample more closely than all rows: compare --rows 1000" : ""),
        ]
    }
}
