import Datasets
import Foundations
import Tensors

// A training whose batches are divided into shards, on one rank or on several.

extension TrainingRun {
    /// What takes the steps by shards; nil where batches are not divided.
    ///
    /// - Throws: `ToolError` where the method's steps cannot be divided.
    func shards(
        of state: TrainingState, _ method: TrainingMethod, _ examples: any ExampleSource
    ) throws -> ShardedTraining? {
        guard let count = experiment.recipe.shards else {
            Contract.require(communicator.size == 1, "TrainingRun", "ranks without shards would each train alone")
            return nil
        }
        guard let step = method.shards else { throw method.undivided("--shards") }
        let sharded = try ShardedTraining(
            state, step, shards: count, on: communicator, examples: examples, threads: workers,
            isNormalizedTogether: experiment.recipe.synchronizesBatchNorm
        ) {
            let model = try experiment.makeModel()
            return (model, try experiment.method(model, data))
        }
        console.note(sharded.description(batchSize: state.batchSize))
        return sharded
    }
}

extension ShardedTraining {
    /// One line: shards and their sizes, ranks, and what batch normalization sees.
    fileprivate func description(batchSize: Int) -> String {
        let sizes = (0..<exchange.tree.shards).map { exchange.tree.examples(of: $0, among: batchSize).count }
        let (least, most) = (sizes.min() ?? 0, sizes.max() ?? 0)
        let size = least == most ? "\(most)" : "\(least) to \(most)"
        let ranks = exchange.communicator.size
        return "\(Readable.count(sizes.count, "shard")) of \(size) examples a step"
            + (ranks > 1 ? ", on \(ranks) ranks" : "") + (threads > 1 ? ", \(threads) at a time" : "")
            + (hasRunningValues ? "; batch normalization \(isNormalizedTogether ? "over all shards" : "by shard")" : "")
    }
}

extension TrainingMethod {
    /// The error that the steps cannot be divided.
    ///
    /// - Parameter cause: what divides them, such as "--shards".
    fileprivate func undivided(_ cause: String) -> ToolError {
        .usage("\(cause): \(obstacle ?? "a step needs all of its examples at once"), so it cannot be divided")
    }
}

extension Experiment {
    /// Checks that the steps of the training can be divided as requested.
    ///
    /// - Parameters:
    ///   - model: of the experiment.
    ///   - data: of the experiment.
    ///   - ranks: the number of ranks that divide the shards among them.
    ///   - isAsked: whether the user gave the number of shards; otherwise it follows from the ranks.
    /// - Throws: `ToolError` where they cannot, or there are more ranks than shards.
    package func requireDivision(_ model: Model, _ data: Data, on ranks: Int, isAsked: Bool = true) throws {
        guard let shards = recipe.shards else {
            if recipe.synchronizesBatchNorm {
                throw ToolError.usage(
                    "--sync-batchnorm: expected --shards, or several ranks; without them, batches are normalized whole")
            }
            return
        }
        let method = try method(model, data)
        guard let step = method.shards else {
            throw method.undivided(isAsked ? "--shards" : "\(ranks) ranks")
        }
        if recipe.synchronizesBatchNorm, !step.hasRunningValues(model.parameters) {
            throw ToolError.usage("--sync-batchnorm: \(modelName) has no batch normalization")
        }
        guard ranks > shards else { return }
        throw ToolError.usage(
            isAsked
                ? "--shards \(shards): expected at least one shard for each of \(ranks) ranks"
                : "\(ranks) ranks: a step has \(shards) shards by default, expected one for each rank; --shards sets their "
                    + "number")
    }
}
