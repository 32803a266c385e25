import Core

/// How a file of examples is read.
public struct ExampleForm: Codable, Equatable, Sendable {
    public static let formats = ["libsvm", "csv", "idx"]

    /// A name of ``formats``; nil decides by each file's name and contents.
    public var format: String?
    /// How rows of a table without a number for a feature are treated.
    public enum Missing: String, Codable, Sendable, CaseIterable {
        /// The file is refused.
        case refuse
        /// The row is left out.
        case drop
    }

    /// The columns of a table that are used.
    public var columns = ColumnChoice()
    public var missing = Missing.refuse
    /// Whether a column of many different numbers also contains classes.
    public var hasNumericClasses = false

    public init() {}

    func check() throws(SettingError) {
        try Setting.require("format", format, among: Self.formats)
        try Setting.require(
            "columns", "''", !columns.names.contains(""), expected: "names of columns")
    }

    /// - Parameters:
    ///   - file: path of the examples.
    ///   - isPrecomputed: whether the file contains kernel values, not features.
    ///   - knownPoints: the number of kernel values of a row, where a model knows it.
    ///   - columns: the columns of a CSV file, where a model knows them.
    ///   - indices: the indices of LIBSVM's text, likewise.
    /// - Throws: `FileError` where the file is damaged.
    public func read(
        _ file: String, isPrecomputed: Bool = false, knownPoints: Int? = nil, columns: CSVExamples.Columns? = nil,
        indices: LIBSVMText.Indices? = nil
    ) throws(FileError) -> ExampleSet {
        try Self.refuseArchives(file)
        let form = format ?? Self.format(of: file)
        guard !isPrecomputed || form == "libsvm" else {
            throw FileError(.badData, file, "contains features", expected: "kernel values in LIBSVM's text format")
        }
        switch form {
        case "idx": return try IDXExamples.read(images: file, labels: IDXExamples.labels(besides: file))
        case "csv": return try CSVExamples.read(file, self.columns, known: columns, dropsMissing: missing == .drop)
        default:
            return try LIBSVMText.read(
                file, isPrecomputed: isPrecomputed, knownPoints: knownPoints, known: indices)
        }
    }

    private static func format(of file: String) -> String {
        let name = file.lowercased()
        if [".csv", ".tsv", ".csv.gz", ".tsv.gz"].contains(where: name.hasSuffix) { return "csv" }
        let start = Gzip.prefix(file, count: 1 << 16)
        if start.starts(with: [0, 0, 8]) { return "idx" }
        // The first line that is not a comment: a table never has index:value after every blank.
        let line = start.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
            .map { line in line.prefix { $0 != UInt8(ascii: "#") } }
            .first { line in line.contains { $0 != 0x20 && $0 != 0x09 } }
        guard let line else { return "libsvm" }
        let words = line.split { $0 == 0x20 || $0 == 0x09 }
        let separators = TableFormat.Separator.allCases.compactMap(\.rawValue.utf8.first)
        let isSparse =
            words.count > 1
            && words.dropFirst().allSatisfy { word in
                word.contains(UInt8(ascii: ":")) && !word.contains(where: separators.contains)
            }
        return !isSparse && line.contains(where: separators.contains) ? "csv" : "libsvm"
    }

    /// LIBSVM's own sets are in archives that need other programs.
    private static func refuseArchives(_ file: String) throws(FileError) {
        let start = WholeFile.prefix(file, count: 6)
        for (name, mark, command) in [
            ("bzip2", Array("BZh".utf8), "bunzip2"), ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A], "unxz"),
        ]
        where start.starts(with: mark) {
            throw FileError(
                .badData, file, "is compressed by \(name)", expected: "text, gzipped or not; \(command) unpacks it")
        }
    }
}
