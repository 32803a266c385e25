import Core

/// A classifier learns from labeled pictures: what `kmnist-train` and `mri-train` have in common.
public protocol ClassifierExperiment: PictureExperiment
where Data == ClassifierData, Model == Classifier, Score == ClassificationScore {
    /// The shape of a picture, C × H × W.
    var input: Shape { get set }
    var classNames: [String] { get set }
    /// What the cells of confusion matrices show.
    var confusion: ConfusionCells { get set }
    /// How training pictures are changed at random.
    var augmentation: Augmentation { get }
}

extension ClassifierExperiment {
    public var augmentation: Augmentation { Augmentation() }

    /// Checks the settings that both tools have: the data, the pictures' shape and the classes.
    ///
    /// - Parameter units: of the widest layer that reads the pixels.
    func checkPictures(units: Int = 1) throws(SettingError) {
        for (name, text) in [("dataset", dataset), ("data", data)] {
            if let text { try Setting.require(name, "'\(text)'", !text.isEmpty, expected: "a name or a folder") }
        }
        try Setting.require(
            "input", input,
            input.count == 3 && (1...4_096).contains(input[0]) && input[1...].allSatisfy(Self.sides.contains)
                && input.elementCount * units <= 2_000_000_000,
            expected: "channels, height and width, both from 4 on, of a picture that a model can hold")
        try Setting.require(
            "classNames", classNames, (1...100_000).contains(classNames.count) && !classNames.contains(""),
            expected: "the names of 1 to 100,000 classes")
        do { try augmentation.check() } catch { throw error.within("augmentation") }
    }

    /// The heights and widths that pictures may have, in pixels.
    private static var sides: ClosedRange<Int> { 4...4_096 }

    /// - Throws: `ToolError` where the pictures are too small or too large for any model.
    public mutating func adopt(_ data: ClassifierData) throws {
        (dataset, input, classNames) = (data.images.name, data.images.exampleShape, data.images.classNames)
        record = data.record
        guard input[1...].allSatisfy(Self.sides.contains) else {
            let isSmall = input[1...].contains { $0 < Self.sides.lowerBound }
            throw ToolError.badData(
                "\(datasetName): pictures of \(Self.size(of: input)), expected "
                    + (isSmall ? "4×4 or more" : "4,096×4,096 or fewer"))
        }
    }

    public func facts(of data: ClassifierData) -> DataFacts? { data.facts }

    public func requireUnchanged(_ data: ClassifierData, of run: RunFolder) throws {
        try requireSame(data.images, as: run.path)
    }

    public mutating func takeContinuation(of other: Self) {
        takePlace(of: other)
        confusion = other.confusion
    }

    public func hasValidation(_ data: ClassifierData) -> Bool { data.validation != nil }

    public func examples(of data: ClassifierData) -> any ExampleSource {
        augmentation.isIdentity ? data.training : AugmentedExamples(data.training, augmentation, seed: seed)
    }

    public func loss(_ model: Classifier, _ batch: Batch, _ data: ClassifierData, _ state: TrainingState) -> Tensor {
        model.loss(model(batch.inputs), labels: batch.labels)
    }

    public func score(
        _ model: Classifier, on part: DataPart, of data: ClassifierData
    ) -> ClassificationScore? {
        data[part].map { model.score(on: $0, classes: classNames.count) }
    }

    public func trainingMeasurements(_ model: Classifier, of data: ClassifierData) -> [Measurement] {
        let score = model.score(on: data.judgedTraining, classes: classNames.count)
        return [Measurement(.accuracy(.training), score.accuracy)]
    }

    /// Epochs are long: each one has a row.
    public func pace(of plan: TrainingPlan) -> Pace { Pace() }

    /// Pictures in the parts that the experiment asks for: the set's own parts, or, where a validation share is
    /// requested, its training and validation pictures divided again.
    ///
    /// - Parameter limit: how many pictures to learn from at most, of all classes; nil for all.
    /// - Throws: `ToolError` where a part would be empty.
    func divided(_ images: ImageDataset, limit: Int? = nil) throws(ToolError) -> ClassifierData {
        guard images.test.count > 0 else {
            throw .badData("\(images.name): has no test pictures")
        }
        let own = images.validation
        guard let validation, validation > 0 else {
            let training = images.training.balanced(limit ?? .max)
            return ClassifierData(images.learning(from: training, validation: own), readFrom: images)
        }
        let all = (own.map { images.training.followed(by: $0) } ?? images.training).balanced(limit ?? .max)
        let split = try validationSplit(strata: all.labels)
        return ClassifierData(
            images.learning(
                from: all.selecting(split.training), validation: all.selecting(split.validation)), readFrom: images)
    }
}

/// Pictures to learn from, to choose the best epoch by, and to test with.
public struct ClassifierData: Sendable {
    public let images: ImageDataset
    /// What a run records of the set.
    let record: DatasetRecord
    /// What the reader found in the set.
    let facts: DataFacts
    /// The training examples that the training accuracy is measured on: all, or as many as there are test examples,
    /// evenly spaced, so that the measurement takes a small part of an epoch.
    public let judgedTraining: ByteExamples

    /// - Parameter whole: the set as it was read.
    init(_ images: ImageDataset, readFrom whole: ImageDataset) {
        self.images = images
        (record, facts) = (DatasetRecord(whole), DataFacts(whole))
        let (all, most) = (images.training.count, max(1, images.test.count))
        judgedTraining =
            all <= most ? images.training : images.training.selecting((0..<most).map { Int32($0 * all / most) })
    }

    public var training: ByteExamples { images.training }
    public var validation: ByteExamples? { images.validation }
    public var test: ByteExamples { images.test }

    /// A part; nil where there is none.
    public subscript(part: DataPart) -> ByteExamples? {
        switch part {
        case .training: training
        case .validation: validation
        case .test: test
        }
    }
}
