import ArgumentParser
import Core
import VisionModels

/// `kmnist-train predict`: predicts the classes of pictures.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict what pictures show.",
        discussion: "Any PNG or JPEG of any size; it is made gray, light on dark, and fitted to what the model knows.")

    @Argument(help: "PNG or JPEG pictures.", completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var files: [String]

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let trained = try TrainedModel<KMNISTExperiment>(run: trained.name)
        try trained.printPredictions(
            of: files, through: .ink(side: try trained.side(), record: trained.experiment.record), shown: 3,
            on: output.console())
    }
}
