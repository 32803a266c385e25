/// Sets the learning rate of every step.
public final class ScheduleHook: TrainingHook {
    private let schedule: LearningRateSchedule
    private let bases: [Double]

    public init(_ schedule: LearningRateSchedule, base: Double) {
        self.schedule = schedule
        bases = [base]
    }

    /// The same for several parts, each from the rate that its optimizer has now.
    public init(_ schedule: LearningRateSchedule, parts: [TrainedPart]) {
        self.schedule = schedule
        bases = parts.map(\.optimizer.learningRate)
    }

    public func stepWillBegin(_ state: TrainingState) throws {
        for (part, base) in zip(state.parts, bases) {
            part.optimizer.learningRate = schedule.rate(
                base: base, step: state.step, of: state.epochs * state.stepsPerEpoch,
                stepsPerEpoch: state.stepsPerEpoch)
        }
    }
}

/// Ends training where the loss is no longer a finite number, before a checkpoint could be spoiled.
public final class FiniteLossHook: TrainingHook {
    public init() {}

    public func stepDidEnd(_ state: TrainingState) throws {
        guard !state.latestLoss.isFinite else { return }
        throw TrainingError.lossNotFinite(loss: state.latestLoss, epoch: state.epoch + 1, step: state.stepInEpoch)
    }
}

/// Why training cannot go on.
public enum TrainingError: Error, CustomStringConvertible, Equatable {
    case lossNotFinite(loss: Double, epoch: Int, step: Int)
    /// - Parameter first: the loss of the first step; nil where there was none.
    case diverged(loss: Double, first: Double?, epoch: Int, step: Int)

    public var description: String {
        switch self {
        case .lossNotFinite(let loss, let epoch, let step):
            Self.words(loss, nil) + " at step \(step) of epoch \(epoch); a smaller --lr may help"
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

/// Stops training after so many steps in all.
public final class StepLimitHook: TrainingHook {
    private let limit: Int?

    /// - Parameter limit: nil for as many as the epochs have.
    public init(_ limit: Int?) {
        self.limit = limit
    }

    public func trainingWillBegin(_ state: TrainingState) throws { stopIfReached(state) }

    public func stepDidEnd(_ state: TrainingState) throws { stopIfReached(state) }

    private func stopIfReached(_ state: TrainingState) {
        if let limit, state.step >= limit { state.stop(.stepLimit) }
    }
}

/// Measures the model after every epoch.
public final class EvaluationHook: TrainingHook {
    private let measure: () -> [(name: String, value: Double)]

    /// - Parameter measure: figures of the model as it stands, by column name.
    public init(_ measure: @escaping () -> [(name: String, value: Double)]) {
        self.measure = measure
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        for (name, value) in measure() { state.record(name, value) }
    }
}
