import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `kmnist-train predict`: predicts the classes of pictures.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Predict what pictures show.",
        discussion: "Any PNG or JPEG of any size; it is made grey, light on dark, and fitted to what the model knows.")

    @Argument(help: "PNG or JPEG pictures.", completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var files: [String]

    @OptionGroup(title: "Model") var trained: TrainedRunOption
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let trained = try TrainedModel<KMNISTExperiment>(run: trained.name)
        let side = try trained.side()
        // All files are read before the first prediction: a bad file leaves no half of an answer.
        let pictures = try files.map { (file: $0, pixels: try Picture.read($0).fitted(to: side)) }
        try trained.printPredictions(of: pictures, shown: 3, on: output.console())
    }
}
