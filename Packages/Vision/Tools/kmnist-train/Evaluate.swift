import ArgumentParser
import Core
import VisionModels

/// `kmnist-train evaluate`: tests a trained model.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Test a trained model, on its own data or another set.")

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Data") var data: DataOptions<OwnCharacterSet>
    @OptionGroup(title: "Output") var confusion: ConfusionOption<ShowsCounts>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let trained = try TrainedModel<KMNISTExperiment>(run: trained.name)
        var experiment = trained.experiment
        experiment.take(data)
        let read = try experiment.readImages(console)
        let images = try trained.fitted(read, isOwn: data.dataset == nil, note: console.note)
        console.note("\(trained.source) on the \(Readable.count(images.test.count)) test examples of \(images.name)")
        let (score, tested) = try trained.test(on: images)
        var summary = tested
        summary.extra["data"] = try DataFacts(read).json
        try console.result(score.lines(classNames: images.classNames, showing: confusion.cells))
        try console.summary(summary)
    }
}
