import ArgumentParser
import Core
import VisionModels

/// The options that say which network is tested, and on which pictures.
struct TestOptions: ParsableArguments {
    @OptionGroup var trained: TrainedRunOption

    @Flag(help: "Leave out test pictures that are also among the training pictures, byte for byte or after resizing.")
    var deduplicated = false
}

/// `mri-train evaluate`: tests a trained network.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Test a trained network, on its own data or another set.")

    @OptionGroup(title: "Test") var test: TestOptions
    @OptionGroup(title: "Data") var slices: SliceOptions<OwnSlices>
    @OptionGroup(title: "Output") var confusion: ConfusionOption<ShowsCounts>
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let console = output.console()
        let trained = try TrainedModel<MRIExperiment>(run: test.trained.name)
        var experiment = trained.experiment
        experiment.take(slices)
        let set = try experiment.readSlices(console)
        let isOwn = slices.data.dataset == nil
        var images = try trained.fitted(set.images, isOwn: isOwn, note: console.note)
        var lines: [String] = []
        var extra: JSONObject = [:]
        if test.deduplicated {
            let rest = set.deduplicated()
            images = try trained.fitted(rest.images, isOwn: false) { _ in }
            lines.append(
                "left out of \(Readable.count(set.images.test.count)) test pictures: "
                    + "\(Readable.count(rest.sameFiles)) that are byte for byte in the training set, "
                    + "\(Readable.count(rest.samePixels)) more after resizing")
            extra = ["same_files": .integer(rest.sameFiles), "same_pixels": .integer(rest.samePixels)]
            guard images.test.count > 0 else {
                throw ToolError.badData("\(images.name): every test picture is also among the training pictures")
            }
        }
        console.note("\(trained.source) on \(Readable.count(images.test.count)) test examples of \(images.name)")
        let (score, tested) = try trained.test(on: images)
        var summary = tested
        summary.extra = extra
        summary.extra["data"] = try DataFacts(set.images).json
        summary.extra["test_examples"] = .integer(images.test.count)
        summary.extra["classes"] = score.classJSON(images.classNames)
        lines +=
            score.lines(classNames: images.classNames, showing: confusion.cells) + [""]
            + score.classTable(images.classNames).lines + [""]
        try console.result(lines)
        try console.summary(summary)
    }
}
