import ArgumentParser
import Core
import KernelMachines

/// The options that choose the training examples.
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
        help: ArgumentHelp("Use only the first n examples. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: ExampleSettings.counts.upperBound))
    var examples: Int?

    @OptionGroup var form: FormOptions

    /// Applies the options that are given.
    ///
    /// - Parameter features: the columns to predict from; nil for those that the settings have.
    func apply(to settings: inout ExampleSettings, features: [String]?) {
        settings.dataset = dataset ?? settings.dataset
        settings.data = data ?? settings.data
        settings.examples = examples ?? settings.examples
        form.apply(to: &settings.form)
        settings.form.columns.features = features ?? settings.form.columns.features
    }

    /// Reports the default examples if the user did not name any.
    func note(on console: Console) {
        if dataset == nil {
            console.note(
                "no --dataset: training on the built-in '\(ExampleSettings().dataset)', random points of the plane"
            )
        }
    }
}

/// The options that choose the test examples.
struct TestOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Examples to test on. (default: the set's own, if it has any)", valueName: "file"),
        completion: .file())
    var test: String?

    @Option(
        help: ArgumentHelp("Use only the first n test examples. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: ExampleSettings.counts.upperBound))
    var testExamples: Int?

    func apply(to settings: inout ExampleSettings) {
        settings.test = test ?? settings.test
        settings.testExamples = testExamples ?? settings.testExamples
    }
}

/// The options for reading a file of examples.
struct FormOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Format of the files: \(ExampleForm.formats.joined(separator: ", ")). "
                + "(default: by their names and contents)", valueName: "name"),
        transform: OptionValue.name(of: "format", in: ExampleForm.formats))
    var format: String?

    @OptionGroup var columns: TableOptions<UsualTarget>

    @Option(
        help: ArgumentHelp(
            "Rows of a table with a missing value: refuse (the file), drop (leaves out the row). "
                + "(default: \(ExampleForm().missing.rawValue))", valueName: "name"),
        completion: .list(ExampleForm.Missing.allCases.map(\.rawValue)),
        transform: OptionValue.name(
            of: "treatment of missing values", in: ExampleForm.Missing.allCases.map(\.rawValue)))
    var missing: String?

    @Option(
        help: ArgumentHelp(
            "classes: each different number of the target is a class. "
                + "(default: more than \(ExampleSet.mostPlainClasses) different numbers are refused)", valueName: "name"
        ),
        completion: .list(["classes"]), transform: OptionValue.name(of: "task", in: ["classes"]))
    var task: String?

    func apply(to form: inout ExampleForm) {
        form.format = format ?? form.format
        columns.apply(to: &form.columns)
        form.missing = missing.flatMap(ExampleForm.Missing.init(rawValue:)) ?? form.missing
        form.hasNumericClasses = task != nil || form.hasNumericClasses
    }

    var form: ExampleForm {
        var form = ExampleForm()
        apply(to: &form)
        return form
    }
}
