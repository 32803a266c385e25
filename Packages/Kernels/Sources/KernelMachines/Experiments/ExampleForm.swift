import CommandLineSupport
import Core

/// How a file of examples is read.
public struct ExampleForm: Codable, Equatable, Sendable {
    public static let formats = ["libsvm", "csv", "idx"]

    /// A name of ``formats``; nil decides by each file's name and contents.
    public var format: String?
    /// The column of a CSV file with the class; nil for class, label, target or y, else the last.
    public var target: String?

    public init() {}

    func check() throws(SettingError) {
        try Setting.require("format", format, among: Self.formats)
        try Setting.require("target", "''", target != "", expected: "the name of a column")
    }

    /// - Parameters:
    ///   - isPrecomputed: whether the file contains kernel values, not features.
    ///   - knownPoints: the number of kernel values of a row, where a model knows it.
    ///   - columns: the columns of a CSV file, where a model knows them.
    /// - Throws: `FileError` where the file is damaged.
    public func read(
        _ file: String, isPrecomputed: Bool = false, knownPoints: Int? = nil, columns: CSVExamples.Columns? = nil
    ) throws(FileError) -> ExampleSet {
        let form = format ?? Self.format(of: file)
        guard !isPrecomputed || form == "libsvm" else {
            throw FileError(.badData, file, "holds features", expected: "kernel values in LIBSVM's text format")
        }
        switch form {
        case "idx": return try IDXExamples.read(images: file, labels: IDXExamples.labels(besides: file))
        case "csv": return try CSVExamples.read(file, target: target, known: columns)
        default: return try LIBSVMText.read(file, isPrecomputed: isPrecomputed, knownPoints: knownPoints)
        }
    }

    private static func format(of file: String) -> String {
        if file.lowercased().hasSuffix(".csv") { return "csv" }
        let start = WholeFile.prefix(file, count: 1 << 16)
        if start.starts(with: [0x1F, 0x8B]) || start.starts(with: [0, 0, 8]) { return "idx" }
        let line = start.prefix { $0 != 0x0A }
        return line.contains(UInt8(ascii: ",")) && !line.contains(UInt8(ascii: ":")) ? "csv" : "libsvm"
    }
}
