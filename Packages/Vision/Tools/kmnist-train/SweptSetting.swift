import CommandLineSupport
import Core
import VisionModels

/// The setting that a sweep varies, by the name of its option.
enum SweptSetting: String, CaseIterable {
    case hidden
    case learningRate = "lr"
    case batchSize = "batch-size"

    /// In words, for charts.
    var words: String {
        switch self {
        case .hidden: "hidden units"
        case .learningRate: "learning rate"
        case .batchSize: "batch size"
        }
    }

    func value(in experiment: KMNISTExperiment) -> Double {
        switch self {
        case .hidden: Double(experiment.hidden ?? 0)
        case .learningRate: experiment.recipe.learningRate
        case .batchSize: Double(experiment.recipe.batchSize ?? 0)
        }
    }

    private func set(_ value: Double, in experiment: inout KMNISTExperiment) {
        switch self {
        case .hidden: experiment.hidden = Int(value)
        case .learningRate: experiment.recipe.learningRate = value
        case .batchSize: experiment.recipe.batchSize = Int(value)
        }
    }

    typealias Member = ExperimentSeries<KMNISTExperiment>.Member

    /// The trainings of a sweep: `runs` for each value, with one seed after the other.
    func members(of experiment: KMNISTExperiment, _ values: [Double], runs: Int) -> [Member] {
        values.flatMap { value in
            (0..<UInt64(runs)).map { number in
                var own = experiment
                set(value, in: &own)
                own.seed = experiment.seed &+ number
                let text = Readable.shortest(value)
                return Member(
                    name: "\(rawValue)-\(text)" + (number == 0 ? "" : "-seed-\(own.seed)"),
                    title: "\(rawValue) \(text)" + (runs == 1 ? "" : ", seed \(own.seed)"), experiment: own)
            }
        }
    }

    /// What the members of a sweep vary, by which values, and how many trainings there are for each.
    static func plan(of members: [Member]) -> (setting: SweptSetting, values: [Double], runs: Int)? {
        guard let first = members.first,
            let setting = allCases.first(where: { first.name.hasPrefix("\($0.rawValue)-") })
        else { return nil }
        let values = members.map { setting.value(in: $0.experiment) }.withoutRepeats
        return (setting, values, members.count / values.count)
    }
}

extension [Double] {
    /// The numbers in their order, each once.
    var withoutRepeats: [Double] { enumerated().filter { firstIndex(of: $1) == $0 }.map(\.element) }
}
