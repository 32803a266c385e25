import ArgumentParser
import Core
import KernelMachines

struct Explore: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lessons on kernels, γ and C, with tables and pictures.",
        discussion: """
            Without a file, the built-in lessons: \
            \(Lesson.all.map { "\($0.name) (\($0.title))" }.joined(separator: "; ")). \
            With a file of two features, four kernels and the effects of γ and C on it.
            """)

    @Argument(
        help: "Your own points: a CSV file with two features and a class, or LIBSVM text.", completion: .file())
    var file: String?

    @OptionGroup(title: "Lessons") var options: LessonOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        Interruption.install()
        let console = output.console()
        let lessons = try chosen()
        let folder = options.folder
        try AtomicFile.createFolder(folder)
        var shown: [JSONValue] = []
        for lesson in lessons {
            console.progress(lesson.title)
            let page = try fitting(file ?? lesson.name) { () throws(FitError) in try lesson.page(.interruptible) }
            try console.result(lesson.title)
            try console.result(page.table)
            for words in page.words { try console.result(words) }
            var files: [String] = []
            for (name, figure) in page.pictures {
                try figure.write(to: "\(folder)/\(name)")
                files.append("\(folder)/\(name).png")
            }
            try console.result("pictures: \(files.joined(separator: ", "))")
            try console.result()
            shown.append([
                "lesson": .string(lesson.name), "title": .string(lesson.title), "rows": .array(page.rows),
                "pictures": .array(files.map { .string($0) }),
            ])
        }
        guard console.isJSON else { return }
        var summary = RunSummary(tool: SVM.name)
        summary.dataset = file
        summary.extra["lessons"] = .array(shown)
        try console.summary(summary)
    }

    private func chosen() throws -> [Lesson] {
        var lessons = Lesson.all
        if let file {
            let set = try options.form.form.read(file)
            guard set.labels.count > 1 else {
                throw FileError(
                    .badData, file, "all points are of one class, '\(set.labels.first?.name ?? "")'",
                    expected: "two classes or more")
            }
            guard let examples = PlaneExamples(set), examples.labels.count <= 8 else {
                let what = set.points.width == 2 ? "\(set.labels.count) classes" : "\(set.points.width) features"
                throw FileError(.badData, file, what, expected: "two features and at most 8 classes for the figures")
            }
            guard examples.count <= 20_000 else {
                throw FileError(.badData, file, "\(examples.count) points", expected: "at most 20000 for the figures")
            }
            let name = file.split(separator: "/").last.map(String.init) ?? file
            lessons = Lesson.own(examples, title: name)
        }
        guard !options.lesson.isEmpty else { return lessons }
        return try options.lesson.map { try Suggestions.find($0, kind: "lesson", in: lessons, by: \.name) }
    }
}

/// The options that choose the lessons and the output.
struct LessonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only these lessons, separated by commas. (default: all)", valueName: "name,…"),
        transform: { (text: String) throws -> [String] in text.split(separator: ",").map(String.init) })
    var lesson: [String] = []

    @OptionGroup var form: FormOptions

    @Option(
        name: .customLong("output"),
        help: ArgumentHelp("Folder for the pictures. (default: svm-explore)", valueName: "folder"),
        completion: .directory, transform: OptionValue.parser(of: "a folder") { $0.isEmpty ? nil : $0 })
    var folder = "svm-explore"
}
