import Core

/// Pictures for training, and the pictures to compare samples with if the judge knows their kind.
public struct AdversarialData: Sendable {
    public let pictures: TrainingPictures
    /// Compares samples with pictures that are held out of training, to choose the best epoch.
    public let validation: SampleScorer?
    /// Compares samples with the test pictures.
    public let test: SampleScorer?

    init(_ pictures: TrainingPictures, validation: SampleScorer? = nil, test: SampleScorer? = nil) {
        (self.pictures, self.validation, self.test) = (pictures, validation, test)
    }

    subscript(part: DataPart) -> SampleScorer? {
        switch part {
        case .training: nil
        case .validation: validation
        case .test: test
        }
    }

    /// The same pictures for training, without scores of samples.
    var unscored: AdversarialData { AdversarialData(pictures) }

    /// The steps of an epoch in a recipe.
    func stepsPerEpoch(_ recipe: Recipe) -> Int {
        let batch = recipe.batchSize(of: pictures.training.count)
        return (pictures.training.count + batch - 1) / batch
    }
}

extension AdversarialExperiment {
    /// Reads the pictures, reports what a user should know about them, and holds out a part if requested.
    ///
    /// - Throws: `ToolError` where the settings do not fit the pictures, `DatasetError` and `FileError` where there are
    ///   none.
    public func readData(_ console: Console) throws -> AdversarialData {
        let pictures = try readPictures(console)
        let judge = try DigitJudge()
        let isKnown = judge.knows(pictures)
        let test = isKnown ? SampleScorer(judge, pictures.test) : nil
        guard let validation, validation > 0 else { return AdversarialData(pictures, test: test) }
        let option = "--validation \(Readable.shortest(validation))"
        guard isKnown else {
            throw ToolError.usage(
                "\(option): '\(DigitJudge.name)' chooses the epoch; it knows gray digits of 28×28 pixels, but it does "
                    + "not know the pictures of \(pictures.name)")
        }
        let split = try validationSplit(strata: pictures.training.labels, of: "picture")
        guard split.validation.count > 1 else {
            throw ToolError.usage("\(option): the Fréchet distance needs two or more validation pictures")
        }
        return AdversarialData(
            pictures.selecting(split.training),
            validation: SampleScorer(judge, pictures.training.selecting(split.validation)), test: test)
    }

    private func readPictures(_ console: Console) throws -> TrainingPictures {
        let preparation = PictureSource.Preparation(side: size ?? 28, hasColor: color)
        let source = PictureSource(data, entries: Entries.datasets, preparation: preparation)
        let images = try source.pictures(dataset, remembered: remembered)
        if dataset == nil, images.name == DatasetEntry.builtIn {
            console.warning(
                "no --dataset, and MNIST is not on this machine: training on the built-in 'strokes', drawn by Kumiki")
        }
        let known = recognized(images)
        console.describe(known)
        if size != nil || color, known.exampleShape != preparation.shape {
            throw ToolError.usage(
                "--size and --color prepare picture files; \(known.name) has pictures of "
                    + Self.size(of: known.exampleShape))
        }
        return TrainingPictures(known).balanced(trainingExamples)
    }
}
