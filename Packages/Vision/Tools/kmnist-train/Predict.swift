import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `kmnist-train predict`: names what pictures show.
struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Name what pictures show.",
        discussion: "Any PNG or JPEG of any size; it is made grey, light on dark, and fitted to what the model knows.")

    @Argument(help: "PNG or JPEG pictures.", completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var files: [String]

    @OptionGroup var trained: TrainedRunOption

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredClassifier<KMNISTRun>(run: trained.name)
        let side = try stored.side()
        // Everything is read before anything is said: a bad file leaves no half of an answer.
        let pictures = try files.map { (file: $0, pixels: try Picture.read($0).fitted(to: side)) }
        try stored.printPredictions(of: pictures, shown: 3, on: console)
    }
}
