import Core

/// A step of both networks: the generator draws pictures, the discriminator learns to distinguish them from real ones,
/// and the generator learns to deceive it.
///
/// The pictures are made once: the discriminator learns only from their values, and the generator's gradient flows
/// through the same pictures afterward. Losses are binary cross entropies of logits (Goodfellow et al. 2014).
public struct AdversarialStep {
    public let model: AdversarialModel
    public let generatorOptimizer: Optimizer
    public let discriminatorOptimizer: Optimizer
    let labelSmoothing: Double
    let clipping: ((Gradients) -> Gradients)?
    /// Called between the two updates; for tests of a training that ends there.
    var betweenUpdates: () throws -> Void = {}

    /// The step of an experiment.
    public init<Entries>(_ model: AdversarialModel, _ experiment: AdversarialExperiment<Entries>) {
        self.model = model
        generatorOptimizer = experiment.recipe.makeOptimizer()
        discriminatorOptimizer = experiment.recipe.makeOptimizer(learningRate: experiment.lrDiscriminator)
        labelSmoothing = experiment.labelSmoothing
        clipping = experiment.recipe.clipping
    }

    /// The networks in the trainer's order, the generator first.
    public var parts: [TrainedPart] {
        [
            TrainedPart(model.generator, name: "generator", optimizer: generatorOptimizer),
            TrainedPart(model.discriminator, name: "discriminator", optimizer: discriminatorOptimizer),
        ]
    }

    /// The measurements of a step.
    public struct Result {
        public let generatorLoss: Double
        /// The sum of the losses on real and generated pictures.
        public let discriminatorLoss: Double
        /// The discriminator's mean probability of being real, for real and for generated pictures.
        public let onReal: Double
        public let onFake: Double
    }

    /// Takes a step on a batch of real pictures.
    ///
    /// - Shapes: inputs N × C × H × W within −1 … 1; labels N.
    public func callAsFunction(_ batch: Batch, _ random: RandomStreams) throws -> Result {
        let noise = random[.noise].normals([batch.count, model.noise])
        return try callAsFunction(batch, noise: noise, random)
    }

    func callAsFunction(_ batch: Batch, noise: Tensor, _ random: RandomStreams) throws -> Result {
        let labels = model.classes > 0 ? batch.labels : nil
        var judged = (loss: 0.0, onReal: 0.0, onFake: 0.0)
        let loss = try generatorOptimizer.takeStep(of: model.generator, drawingFrom: random, filter: clipping) {
            let fake = model.generator(noise, labels: labels)
            judged = judge(batch.inputs, fake.detached, labels, random)
            try betweenUpdates()
            return model.generatorLoss(of: fake, labels: labels)
        }
        model.average?.follow()
        return Result(
            generatorLoss: loss, discriminatorLoss: judged.loss, onReal: judged.onReal, onFake: judged.onFake)
    }

    /// The discriminator's step.
    private func judge(
        _ real: Tensor, _ fake: Tensor, _ labels: Tensor?, _ random: RandomStreams
    ) -> (loss: Double, onReal: Double, onFake: Double) {
        var (onReal, onFake) = (0.0, 0.0)
        let loss = discriminatorOptimizer.takeStep(of: model.discriminator, drawingFrom: random, filter: clipping) {
            let judged = judgment(real, fake, labels)
            (onReal, onFake) = (judged.onReal, judged.onFake)
            return judged.loss
        }
        return (loss, onReal, onFake)
    }

    /// The discriminator's loss, and its mean probabilities for real and for generated pictures.
    func judgment(
        _ real: Tensor, _ fake: Tensor, _ labels: Tensor?
    ) -> (loss: Tensor, onReal: Double, onFake: Double) {
        let (realLogits, fakeLogits) = logits(real, fake, labels)
        let (onReal, onFake) = (meanProbability(realLogits), meanProbability(fakeLogits))
        let target = Tensor(repeating: 1 - labelSmoothing, shape: realLogits.shape, type: realLogits.type)
        let loss =
            binaryCrossEntropy(logits: realLogits, targets: target)
            + binaryCrossEntropy(logits: fakeLogits, targets: .zeros(fakeLogits.shape, type: fakeLogits.type))
        return (loss, onReal, onFake)
    }

    private func logits(_ real: Tensor, _ fake: Tensor, _ labels: Tensor?) -> (real: Tensor, fake: Tensor) {
        let count = real.shape[0]
        guard model.discriminator.judgesEachAlone else {
            // Batch normalization needs separate batches of real and generated pictures.
            return (model.discriminator(real, labels: labels), model.discriminator(fake, labels: labels))
        }
        let both = model.discriminator(concatenated([real, fake]), labels: labels.map { concatenated([$0, $0]) })
        return (both.sliced(0..<count), both.sliced(count..<2 * count))
    }

    private func meanProbability(_ logits: Tensor) -> Double { sigmoid(logits.detached).mean().item }
}
