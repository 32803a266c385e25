import Core

/// The training of a network on points of the plane.
public struct PlaneTraining {
    public let network: PlaneNetwork
    public let recipe: PlaneRecipe
    public let training: PlanePoints
    /// May be empty.
    public let test: PlanePoints
    public let seed: UInt64
    private let box: (low: [Double], high: [Double])
    private let givenScale: Double?

    /// - Parameter givenScale: begins with the hand-made network of the grid with its weights so many times as great;
    ///   nil begins with weights drawn at random.
    public init(
        _ recipe: PlaneRecipe, training: PlanePoints, test: PlanePoints = PlanePoints(), seed: UInt64,
        givenScale: Double? = nil
    ) {
        (self.recipe, self.training, self.test, self.seed) = (recipe, training, test, seed)
        let scaling = givenScale == nil ? PlaneScaling(standardizing: training) : .none
        func ends(_ end: ([Double]) -> Double?) -> [Double] {
            [training.xs, training.ys].enumerated().map { axis, values in
                ((end(values) ?? 0) - scaling.center[axis]) / scaling.scale[axis]
            }
        }
        box = (ends { $0.min() }, ends { $0.max() })
        self.givenScale = givenScale
        network = Self.network(recipe, scaling: scaling, box: box, seed: seed, start: 0, givenScale: givenScale)
    }

    /// The network as it begins for the first time (start 0) or anew.
    private static func network(
        _ recipe: PlaneRecipe, scaling: PlaneScaling, box: (low: [Double], high: [Double]), seed: UInt64, start: Int,
        givenScale: Double?
    ) -> PlaneNetwork {
        if let givenScale { return .given(activation: recipe.activation, scale: givenScale) }
        var random = RandomStream(seed: seed, name: start == 0 ? "init" : "init.\(start)")
        return PlaneNetwork(
            hidden: recipe.hidden, activation: recipe.activation, scaling: scaling, box: box, random: &random)
    }

    /// The points as the trainer takes them.
    public var examples: PlaneExamples { PlaneExamples(training, scaling: network.scaling) }

    /// A trainer that scores the network after every epoch (`train_accuracy`, `least_probability`, and `test_loss`,
    /// `test_accuracy` where there are points to test with), ends as soon as the network is good enough, and begins anew
    /// where the recipe says so.
    ///
    /// - Parameter hooks: called after those.
    public func trainer(hooks: [any TrainingHook] = []) -> Trainer<PlaneNetwork> {
        Trainer(
            network, optimizer: Optimizer(recipe.rule, learningRate: recipe.learningRate),
            random: RandomStreams(seed: seed), epochs: recipe.epochs, batchSize: recipe.batchSize,
            exampleCount: training.count,
            hooks: [FiniteLossHook(), RestartHook(of: self), EnoughHook(of: self)] + hooks
        ) { network, batch in network.loss(batch) }
    }

    /// Which start an epoch belongs to, from 0.
    public func start(ofEpoch epoch: Int) -> Int {
        recipe.restartInterval > 0 ? max(0, epoch - 1) / recipe.restartInterval : 0
    }

    /// Gives the network the weights of another start, counted from 0.
    public func begin(_ start: Int) {
        let fresh = Self.network(
            recipe, scaling: network.scaling, box: box, seed: seed, start: start, givenScale: givenScale)
        for (old, new) in zip(network.parameters, fresh.parameters) { old.parameter.assign(new.parameter.value) }
    }
}

/// Draws new weights after every so many epochs: training that has not ended by then has settled where it cannot.
///
/// What is drawn depends on seed and epoch alone, so a resumed training takes the same starts.
private final class RestartHook: TrainingHook {
    private let training: PlaneTraining

    init(of training: PlaneTraining) { self.training = training }

    func epochWillBegin(_ state: TrainingState) throws {
        let interval = training.recipe.restartInterval
        guard interval > 0, state.epoch > 0, state.epoch.isMultiple(of: interval), state.stepInEpoch == 0 else {
            return
        }
        training.begin(state.epoch / interval)
        let zeros = state.optimizer.state(of: training.network).mapValues { Tensor.zeros($0.shape) }
        try state.optimizer.restore(zeros, step: 0, of: training.network)
    }
}

/// Scores the network after every epoch and ends training once it is good enough.
private final class EnoughHook: TrainingHook {
    private let training: PlaneTraining

    init(of training: PlaneTraining) { self.training = training }

    func trainingWillBegin(_ state: TrainingState) throws {
        // A run that ended so has nothing left to train.
        if state.epoch > 0, state.stepInEpoch == 0, isEnough(score) { state.stop(.converged) }
    }

    func epochDidEnd(_ state: TrainingState) throws {
        if training.test.count > 0 {
            let test = training.network.score(on: training.test)
            state.record("test_loss", test.loss)
            state.record("test_accuracy", test.accuracy)
        }
        let score = score
        state.record("train_accuracy", score.accuracy)
        state.record("least_probability", score.leastProbability)
        if isEnough(score) { state.stop(.converged) }
    }

    private var score: PlaneScore { training.network.score(on: training.training) }

    private func isEnough(_ score: PlaneScore) -> Bool {
        training.recipe.enough < 1 && score.leastProbability >= training.recipe.enough
    }
}
