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

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Run, by name or folder, or a .safetensors file. (default: the latest)", valueName: "name"),
        transform: OptionValue.runName)
    var runName: String?

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredModel(run: runName)
        let input = stored.configuration.input
        guard input[0] == 1, input[1] == input[2] else {
            throw ToolError.badData(
                "the model was trained on pictures of \(RunConfiguration.size(of: input)); only grey squares can be predicted"
            )
        }
        // Everything is read before anything is said: a bad file leaves no half of an answer.
        let pictures = try files.map { (file: $0, pixels: try Picture.read($0).fitted(to: input[1])) }
        try stored.printPredictions(of: pictures, shown: 3, on: console)
    }
}
