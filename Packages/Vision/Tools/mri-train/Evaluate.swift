import ArgumentParser
import CommandLineSupport
import Core
import VisionModels

/// `mri-train evaluate`: tests a trained network.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Test a trained network, on its own data or another set.")

    @OptionGroup var trained: TrainedRunOption

    @Flag(
        help: """
            Leave out test pictures that also stand among the training pictures, byte for byte or after resizing.
            """)
    var deduplicated = false

    @OptionGroup(title: "Data") var slices: SliceOptions<TrainedDefaults>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let stored = try StoredClassifier<MRIRun>(run: trained.name)
        let set = try SliceReader(
            dataset: slices.data.dataset ?? stored.configuration.dataset,
            folder: slices.data.data ?? stored.configuration.data, usesCache: !slices.noCache, console: console
        ).read()
        try stored.requireFit(of: set.images)
        var (dataset, lines) = (set.images, [String]())
        var extra: JSONObject = [:]
        if deduplicated {
            let rest = set.deduplicated()
            dataset = rest.images
            lines.append(
                "left out of \(Readable.count(set.images.test.count)) test pictures: "
                    + "\(Readable.count(rest.sameFiles)) that stand byte for byte in the training set, "
                    + "\(Readable.count(rest.samePixels)) more after resizing")
            extra["same_files"] = .integer(rest.sameFiles)
            extra["same_pixels"] = .integer(rest.samePixels)
            guard dataset.test.count > 0 else {
                throw ToolError.badData("\(dataset.name): every test picture stands among the training pictures")
            }
        }
        console.note("\(stored.source) on \(Readable.count(dataset.test.count)) test examples of \(dataset.name)")
        let score = stored.model.score(on: dataset.test, classes: dataset.classNames.count)
        var summary = stored.summary(of: score, on: dataset.name)
        summary.extra = extra
        summary.extra["test_examples"] = .integer(dataset.test.count)
        summary.extra["classes"] = score.classJSON(dataset.classNames)
        lines += score.lines(classNames: dataset.classNames) + [""] + score.classTable(dataset.classNames).lines + [""]
        try console.result(lines)
        try console.summary(summary)
    }
}
