import CommandLineSupport
import Core
import Figures
import VisionModels

/// Reads the set that the options mean, and says so where it is the built-in one by default.
struct DataReader {
    /// The set's name or folder; nil where the user named none.
    let dataset: String?
    /// The folder to look in first.
    let folder: String?
    let console: Console

    func dataset(limit: Int?) throws -> ImageDataset {
        let finder = DatasetFinder(folder)
        let dataset: ImageDataset
        if let name = self.dataset {
            dataset = try known(name, finder)
        } else {
            dataset = try finder.preferredDataset()
            if dataset.name == DatasetEntry.builtIn {
                console.warning(
                    "no --dataset, and KMNIST is not on this machine: training on the built-in 'strokes', drawn by Kumiki"
                )
            }
        }
        guard let limit, limit < dataset.training.count else { return dataset }
        return ImageDataset(
            name: dataset.name, classNames: dataset.classNames, training: dataset.training.prefix(limit),
            test: dataset.test)
    }

    private func known(_ name: String, _ finder: DatasetFinder) throws -> ImageDataset {
        do {
            return try finder.dataset(name)
        } catch DatasetError.unknown(let name) where !name.contains("/") {
            throw ToolError.noInput(
                Suggestions.message(unknown: name, kind: "data set", known: VisionDefaults.datasets))
        }
    }
}

/// The pictures of a run, in its folder.
struct RunFigures {
    let run: RunFolder
    let configuration: RunConfiguration

    func draw(_ result: TrainingSession.Result, examples: ByteExamples) throws {
        let dataset = configuration.dataset.split(separator: "/").last.map(String.init) ?? configuration.dataset
        let figures = ClassifierFigures(
            title: "\(configuration.model) on \(dataset)", classNames: configuration.classNames)
        try figures.learningCurves(result.log, lossName: result.model.lossName).write(to: path("learning-curves"))
        try figures.confusion(result.score).write(to: path("confusion"))
        try figures.firstWeights(of: result.model, input: configuration.input)?.write(to: path("weights"))
        try figures.misclassified(result.score, of: examples)?.write(to: path("misclassified"))
    }

    private func path(_ name: String) -> String { run.figureFolder + "/" + name }
}

/// The confusion matrix and the most confused pairs, in words.
func scoreLines(_ score: ClassificationScore, classNames: [String]) -> [String] {
    let pairs = score.confusedPairs.prefix(5).map { pair in
        "\(classNames[pair.truth]) taken for \(classNames[pair.predicted]) \(pair.count)×"
    }
    let table = TextTable.confusion(score.confusion, names: classNames)
    return ["test examples by true class (rows) and predicted class (columns)"] + table.lines
        + (pairs.isEmpty ? ["no mistakes"] : ["most confused: " + pairs.joined(separator: ", ")])
}

extension Console {
    func result(_ lines: [String]) throws {
        for line in lines { try result(line) }
    }
}
