import ArgumentParser
import CommandLineSupport
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
        let images = try experiment.readImages(console)
        try trained.requireFit(of: images)
        console.note("\(trained.source) on the \(Readable.count(images.test.count)) test examples of \(images.name)")
        let (score, summary) = trained.test(on: images)
        try console.result(score.lines(classNames: images.classNames, showing: confusion.cells))
        try console.summary(summary)
    }
}
