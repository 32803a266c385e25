import Core

// What both tools print before and after a training.

extension ClassifierExperiment {
    public func architecture(of model: Classifier, _ data: ClassifierData) -> Architecture {
        model.architecture(of: input)
    }

    public func description(of model: Classifier, _ data: ClassifierData) -> [String] {
        let validation = data.validation.map { ", \(Readable.count($0.count)) validation" } ?? ""
        let judged = data.judgedTraining.count
        let sample =
            judged == data.training.count
            ? nil : "training accuracy: of \(Readable.count(judged)) training examples, evenly spaced"
        return [
            "\(datasetName): \(Readable.count(data.training.count)) training\(validation) and "
                + "\(Readable.count(data.test.count)) test examples", sample,
        ].compactMap { $0 }
    }

    public func report(_ trained: Trained<Self>) -> Report { classifierReport(trained) }

    /// Learning curves, the confusion matrix, the first weights and the worst mistakes.
    func classifierReport(_ trained: Trained<Self>) -> Report {
        var report = Report()
        report.draw("learning-curves", figures.learningCurves(trained.log, lossName: trained.model.lossName))
        report.draw("weights", figures.firstWeights(of: trained.model, input: input))
        if let score = trained.score {
            report.draw("confusion", figures.confusion(score, showing: confusion))
            report.enliven("confusion", figures.liveConfusion(score, of: trained.data.test, showing: confusion))
            report.draw("misclassified", figures.misclassified(score, of: trained.data.test))
            report.lines = score.lines(classNames: classNames, showing: confusion)
        }
        return report
    }

    /// The figures of this training, under its title.
    var figures: ClassifierFigures {
        ClassifierFigures(title: "\(modelName) on \(shortDatasetName)", classNames: classNames)
    }
}
