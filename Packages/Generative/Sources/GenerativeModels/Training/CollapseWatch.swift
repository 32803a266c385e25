import Core

/// Detects a training in which one network is too strong, or the generator makes only one picture, and gives advice.
///
/// Each warning appears once per process; training continues, because many collapses end by themselves.
public final class CollapseWatch: TrainingHook {
    /// The measurements of an epoch.
    struct Epoch: Equatable {
        var discriminatorLoss: Double
        var generatorLoss: Double
        var onReal: Double
        var onFake: Double
        /// The mean over pixels of the standard deviation over the test pictures, in bytes.
        var variety: Double
    }

    enum Collapse: String, CaseIterable {
        case discriminatorWon, discriminatorGaveUp, sameness, standstill

        var advice: String {
            switch self {
            case .discriminatorWon:
                "the discriminator classifies every picture correctly, and the generator no longer learns from it: a "
                    + "smaller --lr-discriminator, or --label-smoothing 0.1, may help"
            case .discriminatorGaveUp:
                "the discriminator no longer distinguishes real pictures from generated ones, which may be poor: a "
                    + "larger --lr-discriminator, or a smaller --lr-generator, may help"
            case .sameness:
                "the generator makes nearly the same picture from any noise: a smaller --lr-generator, a larger "
                    + "--batch-size or another --seed may help"
            case .standstill:
                "both losses no longer change: other learning rates, or another --seed, may help"
            }
        }
    }

    /// The number of consecutive epochs that show it.
    private static let patience = 3
    private let warn: (String) -> Void
    private let variety: () -> Double
    private var epochs: [Epoch] = []
    private var reported: Set<Collapse> = []

    /// - Parameters:
    ///   - variety: how much the test pictures differ, as in `Epoch`.
    ///   - warn: prints a line.
    public init(variety: @escaping () -> Double, warn: @escaping (String) -> Void) {
        self.variety = variety
        self.warn = warn
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        let figures = AdversarialFigures.metrics.map { state.metric($0) ?? .nan }
        epochs.append(
            Epoch(
                discriminatorLoss: figures[0], generatorLoss: figures[1], onReal: figures[2], onFake: figures[3],
                variety: variety()))
        for collapse in Self.collapses(of: epochs) where reported.insert(collapse).inserted {
            warn("epoch \(state.epoch): \(collapse.advice)")
        }
    }

    /// The collapse that the latest epochs show.
    static func collapses(of epochs: [Epoch]) -> [Collapse] {
        let latest = epochs.suffix(patience)
        guard latest.count == patience else { return [] }
        func all(_ holds: (Epoch) -> Bool) -> Bool { latest.allSatisfy(holds) }
        func spread(_ value: (Epoch) -> Double) -> Double {
            let values = latest.map(value)
            return (values.max() ?? 0) - (values.min() ?? 0)
        }
        return Collapse.allCases.filter { collapse in
            switch collapse {
            case .discriminatorWon: all { $0.onReal > 0.98 && $0.onFake < 0.02 && $0.discriminatorLoss < 0.05 }
            case .discriminatorGaveUp: all { abs($0.onReal - $0.onFake) < 0.005 }
            case .sameness: all { $0.variety < 4 }
            case .standstill: spread(\.discriminatorLoss) < 1e-5 && spread(\.generatorLoss) < 1e-5
            }
        }
    }
}
