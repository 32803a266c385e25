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
                "the model was trained on pictures of \(RunConfiguration.size(of: input)); only grey squares can be "
                    + "predicted")
        }
        let preparation = PicturePreparation.grey(side: input[1])
        // Everything is read before anything is said: a bad file leaves no half of an answer.
        let pictures = try files.map { file in
            (file: file, pixels: try preparation.pixels(of: WholeFile.read(file), file: file))
        }
        try stored.printPredictions(of: pictures, shown: stored.configuration.classNames.count, on: console)
    }
}
