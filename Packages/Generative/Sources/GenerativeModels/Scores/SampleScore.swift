import Core

/// A comparison of samples with real pictures by `DigitJudge`. It is not the FID of papers, which uses another network.
public struct SampleScore: Sendable {
    /// The Fréchet distance of the judge's features between samples and real pictures; smaller is better.
    public let distance: Double
    /// The mean probability of the judge's predictions.
    public let confidence: Double
    /// The samples that it assigns to each class.
    public let counts: [Int]

    /// The number of samples that are scored.
    public static let samples = 1_000

    /// The number of classes that occur.
    public var classes: Int { counts.count { $0 > 0 } }

    /// The entropy of the classes divided by that of equally frequent classes: 1 where all are equally frequent.
    public var balance: Double {
        let all = Double(max(1, counts.reduce(0, +)))
        let entropy = counts.filter { $0 > 0 }.reduce(0.0) { $0 - Double($1) / all * logarithm(Double($1) / all) }
        return entropy / logarithm(Double(counts.count))
    }
}

extension SampleScore: ModelScore {
    public func measurements(on part: DataPart) -> [Measurement] {
        [
            Measurement(.digitsFrechet(part), distance), Measurement(.digits("confidence", part), confidence),
            Measurement(.digits("classes", part), Double(classes)), Measurement(.digits("balance", part), balance),
        ]
    }
}

extension Metric {
    /// The Fréchet distance of samples to the digits of a part.
    static func digitsFrechet(_ part: DataPart) -> Metric {
        Metric(prefix(part) + "frechet")
    }

    /// The judge's other scores of samples.
    static func digits(_ name: String, _ part: DataPart) -> Metric {
        Metric(prefix(part) + name, isBetterHigher: true, isFraction: name == "confidence")
    }

    private static func prefix(_ part: DataPart) -> String {
        part == .test ? "digits_" : "\(part.rawValue)_digits_"
    }
}

/// Scores samples by comparison with real pictures.
public struct SampleScorer: Sendable {
    private let judge: DigitJudge
    private let real: FrechetDistance.Distribution
    /// The number of real pictures.
    public let count: Int

    /// - Parameters:
    ///   - judge: classifies pictures and gives the features that are compared.
    ///   - pictures: of a kind that the judge knows.
    public init(_ judge: DigitJudge, _ pictures: ByteExamples) {
        (self.judge, count) = (judge, pictures.count)
        real = FrechetDistance.Distribution(of: judge.opinion(of: pictures.bytes).features)
    }

    /// - Shapes: N × 1 × 28 × 28 bytes.
    public func score(_ samples: [UInt8]) -> SampleScore {
        let opinion = judge.opinion(of: samples)
        var counts = [Int](repeating: 0, count: 10)
        for number in opinion.classes { counts[number] += 1 }
        return SampleScore(
            distance: FrechetDistance.between(real, FrechetDistance.Distribution(of: opinion.features)),
            confidence: opinion.confidences.reduce(0, +) / Double(max(1, opinion.confidences.count)), counts: counts)
    }
}
