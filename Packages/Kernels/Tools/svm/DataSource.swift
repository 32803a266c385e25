import ArgumentParser
import CommandLineSupport
import Core
import FoundationEssentials
import KernelMachines

/// The options that say where examples come from.
struct DataSource: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Examples: a file (LIBSVM text, CSV, IDX images), a folder of IDX files, \(BuiltInSet.named.joined(separator: ", ")), "
                + "or built in: \(BuiltInSet.all.map(\.name).joined(separator: ", ")). (default: moons)",
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
        } else if let folder = try folder(of: name) {
            guard let files = IDXExamples.files(in: folder, split: "train") else {
                throw FileError(
                    .badData, folder, "holds no train-images-idx3-ubyte and labels beside it",
                    expected: "IDX files as MNIST comes, or the name of a file")
            }
            training = try IDXExamples.read(images: files.images, labels: files.labels, limit: examples)
            if self.test == nil, let files = IDXExamples.files(in: folder, split: "t10k") {
                test = try IDXExamples.read(images: files.images, labels: files.labels, limit: testExamples)
            }
        } else {
            training = try form.read(name, isPrecomputed: isPrecomputed)
        }
        if let file = self.test {
            let features = training.featureNames.isEmpty ? nil : training.featureNames
            test = try form.read(file, isPrecomputed: isPrecomputed, features: features)
        }
        if training.targets.contains(where: \.isNaN) {
            throw FileError(.badData, training.file, "no labels beside it", expected: "a file of labels, named alike")
        }
        return (name, training.prefix(examples), test?.prefix(testExamples))
    }

    /// The folder that a name means: a known set's, or the path of one; nil for a file.
    private func folder(of name: String) throws -> String? {
        var isFolder = false
        if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) { return isFolder ? name : nil }
        guard BuiltInSet.named.contains(name) else { return nil }
        let roots = DataFolders.roots(data)
        let folders = roots.flatMap { root in
            [name, "\(name.uppercased())/raw", name.uppercased()].map { "\(root)/\($0)" }
        }
        if let found = folders.first(where: { IDXExamples.files(in: $0, split: "train") != nil }) { return found }
        throw DatasetError.missing(
            name: name, what: "train-images-idx3-ubyte (or .gz)", folders: folders,
            origin: name == "mnist" ? "http://yann.lecun.com/exdb/mnist/" : "its own page")
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

    /// - Parameter features: columns of a CSV file to take, where a model knows them.
    func read(_ file: String, isPrecomputed: Bool, features: [String]? = nil) throws -> ExampleSet {
        let chosen = format.flatMap { Format(rawValue: $0) }
        switch try chosen ?? Self.format(of: file) {
        case .libsvm: return try LIBSVMText.read(file, isPrecomputed: isPrecomputed)
        case .idx: return try IDXExamples.read(images: file, labels: IDXExamples.labels(besides: file))
        case .csv: return try CSVExamples.read(file, target: target, features: features)
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

    static let named = ["mnist", "kmnist", "fashion-mnist"]

    private init(name: String, _ draw: @escaping @Sendable (Int, UInt64) -> PlaneExamples) {
        (self.name, self.draw) = (name, draw)
    }

    func examples(_ count: Int, seed: UInt64) -> ExampleSet {
        let points = draw(count, seed)
        return ExampleSet(
            points: points.points, targets: points.classes.map { 2 * Double($0) - 1 }, file: name)
    }
}
