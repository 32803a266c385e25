import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `kmnist-train evaluate`: tests a trained model.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Test a trained model, on its own data or another set.")

    @OptionGroup var trained: TrainedRunOption

    @OptionGroup(title: "Data") var data: DataOptions<TrainedDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredClassifier<KMNISTRun>(run: trained.name)
        let reader = DataReader(
            dataset: data.dataset ?? stored.configuration.dataset, folder: data.data ?? stored.configuration.data,
            console: console)
        let dataset = try reader.dataset(limit: nil)
        try stored.requireFit(of: dataset)
        console.note("\(stored.source) on the \(Readable.count(dataset.test.count)) test examples of \(dataset.name)")
        let score = stored.model.score(on: dataset.test, classes: dataset.classNames.count)
        try console.result(score.lines(classNames: dataset.classNames))
        try console.summary(stored.summary(of: score, on: dataset.name))
    }
}
