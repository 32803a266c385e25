import Core

/// How samples compare with test pictures in the eyes of `DigitJudge`. It is not the FID of papers, which asks another
/// network.
public struct SampleScore: Sendable {
    /// The Fréchet distance of the judge's features between samples and test pictures; smaller is better.
    public let distance: Double
    /// The mean probability that the judge gives to its own answer.
    public let confidence: Double
    /// How many samples it takes for each class.
    public let counts: [Int]

    /// The columns of the metrics.
    public static let distanceColumn = "digits_frechet"
    static let columns = [distanceColumn, "digits_confidence", "digits_classes", "digits_balance"]

    /// How many samples are judged.
    public static let samples = 1_000

    /// The classes that occur.
    public var classes: Int { counts.count { $0 > 0 } }

    /// The entropy of the classes by that of even ones: 1 where each is as frequent.
    public var balance: Double {
        let all = Double(max(1, counts.reduce(0, +)))
        let entropy = counts.filter { $0 > 0 }.reduce(0.0) { $0 - Double($1) / all * logarithm(Double($1) / all) }
        return entropy / logarithm(Double(counts.count))
    }

    var values: [Double] { [distance, confidence, Double(classes), balance] }
}

/// Scores the samples of a model.
public struct SampleScorer {
    private let judge: DigitJudge
    private let test: FrechetDistance.Distribution

    /// Nil where the judge does not know such pictures.
    public init?(_ pictures: TrainingPictures) {
        guard let judge = try? DigitJudge(), judge.knows(pictures) else { return nil }
        self.judge = judge
        test = FrechetDistance.Distribution(of: judge.opinion(of: pictures.test.bytes).features)
    }

    /// - Shapes: N × 1 × 28 × 28 bytes.
    public func score(_ samples: [UInt8]) -> SampleScore {
        let opinion = judge.opinion(of: samples)
        var counts = [Int](repeating: 0, count: 10)
        for number in opinion.classes { counts[number] += 1 }
        return SampleScore(
            distance: FrechetDistance.between(test, FrechetDistance.Distribution(of: opinion.features)),
            confidence: opinion.confidences.reduce(0, +) / Double(max(1, opinion.confidences.count)), counts: counts)
    }
}

/// Scores the samples after every few epochs, after the first and after the last; other rows have no numbers there.
public final class ScoreHook: TrainingHook {
    private let interval, last: Int
    private let measure: () -> SampleScore
    /// The latest.
    public private(set) var score: SampleScore?

    /// - Parameters:
    ///   - interval: epochs from one score to the next.
    ///   - last: the last epoch of the plan, which a training that only goes as far as a wanted epoch does not reach: its
    ///     rows are to be those of an undisturbed one.
    ///   - measure: scores the model as it stands.
    public init(every interval: Int, last: Int, _ measure: @escaping () -> SampleScore) {
        self.interval = max(1, interval)
        self.last = last
        self.measure = measure
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        let score = state.isMeasured(every: interval, last: last) ? measure() : nil
        self.score = score ?? self.score
        for (index, column) in SampleScore.columns.enumerated() { state.record(column, score?.values[index] ?? .nan) }
    }
}
