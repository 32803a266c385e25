import Engine
import Files
import FoundationEssentials

/// Pictures in a table, a common form of MNIST: a row for each picture, with its label and a number for each pixel,
/// from 0 to 255 or from 0 to 1.
public struct TablePictures {
    public let pictures: ByteExamples
    /// The file's format, in words.
    public let format: String

    /// The table of test pictures next to one of training pictures: the same name with test for train. Nil where there
    /// is none.
    public static func test(beside training: String) -> String? {
        let parts = training.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last else { return nil }
        return [("train", "test"), ("Train", "Test"), ("TRAIN", "TEST")].lazy
            .map { name.replacing($0, with: $1) }.filter { $0 != name }
            .map { (parts.dropLast() + [$0]).joined(separator: "/") }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    /// Whether a path is a table's.
    public static func isTable(_ path: String) -> Bool {
        [".csv", ".csv.gz", ".tsv", ".tsv.gz"].contains { path.lowercased().hasSuffix($0) }
    }

    /// The set of a table of training pictures and the table of test pictures next to it.
    ///
    /// - Parameters:
    ///   - file: path of the table of training pictures.
    ///   - name: what the set is called in results.
    ///   - columns: the columns of the label and the pixels.
    /// - Throws: `FileError` where one of them is missing or damaged, or they do not fit each other.
    public static func dataset(
        _ file: String, name: String, columns: ColumnChoice = ColumnChoice()
    ) throws(FileError) -> ImageDataset {
        guard let other = test(beside: file) else {
            throw FileError(
                .missingInput, file, "has no table of test pictures next to it",
                expected: "two tables such as mnist_train.csv and mnist_test.csv")
        }
        let (training, test) = (try TablePictures(file, columns), try TablePictures(other, columns))
        guard training.pictures.exampleShape == test.pictures.exampleShape else {
            throw FileError(
                .badData, other, "pictures of \(test.pictures.exampleShape[1]) pixels per side",
                expected: "\(training.pictures.exampleShape[1]) as in \(file)")
        }
        // fashion-mnist_train.csv has the classes of Fashion-MNIST.
        let last = file.split(separator: "/").last.map(String.init) ?? file
        let stem = last.prefix { $0 != "_" && $0 != "." }
        let names =
            KnownClasses.names(of: String(stem))
            ?? KnownClasses.numbers(
                for: [training.pictures.labels, test.pictures.labels])
        try KnownClasses.check(training.pictures.labels, classes: names.count, file: file)
        try KnownClasses.check(test.pictures.labels, classes: names.count, file: other)
        var facts = DatasetFacts(format: "tables of pictures (\(training.format))")
        facts.place = file
        return ImageDataset(
            name: name, classNames: names, training: training.pictures, test: test.pictures, facts: facts)
    }

    /// The tables of training pictures in a folder that have a table of test pictures next to them.
    public static func files(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            .filter(isTable).map { folder + "/" + $0 }.filter { test(beside: $0) != nil }
    }

    /// - Parameters:
    ///   - file: a table with a header or without, gzipped or not.
    ///   - columns: the columns of the label (the one with this name, otherwise the first) and the pixels.
    /// - Throws: `FileError` where it does not have such rows.
    public init(_ file: String, _ columns: ColumnChoice = ColumnChoice()) throws(FileError) {
        var table = try TableStream(file, header: columns.header, expecting: columns.names)
        let roles = try columns.roles(in: table, needsTarget: false)
        guard let label = roles.target ?? roles.features.first else {
            throw FileError(.badData, file, at: .line(1), "no columns", expected: "a label and pixels")
        }
        let pixels = roles.features.filter { $0 != label }
        let shape = try Self.shape(pixels.count, file)
        var (bytes, labels, numbers): ([UInt8], [Int32], [Float]) = ([], [], [])
        // Numbers are bytes until one has a fraction; then all must be from 0 to 1.
        var isFraction = false
        while try table.next() {
            guard let number = table.number(label), let value = Int32(exactly: number), (0..<1_000).contains(value)
            else {
                throw table.failure(label, expected: "a label from 0 to 999")
            }
            labels.append(value)
            for column in pixels {
                guard let number = table.number(column), (0...255).contains(number) else {
                    throw table.failure(column, expected: "a pixel from 0 to 255, or from 0 to 1")
                }
                if !isFraction, let byte = UInt8(exactly: number) {
                    bytes.append(byte)
                    continue
                }
                if !isFraction { (isFraction, numbers, bytes) = (true, bytes.map(Float.init), []) }
                numbers.append(Float(number))
            }
            if isFraction, let large = numbers.suffix(pixels.count).firstIndex(where: { $0 > 1 }) {
                throw FileError(
                    .badData, file, at: .line(table.line), "a pixel of \(numbers[large]) among fractions",
                    expected: "whole numbers from 0 to 255, or all from 0 to 1")
            }
        }
        guard !labels.isEmpty else {
            throw FileError(.badData, file, "contains no pictures", expected: "a row for each")
        }
        if isFraction {
            guard numbers.allSatisfy({ $0 <= 1 }) else {
                throw FileError(
                    .badData, file, "pixels above 1 among fractions",
                    expected: "whole numbers from 0 to 255, or all from 0 to 1")
            }
            bytes = numbers.map { UInt8(($0 * 255).rounded()) }
        }
        pictures = ByteExamples(bytes: bytes, exampleShape: shape, labels: labels)
        format = table.format.words + (isFraction ? ", pixels from 0 to 1" : "")
    }

    /// C × H × W of square pictures, gray ones or red, green and blue pixel by pixel.
    private static func shape(_ pixels: Int, _ file: String) throws(FileError) -> Shape {
        let side = Int(Double(pixels).squareRoot().rounded())
        guard side * side == pixels, side > 1 else {
            throw FileError(
                .badData, file, at: .line(1), "\(pixels) columns besides the label",
                expected: "one for each pixel of square pictures, such as 784")
        }
        return [1, side, side]
    }
}
