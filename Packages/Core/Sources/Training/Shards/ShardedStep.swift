import Datasets
import Tensors

/// How a step is made of shards of its batch: in one phase, or in several of which each sees the update of the one
/// before.
///
/// The functions belong to one model. Shards of a batch are computed at the same time, each with a copy of the model.
public struct ShardedStep {
    /// The gradient of a loss by one part of the model, averaged over all shards, and the update of that part.
    public struct Phase {
        /// The number of the part among those of the method.
        public let part: Int
        /// Changes the gradients for the optimizer, for example by clipping.
        public let filter: ((Gradients) -> Gradients)?
        /// The number of figures besides the loss.
        public let figures: Int
        /// Whether a parameter that is not trained, such as a running mean, takes the average over all shards. Others keep
        /// their values.
        public let follows: (String) -> Bool
        /// The loss of a shard, averaged over its examples, and its figures.
        public let loss: (Batch, TrainingState, inout [Double]) throws -> Tensor

        /// - Parameters:
        ///   - part: the number of the part among those of the method.
        ///   - filter: changes the gradients for the optimizer.
        ///   - figures: the number of figures besides the loss.
        ///   - follows: whether an untrained parameter, by its name, takes the average over all shards.
        ///   - loss: the loss of a shard, averaged over its examples; it writes its figures.
        public init(
            part: Int = 0, filter: ((Gradients) -> Gradients)? = nil, figures: Int = 0,
            follows: @escaping (String) -> Bool = { _ in true },
            loss: @escaping (Batch, TrainingState, inout [Double]) throws -> Tensor
        ) {
            (self.part, self.filter, self.figures) = (part, filter, figures)
            (self.follows, self.loss) = (follows, loss)
        }
    }

    /// In order.
    public let phases: [Phase]
    /// What follows the last update: from the loss and the figures of every phase, averaged over the batch's examples, and
    /// their number, the loss to report.
    public let finish: (TrainingState, [[Double]], Int) -> Double

    /// - Parameters:
    ///   - phases: in order, one or more.
    ///   - finish: called after the last update; by default, the loss of the first phase is reported.
    public init(
        _ phases: [Phase],
        finish: @escaping (TrainingState, [[Double]], Int) -> Double = { _, averages, _ in averages[0][0] }
    ) {
        (self.phases, self.finish) = (phases, finish)
    }

    /// Whether there are values that follow the batches, as batch normalization has them, among a model's parameters.
    func hasRunningValues(_ parameters: [NamedParameter]) -> Bool {
        parameters.contains { named in phases.contains { $0.isFollowed(named) } }
    }
}
