import ArgumentParser
import Core
import VisionModels

/// Which filters, and what the maps become.
struct MapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Filters of your own. (default: edges, then random ones)", valueName: "file"),
        completion: .file())
    var filters: String?

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "Run of kmnist-train or mri-train, by name or folder, or a .safetensors file.", valueName: "name"),
        transform: OptionValue.runName)
    var runName: String?

    @Option(
        help: ArgumentHelp("Seed of the random filters. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Longer side, in pixels, to which larger pictures are reduced. (default: \(PictureSource.defaultSize))",
            valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 4096))
    var size: Int?

    @Option(
        help: ArgumentHelp(
            "Colors: \(FeatureColors.allCases.map(\.rawValue).joined(separator: ", ")). (default: blue-red)",
            valueName: "name"),
        transform: OptionValue.name(of: "colors", in: FeatureColors.allCases.map(\.rawValue)))
    var colors: String?

    @Option(
        name: [.customLong("output"), .customShort("o")],
        help: ArgumentHelp(
            "Folder for the pictures. (default: a new one under runs/feature-maps/)", valueName: "folder"),
        completion: .directory, transform: OptionValue.runName)
    var outputFolder: String?

    @Flag(help: "Compute and print everything, but write no files.")
    var dryRun = false

    func validate() throws {
        if runName != nil, let other = filters.map({ _ in "--filters" }) ?? size.map({ _ in "--size" }) {
            throw ValidationError("\(other) cannot be combined with --run, whose model has its own")
        }
        if seed != nil, let other = filters.map({ _ in "--filters" }) ?? runName.map({ _ in "--run" }) {
            throw ValidationError("--seed is for random filters; with \(other) there are none")
        }
    }
}

@main
struct FeatureMapsTool: Tool {
    static let configuration = CommandConfiguration.tool(
        "feature-maps", abstract: "Show what convolution, ReLU and max pooling make of a picture.",
        discussion: """
            By default the filters are not trained: two filters 3×3 for vertical and horizontal edges, three random \
            ones 5×5×2, one random one 7×7×3, each stage with ReLU and 2×2 max pooling. The filters may also be your \
            own, or those that a run of kmnist-train or mri-train has learned. Every map after every step is written \
            as a PNG file, and all of them as one sheet. Rows and columns are counted from 0.

            feature-maps photo.jpg               the classic three stages
            feature-maps --filters mine.txt      your own filters over the built-in picture
            feature-maps --run first digit.png   the maps of a trained network

            A file of filters is a text such as

              stage 1
              filter vertical
              -1 0 1
              -1 0 1
              -1 0 1
              filter blur bias -0.5
              1/9 1/9 1/9
              1/9 1/9 1/9
              1/9 1/9 1/9

            where a filter of a later stage has a window for each filter of the stage before it, with an empty line \
            between them; or safetensors, .npz or .npy with arrays stage1.weight [filters, maps, height, width], \
            stage1.bias [filters], stage2.weight and so on. The first stage reads 1 map (the picture in gray) or 3 \
            (red, green, blue), with values from 0 to 1. Every result contains its filters as filters.txt, which you \
            can edit.
            """)

    @Argument(
        help: "PNG or JPEG picture. (default: a drawn house; with --run a drawing of a class that the model knows)",
        completion: .file(extensions: ["png", "jpg", "jpeg"]))
    var file: String?

    @OptionGroup(title: "Filters and pictures") var options: MapOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let look =
            try options.runName.map { try Look(run: $0, file: file) }
            ?? Look(
                filters: options.filters, seed: options.seed ?? 0, file: file,
                size: options.size ?? PictureSource.defaultSize)
        look.notes.forEach(console.note)
        let maps = try look.maps()
        let result = FeatureResult(
            look: look, maps: maps, colors: options.colors.flatMap(FeatureColors.init) ?? .blueRed,
            folder: options.dryRun
                ? nil : options.outputFolder ?? RunFolder.new(tool: Self.configuration.commandName ?? "").path)
        if !result.strangers.isEmpty {
            console.warning(
                "\(options.outputFolder ?? "") contains \(result.strangers.count) more pictures of maps, such as "
                    + "\(result.strangers[0]), which are not of this result")
        }
        try result.write()
        try console.result(result.table)
        if result.isShortened { console.note("(only the ends of stages; --json lists every step)") }
        try console.result(
            result.folder.map { "\(result.files.count) maps, the contact sheet and more in \($0)" }
                ?? "dry run: \(result.files.count) maps of \(maps.stages.count) stages; nothing was written")
        if console.isJSON { try console.summary(result.summary) }
    }
}
