import Core

extension PlaneNetwork {
    /// The hand-made network of the grid: W = [[1,1],[1,1],[1,−1],[1,−1]], b = [−1.5, −2.5, 0.5, −0.5], output weights
    /// [−1, 1, −1, 1] with bias 0, and the step function with step(0) = 1 throughout.
    ///
    /// Two hidden units are on where x + y exceeds 1.5 and 2.5, two where x − y exceeds −0.5 and 0.5; the output adds
    /// and subtracts them, and is 0 or more only for the odd points.
    ///
    /// - Parameters:
    ///   - activation: the step, or one that can be trained.
    ///   - scale: multiplies all weights: the larger it is, the closer a sigmoid is to the step.
    public static func given(activation: PlaneActivation, scale: Double) -> PlaneNetwork {
        var random = RandomStream(seed: 0, name: .initialization)
        let network = PlaneNetwork(hidden: [4], activation: activation, random: &random)
        network.assign(
            weights: [1, 1, 1, 1, 1, -1, 1, -1].map { $0 * scale }, biases: [-1.5, -2.5, 0.5, -0.5].map { $0 * scale },
            output: [-1, 1, -1, 1].map { $0 * scale }, outputBias: 0)
        return network
    }
}

extension PlaneExperiment {
    /// The hand-made network itself, which is not trained.
    public static var given: Self {
        var experiment = Self(.grid)
        experiment.takeGiven(scale: 1)
        (experiment.activation, experiment.recipe.epochs) = (PlaneActivation.step.name, 0)
        return experiment
    }

    /// Begins with the hand-made network's weights, times `scale`.
    public mutating func takeGiven(scale: Double) { (fromGiven, hidden, restartAfter) = (scale, [4], 0) }
}
