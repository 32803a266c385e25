import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `mri-train predict`: predicts the classes of pictures.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict what pictures show.",
        discussion: "Any PNG or JPEG of any size; it is made grey and brought to the size that the network knows.")

    @Argument(help: "PNG or JPEG pictures.", completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var files: [String]

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let trained = try TrainedModel<MRIExperiment>(run: trained.name)
        let preparation = PicturePreparation.grey(side: try trained.side())
        // All files are read before the first prediction: a bad file leaves no half of an answer.
        let pictures = try files.map { file in
            (file: file, pixels: try preparation.pixels(of: WholeFile.read(file), file: file))
        }
        try trained.printPredictions(of: pictures, shown: trained.experiment.classNames.count, on: output.console())
    }
}
