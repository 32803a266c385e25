/// A setting of an experiment that a sweep can vary.
///
/// ```swift
/// import VisionModels
///
/// extension SweepSetting<KMNISTExperiment> {
///     static let hidden = SweepSetting(
///         "hidden", words: "hidden units", get: { Double($0.hidden ?? 0) }, set: { $0.hidden = Int($1) })
/// }
/// ```
public struct SweepSetting<E: Experiment>: Sendable {
    /// The name of its option, such as "batch-size".
    public let name: String
    /// Its name on axes of charts, such as "examples in a step".
    public let words: String
    /// Its value in an experiment.
    package let get: @Sendable (E) -> Double
    /// Gives it another value.
    package let set: @Sendable (inout E, Double) -> Void

    /// - Parameters:
    ///   - name: the name of its option, without dashes.
    ///   - words: its name on axes of charts.
    ///   - get: its value in an experiment.
    ///   - set: gives it another value.
    public init(
        _ name: String, words: String, get: @escaping @Sendable (E) -> Double,
        set: @escaping @Sendable (inout E, Double) -> Void
    ) {
        (self.name, self.words, self.get, self.set) = (name, words, get, set)
    }

    package static var learningRate: SweepSetting {
        SweepSetting(
            "lr", words: "learning rate", get: { $0.recipe.learningRate }, set: { $0.recipe.learningRate = $1 })
    }

    package static var batchSize: SweepSetting {
        SweepSetting(
            "batch-size", words: "batch size", get: { Double($0.recipe.batchSize ?? 0) },
            set: { $0.recipe.batchSize = Int($1) })
    }

    package static var epochs: SweepSetting {
        SweepSetting(
            "epochs", words: "epochs", get: { Double($0.recipe.epochs ?? 0) },
            // --epochs gives the total number of epochs.
            set: { ($0.recipe.epochs, $0.recipe.steps) = (Int($1), nil) })
    }
}

/// A setting and the values that it takes in a sweep.
public struct SweepAxis<E: Experiment>: Sendable {
    /// The setting that varies.
    public let setting: SweepSetting<E>
    /// The different values in the given order; empty where the option was not given.
    public let values: [Double]

    /// - Parameters:
    ///   - setting: what varies.
    ///   - values: empty where the option was not given.
    public init(_ setting: SweepSetting<E>, _ values: [Double]) {
        self.setting = setting
        self.values = values.enumerated().filter { values.firstIndex(of: $1) == $0 }.map(\.element)
    }

    /// "--lr".
    package var option: String { "--\(setting.name)" }
}
