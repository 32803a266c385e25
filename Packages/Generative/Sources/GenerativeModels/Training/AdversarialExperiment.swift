import Core

/// Two networks are trained against each other until one generates realistic pictures, of the models and data sets that
/// `Entries` name.
public struct AdversarialExperiment<Entries: GANEntries>: PictureExperiment {
    public static var tool: String { Entries.tool }
    public static var optimizers: [OptimizerChoice] { Entries.optimizers }

    /// A name of the entries' models.
    public private(set) var model: String
    /// The data set's name or folder; nil for the default.
    public var dataset: String?
    /// Where to look for the data set first.
    public var data: String?
    public var record: DatasetRecord?
    /// The number of training pictures to use, of all classes; nil for all.
    public var trainingExamples: Int?
    /// The side of pictures that come from files of pictures, in pixels; nil for 28.
    public var size: Int?
    /// Whether such pictures keep their colors.
    public var color = false
    /// C × H × W of a picture.
    public internal(set) var picture = DigitJudge.picture
    public internal(set) var classNames = ImageDataset.digits
    /// The size of the noise vector of a picture.
    public var noise = 100
    /// The discriminator's learning rate; the recipe's is the generator's. Two time scales: Heusel et al. 2017.
    public var lrDiscriminator: Double
    /// The difference between 1 and the target of real pictures (one-sided smoothing, Salimans et al. 2016).
    public var labelSmoothing = 0.0
    /// The discriminator's dropout rate; nil where it has no dropout.
    public var dropout: Double?
    /// The decay of the average of the generator's weights, which draws samples; 0 for the latest weights.
    public var average: Double
    /// The epochs whose grids are drawn and whose checkpoints stay, besides the last; nil, until the training begins,
    /// for five over the training.
    public var gridEpochs: [Int]?
    /// Epochs from one score of the samples to the next.
    public var scoreEvery = 5
    /// Its learning rate is the generator's.
    public var recipe: Recipe
    public var seed: UInt64 = 0
    public var threads = ComputeContext.threads
    public var validation: Double?

    public var modelName: String { model }
    public var input: Shape { picture }

    /// A model with its default recipe.
    public init(_ entry: GANEntry = Entries.models[0]) {
        (model, dropout, average) = (entry.name, entry.dropout, entry.average)
        lrDiscriminator = entry.learningRates.discriminator
        recipe = Recipe(
            epochs: 200, batchSize: 100, learningRate: entry.learningRates.generator,
            optimizer: .adam(beta1: entry.beta1))
    }

    /// Takes another model with its default recipe; the same model again changes nothing.
    ///
    /// - Throws: `ToolError` where the name is unknown.
    public mutating func choose(_ name: String) throws(ToolError) {
        if name == model { return }
        let usual = Self(try Entries.model(name))
        (model, dropout, average, recipe) = (usual.model, usual.dropout, usual.average, usual.recipe)
        lrDiscriminator = usual.lrDiscriminator
    }

    public mutating func adopt(_ data: AdversarialData) {
        let pictures = data.pictures
        (dataset, picture, classNames) = (pictures.name, pictures.shape, pictures.classNames)
        record = pictures.record
        let epochs = recipe.epochs(ofSteps: data.stepsPerEpoch(recipe))
        gridEpochs = gridEpochs ?? Set((0...4).map { $0 * epochs / 4 }).sorted()
    }

    public func facts(of data: AdversarialData) -> DataFacts? { data.pictures.facts }

    public func requireUnchanged(_ data: AdversarialData, of run: RunFolder) throws {
        try requireSame(data.pictures.images, as: run.path)
    }

    public mutating func takeContinuation(of other: Self) { takePlace(of: other) }

    public func makeModel() throws -> AdversarialModel {
        var random = initialization
        let entry = try Entries.model(model)
        let request = GANRequest(
            picture: picture, classes: entry.isConditional ? classNames.count : 0, noise: noise,
            dropout: dropout ?? 0, average: average)
        if let made = entry.make(request, &random) { return made }
        throw ToolError.badData("\(datasetName): pictures of \(Self.size(of: picture)); \(model) \(entry.limits)")
    }

    public func examples(of data: AdversarialData) -> any ExampleSource { data.pictures.training }

    /// The generator's loss, for gradient checks; a training step has two losses, each with its optimizer.
    public func loss(
        _ model: AdversarialModel, _ batch: Batch, _ data: AdversarialData, _ state: TrainingState
    ) -> Tensor {
        let labels = model.classes > 0 ? batch.labels : nil
        let noise = state.random[.noise].normals([batch.count, noise]).cast(to: batch.inputs.type)
        return model.generatorLoss(of: model.generator(noise, labels: labels), labels: labels)
    }

    public func method(_ model: AdversarialModel, _ data: AdversarialData) -> TrainingMethod {
        let step = AdversarialStep(model, self)
        return TrainingMethod(parts: step.parts, shards: step.shards) { state, batch in
            let result = try step(batch, state.random)
            AdversarialFigures.add(result, of: batch.count, to: state)
            return result.generatorLoss
        }
    }

    public func architecture(of model: AdversarialModel, _ data: AdversarialData) -> Architecture {
        model.architecture(picture: picture)
    }

    public func hasValidation(_ data: AdversarialData) -> Bool { data.validation != nil }

    public func score(
        _ model: AdversarialModel, on part: DataPart, of data: AdversarialData
    ) -> SampleScore? {
        data[part]?.score(samples(of: model, SampleScore.samples).bytes)
    }

    public var selection: [Metric] { [.digitsFrechet(.validation)] }

    public func pace(of plan: TrainingPlan) -> Pace {
        let kept = Set((gridEpochs ?? []) + [plan.epochs])
        return Pace(evaluation: scoreEvery, rows: plan.rowInterval, keeping: kept.contains)
    }

    public func hooks(_ training: Training<Self>) -> [any TrainingHook] {
        let model = training.model
        let samples = SampleHook(training.folder) { self.samples(of: model, SampleHook.side * SampleHook.side) }
        let watch = CollapseWatch(
            variety: { samples.latest?.variety(period: max(1, model.classes)) ?? .infinity },
            warn: training.console.warning)
        return [AdversarialFigures(), samples, watch] + Entries.hooks(training)
    }

    /// The discriminator's loss is a separate metric.
    public var lossName: String { "G loss" }

    /// The model's pictures for the first `count` rows of the test noise.
    func samples(of model: AdversarialModel, _ count: Int) -> SamplePictures {
        SamplePictures(shape: picture, bytes: model.pictures(from: testNoise(count)))
    }

    /// Noise for test pictures: it does not depend on the training, and a larger count has the same first rows.
    ///
    /// - Shapes: count × Z.
    public func testNoise(_ count: Int, seed: UInt64? = nil) -> Tensor {
        var random = RandomStream(seed: seed ?? self.seed, name: .testNoise)
        return random.normals([count, noise])
    }
}

extension StreamName {
    /// The noise for test pictures.
    static let testNoise = StreamName("test noise")
    /// The noise for training.
    static let noise = StreamName("noise")
}
