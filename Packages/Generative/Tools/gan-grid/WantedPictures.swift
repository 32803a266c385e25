import ArgumentParser
import Core
import GenerativeModels

/// The options that choose the pictures and their form.
struct WantedPictures: ParsableArguments {
    @Option(
        help: ArgumentHelp("Number of rows of pictures.", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 100))
    var rows = 4

    @Option(
        help: ArgumentHelp("Number of columns of pictures.", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 100))
    var columns = 4

    @Flag(help: "Interpolate from one noise vector to another in every row.")
    var interpolate = false

    @Option(
        name: .customLong("class"),
        help: ArgumentHelp("Class of all pictures, by name or number; for runs of cgan.", valueName: "name"))
    var label: String?

    @Option(
        help: ArgumentHelp("Seed of the noise. (default: the run's own test noise)", valueName: "n"),
        transform: OptionValue.seed)
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Magnification: repetitions of each pixel along a row. (default: to fit; 1 for --plain)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 64))
    var scale: Int?

    @Flag(help: "Only pixels, without title and frames; always so for a single picture.")
    var plain = false

    @Option(
        help: ArgumentHelp(
            "File for the figure, PNG or SVG. (default: a new one among the run's figures)", valueName: "file"),
        completion: .file(extensions: ["png", "svg"]))
    var output: String?

    func validate() throws {
        if let output, !output.hasSuffix(".png"), !output.hasSuffix(".svg") {
            throw ValidationError("--output \(output): expected a name that ends in .png or .svg")
        }
        if let output, output.hasSuffix(".svg"), isPlain {
            throw ValidationError("--output \(output): --plain and a single picture need a .png file")
        }
    }

    var isPlain: Bool { plain || rows * columns == 1 }

    /// Whether the pictures are those that a training keeps after every epoch: the run's own noise, in four rows of
    /// four.
    var isUsual: Bool {
        rows == SampleHook.side && columns == SampleHook.side && !interpolate && label == nil && seed == nil
    }

    /// The maximum number of pixels along a side; a figure has two per point, and Cairo refuses more than 32,767.
    private static let largestSide = 32_767

    /// Checks that the model of a run knows the requested class, and that the pictures of all epochs fit into an image.
    ///
    /// - Throws: `ToolError` where it has no such class, or the whole would be too large.
    func check(_ experiment: AdversarialTraining, epochs: Int) throws {
        _ = try number(of: experiment)
        let (high, wide) = (experiment.picture[1], experiment.picture[2])
        let across = min(epochs, GANFigures.gridsInARow)
        let down = (epochs - 1) / GANFigures.gridsInARow + 1
        let sides = [
            pixels(of: columns, side: wide, grids: across, isLone: epochs == 1),
            pixels(of: rows, side: high, grids: down, isLone: epochs == 1),
        ]
        guard sides.allSatisfy({ $0 <= Self.largestSide }) else {
            let ofEpochs = epochs == 1 ? "" : " of \(epochs) epochs"
            throw ToolError.usage(
                "\(rows) × \(columns) pictures\(ofEpochs)\(scale.map { " with --scale \($0)" } ?? "") are about "
                    + "\(sides[0]) × \(sides[1]) pixels, expected at most \(Self.largestSide) per side")
        }
    }

    /// The pixels of grids in a row, including the space between and around pictures, grids and captions.
    private func pixels(of count: Int, side: Int, grids: Int, isLone: Bool) -> Int {
        let scale = scale ?? 1
        if isPlain { return count * side * scale }
        let grid = isLone ? count * (side * scale + 6) : count * (side + 1) * scale
        return 2 * (grids * (grid + 40) + 100)
    }

    private func number(of experiment: AdversarialTraining) throws -> Int32? {
        guard let label else { return nil }
        guard try GANTrainEntries.model(experiment.modelName).isConditional else {
            throw ToolError.usage(
                "--class \(label): \(experiment.modelName) does not know classes; gan-train --model cgan does")
        }
        let names = experiment.classNames
        if let place = names.firstIndex(of: label) { return Int32(place) }
        guard let number = Int32(label), names.indices.contains(Int(number)) else {
            throw ToolError.usage(
                "--class \(label): expected one of \(names.joined(separator: ", ")), or 0 to \(names.count - 1)")
        }
        return number
    }

    /// The pictures that a model draws.
    func pictures(of model: AdversarialModel, _ experiment: AdversarialTraining) throws -> SamplePictures {
        SampleRequest(
            rows: rows, columns: columns, label: try number(of: experiment), interpolates: interpolate, seed: seed
        ).pictures(of: model, experiment)
    }

    /// The output: a figure, or only pixels.
    enum Drawing {
        case figure(any Figure)
        case pixels(Picture)

        func bytes(for file: String) throws -> [UInt8] {
            switch self {
            case .figure(let figure): try figure.rendered(as: file.hasSuffix(".svg") ? .svg : .png)
            case .pixels(let picture): try picture.png(for: file)
            }
        }
    }

    /// A grid, or several side by side.
    func drawing(of grids: [(epoch: Int?, samples: SamplePictures)], figures: GANFigures) throws -> Drawing {
        if isPlain {
            return .pixels(grids[0].samples.sheet(columns: columns).enlarged(by: scale ?? 1))
        }
        if grids.count > 1 {
            let known = grids.map { (epoch: $0.epoch ?? 0, samples: $0.samples) }
            return .figure(figures.grids(known, columns: columns, scale: scale))
        }
        let grid = grids[0]
        var caption = grid.epoch.map { "epoch \($0)" } ?? "samples"
        if interpolate { caption += ": from one noise to another" }
        if let label { caption += ", class \(label)" }
        return .figure(figures.grid(grid.samples, caption: caption, columns: columns, scale: scale))
    }
}
