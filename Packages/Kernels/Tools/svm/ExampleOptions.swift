import ArgumentParser
import CommandLineSupport
import Core
import KernelMachines

/// The options that say which examples are learned from.
struct ExampleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Examples: a file (LIBSVM text, CSV, IDX images), a folder of IDX files or NumPy archives, "
                + "\(DatasetEntry.all.map(\.name).joined(separator: ", ")), or points of the plane: "
                + "\(BuiltInSet.all.map(\.name).joined(separator: ", ")). (default: \(ExampleSettings().dataset))",
            valueName: "file|name"))
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "Folder to look in for named sets, before $KUMIKI_DATA and the user's cache folder.", valueName: "folder"),
        completion: .directory)
    var data: String?

    @Option(
        help: ArgumentHelp("Use the first n examples only. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: ExampleSettings.counts.upperBound))
    var examples: Int?

    @OptionGroup var form: FormOptions

    /// Changes what was asked for.
    func apply(to settings: inout ExampleSettings) {
        settings.dataset = dataset ?? settings.dataset
        settings.data = data ?? settings.data
        settings.examples = examples ?? settings.examples
        form.apply(to: &settings.form)
    }

    /// Says what is learned where the user named nothing.
    func note(on console: Console) {
        if dataset == nil {
            console.note(
                "no --dataset: learning the built-in '\(ExampleSettings().dataset)', points of the plane drawn at random"
            )
        }
    }
}

/// The options that say which examples are tested on.
struct TestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Examples to test on. (default: the set's own, if it has any)", valueName: "file"),
        completion: .file())
    var test: String?

    @Option(
        help: ArgumentHelp("Use the first n test examples only. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: ExampleSettings.counts.upperBound))
    var testExamples: Int?

    func apply(to settings: inout ExampleSettings) {
        settings.test = test ?? settings.test
        settings.testExamples = testExamples ?? settings.testExamples
    }
}

/// The options that say how a file of examples is read.
struct FormOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Format of the files: \(ExampleForm.formats.joined(separator: ", ")). "
                + "(default: by their names and contents)", valueName: "name"),
        transform: OptionValue.name(of: "format", in: ExampleForm.formats))
    var format: String?

    @Option(
        help: ArgumentHelp(
            "Column of a CSV file that contains the class. (default: class, label, target or y, else the last)",
            valueName: "column"))
    var target: String?

    func apply(to form: inout ExampleForm) {
        form.format = format ?? form.format
        form.target = target ?? form.target
    }

    var form: ExampleForm {
        var form = ExampleForm()
        apply(to: &form)
        return form
    }
}
