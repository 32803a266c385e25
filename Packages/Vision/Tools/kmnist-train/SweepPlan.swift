import CommandLineSupport
import Core
import VisionModels

/// What a sweep trains: an experiment with each of several values of one setting, with one or more seeds each.
struct SweepPlan {
    typealias Member = ExperimentSeries<KMNISTExperiment>.Member

    /// The setting that varies, by the name of its option.
    enum Setting: String, CaseIterable {
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

        func set(_ value: Double, in experiment: inout KMNISTExperiment) {
            switch self {
            case .hidden: experiment.hidden = Int(value)
            case .learningRate: experiment.recipe.learningRate = value
            case .batchSize: experiment.recipe.batchSize = Int(value)
            }
        }
    }

    var setting: Setting
    var values: [Double]
    /// Trainings of each value, with one seed after the other.
    var runs: Int
    /// What all trainings have in common.
    var experiment: KMNISTExperiment

    init(_ setting: Setting, _ values: [Double], runs: Int, of experiment: KMNISTExperiment) {
        (self.setting, self.values, self.runs, self.experiment) = (setting, values, runs, experiment)
    }

    /// The plan that made these trainings; nil where none did.
    init?(_ members: [Member]) {
        guard let first = members.first,
            let setting = Setting.allCases.first(where: { first.name.hasPrefix("\($0.rawValue)-") })
        else { return nil }
        let values = members.map { setting.value(in: $0.experiment) }.withoutRepeats
        self.init(setting, values, runs: members.count / values.count, of: first.experiment)
    }

    /// The trainings, those of a value one after the other.
    var members: [Member] {
        values.flatMap { value in
            (0..<UInt64(runs)).map { number in
                var own = experiment
                setting.set(value, in: &own)
                own.seed = experiment.seed &+ number
                let (text, seed) = (Readable.shortest(value), "\(own.seed)")
                return Member(
                    name: "\(setting.rawValue)-\(text)" + (number == 0 ? "" : "-seed-\(seed)"),
                    title: "\(setting.rawValue) \(text)" + (runs == 1 ? "" : ", seed \(seed)"), experiment: own)
            }
        }
    }
}

extension [Double] {
    /// The numbers in their order, each once.
    var withoutRepeats: [Double] { enumerated().filter { firstIndex(of: $1) == $0 }.map(\.element) }
}
