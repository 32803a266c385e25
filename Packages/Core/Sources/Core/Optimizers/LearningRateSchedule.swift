import CoreLoops

/// The learning rate as a function of progress: a pure function from step to rate.
public struct LearningRateSchedule: Sendable {
    private let factor: @Sendable (_ step: Int, _ totalSteps: Int, _ stepsPerEpoch: Int) -> Double

    /// A schedule from its factor on the base rate.
    public init(_ factor: @escaping @Sendable (_ step: Int, _ totalSteps: Int, _ stepsPerEpoch: Int) -> Double) {
        self.factor = factor
    }

    /// The rate of step `step` (from 0) of `totalSteps`, for a base rate.
    public func rate(base: Double, step: Int, of totalSteps: Int, stepsPerEpoch: Int) -> Double {
        base * factor(step, totalSteps, max(1, stepsPerEpoch))
    }

    public static let constant = LearningRateSchedule { _, _, _ in 1 }

    /// Times `factor` after every `epochs` epochs.
    public static func step(every epochs: Int, factor: Double) -> LearningRateSchedule {
        LearningRateSchedule { step, _, perEpoch in pow(factor, Double(step / perEpoch / max(1, epochs))) }
    }

    /// Times `factor` after every epoch.
    public static func exponential(factor: Double) -> LearningRateSchedule {
        .step(every: 1, factor: factor)
    }

    /// Half a cosine from the base rate down to `floor` of it (Loshchilov, Hutter 2017).
    public static func cosine(floor: Double = 0) -> LearningRateSchedule {
        LearningRateSchedule { step, total, _ in
            cosine(from: 1, to: floor, share: Double(step) / Double(max(1, total)))
        }
    }

    /// The value `share` of the way along half a cosine.
    private static func cosine(from start: Double, to end: Double, share: Double) -> Double {
        end + (start - end) * (1 + cos(Double.pi * share)) / 2
    }

    /// Up from base / `start` to the base rate in the first `warmup` of the steps, then down to base / `start` /
    /// `end`, both along cosines (Smith, Topin 2018); step for step PyTorch's `OneCycleLR`.
    public static func oneCycle(warmup: Double = 0.3, start: Double = 25, end: Double = 1e4) -> LearningRateSchedule {
        LearningRateSchedule { step, total, _ in
            let (now, last) = (Double(step), Double(total - 1))
            let peak = warmup * Double(total) - 1
            if now < peak { return cosine(from: 1 / start, to: 1, share: now / peak) }
            let share = last > peak ? min(1, (now - peak) / (last - peak)) : 0
            return cosine(from: 1, to: 1 / (start * end), share: share)
        }
    }
}
