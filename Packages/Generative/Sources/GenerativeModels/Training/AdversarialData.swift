import Core

/// Pictures to learn from, and what samples are compared with where the judge knows such pictures.
public struct AdversarialData: Sendable {
    public let pictures: TrainingPictures
    /// Compares samples with pictures that are held out of the training ones, to choose the best epoch by.
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

    /// The same pictures to learn from, with nothing to score samples by.
    var unscored: AdversarialData { AdversarialData(pictures) }

    /// Steps of an epoch, as a recipe has them.
    func stepsPerEpoch(_ recipe: Recipe) -> Int {
        let batch = recipe.batchSize(of: pictures.training.count)
        return (pictures.training.count + batch - 1) / batch
    }
}

extension AdversarialTraining {
    /// Reads the pictures, says what a user should know of them, and holds a part out where that is asked for.
    ///
    /// - Throws: `ToolError` where the settings do not fit the pictures, `DatasetError` and `FileError` where there are none.
    public func readData(_ console: Console) throws -> AdversarialData {
        let pictures = try readPictures(console)
        let judge = try DigitJudge()
        let isKnown = judge.knows(pictures)
        let test = isKnown ? SampleScorer(judge, pictures.test) : nil
        guard let validation, validation > 0 else { return AdversarialData(pictures, test: test) }
        let option = "--validation \(Readable.shortest(validation))"
        guard isKnown else {
            throw ToolError.usage(
                "\(option): epochs are chosen by '\(DigitJudge.name)', which knows gray digits of 28×28 pixels; it does not "
                    + "know the pictures of \(pictures.name)")
        }
        let split = try validationSplit(strata: pictures.training.labels, of: "picture")
        guard split.validation.count > 1 else {
            throw ToolError.usage("\(option): a distance needs two validation pictures or more")
        }
        return AdversarialData(
            pictures.selecting(split.training),
            validation: SampleScorer(judge, pictures.training.selecting(split.validation)), test: test)
    }

    private func readPictures(_ console: Console) throws -> TrainingPictures {
        let preparation = PictureSource.Preparation(side: size ?? 28, hasColor: color)
        let images = try PictureSource(data, preparation: preparation).pictures(dataset, remembered: remembered)
        if dataset == nil, images.name == DatasetEntry.builtIn {
            console.warning(
                "no --dataset, and MNIST is not on this machine: learning from the built-in 'strokes', drawn by Kumiki")
        }
        let known = recognized(images)
        console.describe(known)
        if size != nil || color, known.exampleShape != preparation.shape {
            throw ToolError.usage(
                "--size and --color prepare picture files; \(known.name) holds pictures of "
                    + Self.size(of: known.exampleShape))
        }
        return TrainingPictures(known).balanced(trainingExamples)
    }
}
