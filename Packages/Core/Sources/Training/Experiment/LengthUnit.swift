/// The unit in which the length of a training is given.
public enum LengthUnit: Sendable {
    case epochs
    /// Steps, which are then called iterations; for experiments that usually use all examples in a step.
    case iterations

    /// The name of one step.
    public var stepName: String { self == .epochs ? "step" : "iteration" }
    /// The name of steps at the beginning of a sentence.
    public var stepsTitle: String { self == .epochs ? "Steps" : "Iterations" }
    /// A step with its article.
    public var aStep: String { self == .epochs ? "a step" : "an iteration" }

    /// The name of a pass over the examples: a pass of one step is called a step.
    ///
    /// - Parameter stepsPerEpoch: steps that show every example once.
    public func passName(stepsPerEpoch: Int) -> String {
        self == .iterations && stepsPerEpoch == 1 ? stepName : "epoch"
    }
}
