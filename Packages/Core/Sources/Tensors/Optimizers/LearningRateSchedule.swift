import Engine
import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The learning rate as a function of progress: a pure function from step to rate.
public enum LearningRateSchedule: Equatable, Sendable {
    /// The same rate throughout.
    case constant
    /// Times `factor` after every `epochs` epochs.
    case step(epochs: Int = 5, factor: Double = 0.1)
    /// Times `factor` after every epoch.
    case exponential(factor: Double = 0.9)
    /// Half a cosine from the base rate down to `floor` of it (Loshchilov, Hutter 2017).
    case cosine(floor: Double = 0)
    /// Up from base / `start` to the base rate in the first `warmup` of the steps, then down to base / `start` /
    /// `end`, both along cosines (Smith, Topin 2018); step for step PyTorch's `OneCycleLR`.
    case oneCycle(warmup: Double = 0.3, start: Double = 25, end: Double = 1e4)

    /// Every schedule with its default numbers, in the order of help.
    public static let all: [LearningRateSchedule] = [.constant, .step(), .exponential(), .cosine(), .oneCycle()]

    /// The schedule of this name with its default numbers; nil where there is none.
    public static func named(_ name: String) -> LearningRateSchedule? { all.first { $0.name == name } }

    /// The name for `--schedule`.
    public var name: String {
        switch self {
        case .constant: "constant"
        case .step: "step"
        case .exponential: "exponential"
        case .cosine: "cosine"
        case .oneCycle: "one-cycle"
        }
    }

    /// Whether the rate depends on the length of the whole training: a longer training then has other rates.
    public var dependsOnLength: Bool {
        switch self {
        case .constant, .step, .exponential: false
        case .cosine, .oneCycle: true
        }
    }

    /// The rate of step `step` (from 0) of `totalSteps`, for a base rate.
    public func rate(base: Double, step: Int, of totalSteps: Int, stepsPerEpoch: Int) -> Double {
        base * factor(step, totalSteps, max(1, stepsPerEpoch))
    }

    private func factor(_ step: Int, _ total: Int, _ perEpoch: Int) -> Double {
        switch self {
        case .constant: return 1
        case .step(let epochs, let factor): return pow(factor, Double(step / perEpoch / max(1, epochs)))
        case .exponential(let factor): return pow(factor, Double(step / perEpoch))
        case .cosine(let floor): return Self.cosine(from: 1, to: floor, share: Double(step) / Double(max(1, total)))
        case .oneCycle(let warmup, let start, let end):
            let (now, last) = (Double(step), Double(total - 1))
            let peak = warmup * Double(total) - 1
            if now < peak { return Self.cosine(from: 1 / start, to: 1, share: now / peak) }
            let share = last > peak ? min(1, (now - peak) / (last - peak)) : 0
            return Self.cosine(from: 1, to: 1 / (start * end), share: share)
        }
    }

    /// The value `share` of the way along half a cosine.
    private static func cosine(from start: Double, to end: Double, share: Double) -> Double {
        end + (start - end) * (1 + cos(Double.pi * share)) / 2
    }
}

extension LearningRateSchedule: NamedSetting {
    public static let kind = "schedule"
    public static var named: [LearningRateSchedule] { all }

    public var numbers: [OptimizerChoice.Hyperparameter] {
        func number(_ name: String, _ value: Double, _ range: ClosedRange<Double>) -> OptimizerChoice.Hyperparameter {
            OptimizerChoice.Hyperparameter(name: name, value: value, range: range)
        }
        switch self {
        case .constant: return []
        case .step(let epochs, let factor):
            return [number("epochs", Double(epochs), 1...1e9), number("factor", factor, 0...1)]
        case .exponential(let factor): return [number("factor", factor, 0...1)]
        case .cosine(let floor): return [number("floor", floor, 0...1)]
        case .oneCycle(let warmup, let start, let end):
            return [number("warmup", warmup, 0...1), number("start", start, 1...1e9), number("end", end, 1...1e9)]
        }
    }

    public func with(_ values: [String: Double]) -> LearningRateSchedule? {
        let own = numbers
        guard values.keys.allSatisfy({ key in own.contains { $0.name == key } }) else { return nil }
        func value(_ name: String) -> Double { values[name] ?? own.first { $0.name == name }?.value ?? 0 }
        switch self {
        case .constant: return self
        case .step: return .step(epochs: Int(value("epochs")), factor: value("factor"))
        case .exponential: return .exponential(factor: value("factor"))
        case .cosine: return .cosine(floor: value("floor"))
        case .oneCycle: return .oneCycle(warmup: value("warmup"), start: value("start"), end: value("end"))
        }
    }
}
