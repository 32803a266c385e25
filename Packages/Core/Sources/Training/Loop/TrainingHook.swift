/// An action during training: progress, logs, checkpoints, schedules, evaluation.
///
/// Hooks are called in the order in which the trainer was given them; an error ends training.
public protocol TrainingHook: AnyObject {
    /// Before the first step of this process.
    func trainingWillBegin(_ state: TrainingState) throws
    func epochWillBegin(_ state: TrainingState) throws
    /// Before each step; the place to set the learning rate.
    func stepWillBegin(_ state: TrainingState) throws
    /// After each step.
    func stepDidEnd(_ state: TrainingState) throws
    /// After each epoch, when `state.epoch` counts it; figures may be recorded.
    func epochDidEnd(_ state: TrainingState) throws
    /// After the last step, also where training was stopped early.
    func trainingDidEnd(_ state: TrainingState) throws
}

extension TrainingHook {
    public func trainingWillBegin(_ state: TrainingState) throws {}
    public func epochWillBegin(_ state: TrainingState) throws {}
    public func stepWillBegin(_ state: TrainingState) throws {}
    public func stepDidEnd(_ state: TrainingState) throws {}
    public func epochDidEnd(_ state: TrainingState) throws {}
    public func trainingDidEnd(_ state: TrainingState) throws {}
}
