import Core

/// The usual network and training of a task of the plane.
public struct PlaneSettings: Sendable {
    /// Units of each hidden layer.
    public let hidden: [Int]
    /// A name of the tool's activations.
    public let activation: String
    /// The probability of every training point's class with which training ends; 1 for never.
    public let stopAt: Double
    /// Epochs after which a training that has not converged restarts with new weights; 0 for never.
    public let restartAfter: Int
    public let recipe: Recipe

    /// By default, Adam takes steps of 20 points and trains to the last epoch.
    public init(
        hidden: [Int], activation: String = PlaneActivation.sigmoid.name, stopAt: Double = 1, restartAfter: Int = 0,
        epochs: Int, batchSize: Int = 20, learningRate: Double
    ) {
        (self.hidden, self.activation, self.stopAt, self.restartAfter) = (hidden, activation, stopAt, restartAfter)
        recipe = Recipe(epochs: epochs, batchSize: batchSize, learningRate: learningRate, optimizer: .adam())
    }
}
