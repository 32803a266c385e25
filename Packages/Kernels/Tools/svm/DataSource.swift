import ArgumentParser
import CommandLineSupport
import Core
import FoundationEssentials
import KernelMachines

/// The options that say where examples come from.
struct DataSource: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Examples: a file (LIBSVM text, CSV, IDX images), a folder of IDX files or NumPy archives, "
                + "\(DatasetEntry.all.map(\.name).joined(separator: ", ")), or points of the plane: "
                + "\(BuiltInSet.all.map(\.name).joined(separator: ", ")). (default: moons)",
            valueName: "file|name"))
    var dataset: String?

    @Option(
        help: ArgumentHelp(
            "Folder to look in for named sets, before $KUMIKI_DATA and the user's cache folder.", valueName: "folder"),
        completion: .directory)
    var data: String?

    @Option(
        help: ArgumentHelp("Examples to test on. (default: the set's own, if it has any)", valueName: "file"),
        completion: .file())
    var test: String?

    @Option(
        help: ArgumentHelp("Take the first n examples. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000_000))
    var examples: Int?

    @Option(
        help: ArgumentHelp("Take the first n test examples. (default: all)", valueName: "n"),
        transform: OptionValue.wholeNumber(atMost: 1_000_000_000))
    var testExamples: Int?

    @OptionGroup var form: FileForm

    /// The examples to learn from, and those to test on if there are any.
    ///
    /// - Throws: `FileError`, `DatasetError`
    func read(
        _ console: Console, isPrecomputed: Bool, seed: UInt64
    ) throws -> (name: String, training: ExampleSet, test: ExampleSet?) {
        let name = dataset ?? BuiltInSet.all[0].name
        if dataset == nil {
            console.note("no --dataset: learning the built-in '\(name)', points of the plane drawn at random")
        }
        var test: ExampleSet?
        let training: ExampleSet
        if let set = BuiltInSet.all.first(where: { $0.name == name }) {
            training = set.examples(400, seed: seed)
            test = set.examples(1000, seed: seed &+ 1)
        } else if Self.meansPictures(name) {
            let pictures = try DatasetFinder(data).dataset(name)
            training = IDXExamples.examples(pictures.training, first: examples, file: name)
            test = IDXExamples.examples(pictures.test, first: testExamples, file: name)
        } else {
            training = try form.read(name, isPrecomputed: isPrecomputed)
        }
        // The first of them have values with the others, too.
        if isPrecomputed { try LIBSVMText.checkSquare(training) }
        if let file = self.test {
            test = try form.read(
                file, isPrecomputed: isPrecomputed, knownPoints: training.points.width, columns: training.columns)
        }
        if training.targets.contains(where: \.isNaN) {
            throw FileError(.badData, training.file, "no labels beside it", expected: "a file of labels, named alike")
        }
        return (name, training.prefix(examples), test?.prefix(testExamples))
    }

    /// Whether a name is a known set's or a folder's, and not a file's.
    private static func meansPictures(_ name: String) -> Bool {
        var isFolder = false
        return DatasetEntry.all.contains { $0.name == name }
            || FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) && isFolder
    }
}

/// How a file of examples is read.
struct FileForm: ParsableArguments {
    enum Format: String, CaseIterable { case libsvm, csv, idx }

    @Option(
        help: ArgumentHelp(
            "Form of the files: libsvm, csv, idx. (default: as their names and contents say)", valueName: "name"),
        transform: OptionValue.name(of: "format", in: Format.allCases.map(\.rawValue)))
    var format: String?

    @Option(
        help: ArgumentHelp(
            "Column of a CSV file that tells the class. (default: class, label, target or y, else the last)",
            valueName: "column"))
    var target: String?

    /// - Parameters:
    ///   - knownPoints: of kernel values, how many are taken, where a model knows it.
    ///   - columns: of a CSV file, where a model knows them.
    func read(
        _ file: String, isPrecomputed: Bool, knownPoints: Int? = nil, columns: CSVExamples.Columns? = nil
    ) throws -> ExampleSet {
        let form = try format.flatMap { Format(rawValue: $0) } ?? Self.format(of: file)
        guard !isPrecomputed || form == .libsvm else {
            throw FileError(
                .badData, file, "holds features", expected: "kernel values, as LIBSVM's text tells them")
        }
        switch form {
        case .libsvm: return try LIBSVMText.read(file, isPrecomputed: isPrecomputed, knownPoints: knownPoints)
        case .idx: return try IDXExamples.read(images: file, labels: IDXExamples.labels(besides: file))
        case .csv: return try CSVExamples.read(file, target: target, known: columns)
        }
    }

    private static func format(of file: String) throws -> Format {
        if file.lowercased().hasSuffix(".csv") { return .csv }
        let start = WholeFile.prefix(file, count: 1 << 16)
        if start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0, 0, 8]) { return .idx }
        let line = start.prefix { $0 != 0x0A }
        return line.contains(UInt8(ascii: ",")) && !line.contains(UInt8(ascii: ":")) ? .csv : .libsvm
    }
}

/// Sets that the tool knows by name.
struct BuiltInSet {
    let name: String
    private let draw: @Sendable (Int, UInt64) -> PlaneExamples

    static let all = [
        BuiltInSet(name: "moons") { .moons($0, noise: 0.2, seed: $1) },
        BuiltInSet(name: "circles") { .circles($0, noise: 0.1, seed: $1) },
        BuiltInSet(name: "xor") { .xor($0, noise: 0.4, seed: $1) },
        BuiltInSet(name: "heaps") { .heaps($0, noise: 0.6, seed: $1) },
    ]

    private init(name: String, _ draw: @escaping @Sendable (Int, UInt64) -> PlaneExamples) {
        (self.name, self.draw) = (name, draw)
    }

    func examples(_ count: Int, seed: UInt64) -> ExampleSet {
        let points = draw(count, seed)
        return ExampleSet(
            points: points.points, targets: points.classes.map { 2 * Double($0) - 1 }, file: name)
    }
}
