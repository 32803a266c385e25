import CommandLineSupport
import Core
import Figures

// What both tools say of a training before and after it.

extension ClassifierExperiment {
    public func description(of model: Classifier, _ data: ClassifierData) -> [String] {
        var table = TextTable([.left("layer"), .left("shape"), .right("parameters")])
        for named in model.parameters {
            let shape = named.parameter.shape.map(String.init).joined(separator: "×")
            table.add([named.name, shape, Readable.count(named.parameter.count)])
        }
        table.add(["\(modelName) in all", "", Readable.count(model.parameterCount)])
        let validation = data.validation.map { ", \(Readable.count($0.count)) validation" } ?? ""
        return table.lines + [
            "\(datasetName): \(Readable.count(data.training.count)) training\(validation) and "
                + "\(Readable.count(data.test.count)) test examples"
        ]
    }

    public func report(_ trained: Trained<Self>) -> Report { classifierReport(trained) }

    /// Learning curves, the confusion matrix, the first weights and the worst mistakes.
    func classifierReport(_ trained: Trained<Self>) -> Report {
        var report = Report()
        report.draw("learning-curves", figures.learningCurves(trained.log, lossName: trained.model.lossName))
        report.draw("weights", figures.firstWeights(of: trained.model, input: input))
        if let score = trained.score {
            report.draw("confusion", figures.confusion(score))
            report.draw("misclassified", figures.misclassified(score, of: trained.data.test))
            report.lines = score.lines(classNames: classNames)
        }
        return report
    }

    /// The data set's name, of a folder its last part.
    public var shortDatasetName: String { datasetName.split(separator: "/").last.map(String.init) ?? datasetName }

    /// The figures of this training, under its title.
    var figures: ClassifierFigures {
        ClassifierFigures(title: "\(modelName) on \(shortDatasetName)", classNames: classNames)
    }
}
