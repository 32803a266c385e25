import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `mri-train predict`: names what pictures show.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Name what pictures show.",
        discussion: "Any PNG or JPEG of any size; it is made grey and brought to the size that the network knows.")

    @Argument(help: "PNG or JPEG pictures.", completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var files: [String]

    @OptionGroup var trained: TrainedRunOption

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredClassifier<MRIRun>(run: trained.name)
        let preparation = PicturePreparation.grey(side: try stored.side())
        // Everything is read before anything is said: a bad file leaves no half of an answer.
        let pictures = try files.map { file in
            (file: file, pixels: try preparation.pixels(of: WholeFile.read(file), file: file))
        }
        try stored.printPredictions(of: pictures, shown: stored.configuration.classNames.count, on: console)
    }
}
