import Core

/// What is trained: the model on the data set by the optimizer, with the hook. The value is a run's `config.json`.
struct RingLearning: Experiment {
    static let tool = "own-train"
    /// What `--optimizer` names, and how a run that continues finds it.
    static let optimizers = OptimizerChoice.all + [.own(Lion())]

    var points = 600
    var bumps = 24
    var noise = 0.06
    var recipe = Recipe(epochs: 30, batchSize: 20, learningRate: 0.01, optimizer: .own(Lion()), schedule: .cosine())
    var seed: UInt64 = 0
    var threads = 1
    var validation: Double?

    var modelName: String { "radial" }
    var datasetName: String { "rings" }

    func check() throws {
        try Setting.require("points", points, in: 6...1_000_000)
        try Setting.require("bumps", bumps, in: 1...10_000)
        try Setting.require("noise", noise, in: 0...1)
    }

    func readData(_ console: Console) throws -> [DataPart: TensorExamples] {
        var random = RandomStream(seed: seed, name: .points)
        let all = Rings.examples(points, noise: noise, random: &random)
        let split = try validationSplit(strata: all.labels.scalars(Int32.self))
        var parts = [DataPart.training: all.selecting(split.training)]
        parts[.test] = Rings.examples(600, noise: noise, random: &random)
        if !split.validation.isEmpty { parts[.validation] = all.selecting(split.validation) }
        return parts
    }

    func makeModel() -> RadialNet {
        var random = initialization
        return RadialNet(bumps: bumps, classes: Rings.classNames.count, random: &random)
    }

    func examples(of data: [DataPart: TensorExamples]) throws -> any ExampleSource {
        guard let training = data[.training] else { throw ToolError.badData("rings: no training points") }
        return training
    }

    func loss(
        _ model: RadialNet, _ batch: Batch, _ data: [DataPart: TensorExamples], _ state: TrainingState
    ) -> Tensor { softmaxCrossEntropy(model(batch.inputs), batch.labels) }

    func score(_ model: RadialNet, on part: DataPart, of data: [DataPart: TensorExamples]) -> ClassificationScore? {
        data[part].map { examples in
            ClassificationScore(on: examples, classes: Rings.classNames.count) { batch in
                let logits = model(batch.inputs)
                return (softmaxCrossEntropy(logits, batch.labels), logits.softmax())
            }
        }
    }

    func hooks(_ training: Training<RingLearning>) -> [any TrainingHook] { [WeightNormHook()] }
}
