import ArgumentParser
import Core
import VisionModels

/// `mri-train predict`: predicts the classes of pictures.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict the classes of pictures.",
        discussion: "Takes PNG and JPEG pictures of any size. They become gray, in the size that the network knows.")

    @Argument(help: "PNG or JPEG pictures.", completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var files: [String]

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let trained = try TrainedModel<MRIExperiment>(run: trained.name)
        try trained.printPredictions(
            of: files, through: .gray(side: try trained.side()), shown: trained.experiment.classNames.count,
            on: output.console())
    }
}
