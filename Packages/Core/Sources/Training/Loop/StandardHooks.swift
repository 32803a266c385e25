import Tensors

/// Sets the learning rate of every step, for every part from its optimizer's initial rate.
public final class ScheduleHook: TrainingHook {
    private let schedule: LearningRateSchedule
    private var bases: [Double] = []

    public init(_ schedule: LearningRateSchedule) { self.schedule = schedule }

    public func trainingWillBegin(_ state: TrainingState) throws {
        bases = state.parts.map(\.optimizer.learningRate)
    }

    public func stepWillBegin(_ state: TrainingState) throws {
        for (part, base) in zip(state.parts, bases) {
            part.optimizer.learningRate = schedule.rate(
                base: base, step: state.step, of: state.epochs * state.stepsPerEpoch,
                stepsPerEpoch: state.stepsPerEpoch)
        }
    }
}

/// Why training cannot continue.
public enum TrainingError: Error, CustomStringConvertible, Equatable {
    /// - Parameters:
    ///   - loss: the loss that is no finite number or has grown too far; NaN where a weight is no number.
    ///   - first: the loss of the first step; nil where there was none.
    ///   - epoch: counted from 1.
    ///   - step: of the epoch, counted from 1.
    case diverged(loss: Double, first: Double?, epoch: Int, step: Int)

    public var description: String {
        switch self {
        case .diverged(let loss, let first, let epoch, let step):
            "the training has diverged: \(Self.words(loss, first)) at step \(step) of epoch \(epoch); a smaller --lr "
                + "may help"
        }
    }

    private static func words(_ loss: Double, _ first: Double?) -> String {
        if loss.isNaN { return "the loss is not a number" }
        if loss.isInfinite { return "the loss is infinite" }
        return "the loss is \(Float(loss))" + (first.map { ", \(Float($0)) at first," } ?? "")
    }
}

/// Ends training after the current step once `isRequested` says so.
public final class InterruptionHook: TrainingHook {
    private let isRequested: () -> Bool

    public init(when isRequested: @escaping () -> Bool) {
        self.isRequested = isRequested
    }

    public func stepDidEnd(_ state: TrainingState) throws {
        if isRequested() { state.stop(.interrupted) }
    }
}

/// Stops training after a total number of steps.
public final class StepLimitHook: TrainingHook {
    private let limit: Int?

    /// - Parameter limit: nil for all steps of the epochs.
    public init(_ limit: Int?) {
        self.limit = limit
    }

    public func trainingWillBegin(_ state: TrainingState) throws { stopIfReached(state) }

    public func stepDidEnd(_ state: TrainingState) throws { stopIfReached(state) }

    private func stopIfReached(_ state: TrainingState) {
        if let limit, state.step >= limit { state.stop(.stepLimit) }
    }
}
