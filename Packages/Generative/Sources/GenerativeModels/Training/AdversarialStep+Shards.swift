import Core

extension AdversarialStep {
    /// The same step by shards of the batch: first the discriminator's update, then the generator's, which draws the same
    /// pictures again.
    var shards: ShardedStep {
        let judging = ShardedStep.Phase(
            part: 1, filter: clipping, figures: 2, follows: { $0.hasPrefix("discriminator.") }
        ) { batch, state, figures in
            let labels = model.classes > 0 ? batch.labels : nil
            let fake = model.generator(noise(of: batch, state), labels: labels).detached
            let judged = judgment(batch.inputs, fake, labels)
            figures = [judged.onReal, judged.onFake]
            return judged.loss
        }
        let generating = ShardedStep.Phase(
            part: 0, filter: clipping, follows: { !$0.hasPrefix("average.") }
        ) { batch, state, _ in
            let labels = model.classes > 0 ? batch.labels : nil
            let fake = model.generator(noise(of: batch, state), labels: labels)
            return model.generatorLoss(of: fake, labels: labels)
        }
        return ShardedStep([judging, generating]) { state, averages, count in
            model.average?.follow()
            let result = Result(
                generatorLoss: averages[1][0], discriminatorLoss: averages[0][0], onReal: averages[0][1],
                onFake: averages[0][2])
            AdversarialFigures.add(result, of: count, to: state)
            return result.generatorLoss
        }
    }

    /// The noise of a shard, the same in both phases.
    private func noise(of batch: Batch, _ state: TrainingState) -> Tensor {
        state.random.restarted[.noise].normals([batch.count, model.noise])
    }
}
