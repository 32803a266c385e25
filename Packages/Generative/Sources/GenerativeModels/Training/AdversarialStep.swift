import Core

/// A step of both networks: the generator makes pictures, the discriminator learns to distinguish them from real ones, and
/// the generator learns to make it err.
///
/// The pictures are made once: the discriminator learns from their values alone, and the generator's gradient flows
/// through the same pictures afterward. Losses are binary cross entropies of logits (Goodfellow et al. 2014).
public struct AdversarialStep {
    public let model: AdversarialModel
    public let generatorOptimizer: Optimizer
    public let discriminatorOptimizer: Optimizer
    private let labelSmoothing: Double
    private let clipping: ((Gradients) -> Gradients)?
    /// Called between the two updates; for tests of what a training that ends there leaves behind.
    var betweenUpdates: () throws -> Void = {}

    /// Steps as an experiment has them.
    public init(_ model: AdversarialModel, _ experiment: AdversarialTraining) {
        self.model = model
        generatorOptimizer = experiment.recipe.makeOptimizer()
        discriminatorOptimizer = Optimizer(experiment.recipe.rule, learningRate: experiment.lrDiscriminator)
        labelSmoothing = experiment.labelSmoothing
        clipping = experiment.recipe.clipping
    }

    /// The networks as a trainer knows them, the generator first.
    public var parts: [TrainedPart] {
        [
            TrainedPart(model.generator, name: "generator", optimizer: generatorOptimizer),
            TrainedPart(model.discriminator, name: "discriminator", optimizer: discriminatorOptimizer),
        ]
    }

    /// What a step measured.
    public struct Result {
        public let generatorLoss: Double
        /// Of real and made pictures, added.
        public let discriminatorLoss: Double
        /// The mean probability that the discriminator gave to real and to made pictures of being real.
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
            let (realLogits, fakeLogits) = logits(real, fake, labels)
            (onReal, onFake) = (meanProbability(realLogits), meanProbability(fakeLogits))
            let target = Tensor(repeating: 1 - labelSmoothing, shape: realLogits.shape, type: realLogits.type)
            return binaryCrossEntropy(logits: realLogits, targets: target)
                + binaryCrossEntropy(logits: fakeLogits, targets: .zeros(fakeLogits.shape, type: fakeLogits.type))
        }
        return (loss, onReal, onFake)
    }

    private func logits(_ real: Tensor, _ fake: Tensor, _ labels: Tensor?) -> (real: Tensor, fake: Tensor) {
        let count = real.shape[0]
        guard model.discriminator.judgesEachAlone else {
            // Batch normalization sees real and made pictures separately.
            return (model.discriminator(real, labels: labels), model.discriminator(fake, labels: labels))
        }
        let both = model.discriminator(concatenated([real, fake]), labels: labels.map { concatenated([$0, $0]) })
        return (both.sliced(0..<count), both.sliced(count..<2 * count))
    }

    private func meanProbability(_ logits: Tensor) -> Double { sigmoid(logits.detached).mean().item }
}
