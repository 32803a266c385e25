/// The unit in which the length of a training is given.
public enum LengthUnit: Sendable {
    case epochs
    /// Steps, which are then called iterations, as where most trainings take all examples at once.
    case iterations

    /// What one step is called.
    public var stepName: String { self == .epochs ? "step" : "iteration" }
    /// What steps are called where a sentence begins.
    public var stepsTitle: String { self == .epochs ? "Steps" : "Iterations" }
    /// A step with its article.
    public var aStep: String { self == .epochs ? "a step" : "an iteration" }

    /// What a pass over the examples is called: where it is one step it is no more than that.
    ///
    /// - Parameter stepsPerEpoch: steps that show every example once.
    public func passName(stepsPerEpoch: Int) -> String {
        self == .iterations && stepsPerEpoch == 1 ? stepName : "epoch"
    }
}
