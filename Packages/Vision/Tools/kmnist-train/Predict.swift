import ArgumentParser
import Core
import VisionModels

/// `kmnist-train predict`: predicts the classes of pictures.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict the classes of pictures.",
        discussion: "Takes PNG and JPEG pictures of any size. They become gray, light on dark, in the size that the "
            + "model knows.")

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
