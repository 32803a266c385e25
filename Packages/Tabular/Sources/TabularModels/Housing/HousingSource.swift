import Core
import FoundationEssentials

/// Where the housing table is: the named set, a folder that contains it, a file, or the built-in coast.
public enum HousingSource: Sendable, Equatable {
    /// A CSV file, and the name under which the user knows it.
    case file(path: String, name: String)
    /// ``InventedCoast``.
    case builtIn

    /// As `--dataset` names the real table.
    public static let california = "housing"
    /// The names that `--dataset` takes.
    public static let names = [california, InventedCoast.name]
    /// Under a data folder.
    static let files = ["housing/housing.csv", "california-housing/housing.csv", "housing.csv"]
    static let origin = "https://github.com/ageron/handson-ml2/tree/master/datasets/housing (US census of 1990)"

    /// The table that `name` means, or, without a name, the real one where it is on this machine, otherwise the
    /// built-in one.
    ///
    /// - Parameters:
    ///   - name: the real table's, the built-in one's, or a path; nil for the default.
    ///   - folder: the folder that the user named, before $KUMIKI_DATA and the user's cache folder.
    ///   - environment: variables; `KUMIKI_DATA` and those of the cache folder, `XDG_CACHE_HOME` or `HOME`, are used.
    /// - Throws: `DatasetError` or `ToolError` where there is none, `FileError` where a folder does not contain one.
    public static func find(
        _ name: String?, in folder: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> HousingSource {
        if name == InventedCoast.name { return .builtIn }
        if let name, name != california { return try atPath(name) }
        let candidates = DataFolders.roots(folder, environment: environment).flatMap { root in
            files.map { "\(root)/\($0)" }
        }
        if let path = candidates.first(where: FileManager.default.fileExists(atPath:)) {
            return .file(path: path, name: california)
        }
        guard name != nil else { return .builtIn }
        throw DatasetError.missing(
            name: california, what: "housing.csv", folders: candidates, origin: origin, fetched: california)
    }

    private static func atPath(_ path: String) throws -> HousingSource {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            if path.contains("/") || path.hasSuffix(".csv") { throw ToolError.noInput("no file or folder '\(path)'") }
            throw ToolError.noInput(Suggestions.message(unknown: path, kind: "data set", known: names))
        }
        guard isFolder else { return .file(path: path, name: path) }
        let tables = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
            .filter { $0.hasSuffix(".csv") }.sorted()
        if let table = tables.first(where: { $0 == "housing.csv" }) ?? (tables.count == 1 ? tables[0] : nil) {
            return .file(path: path + "/" + table, name: path)
        }
        throw FileError(
            .badData, path,
            tables.isEmpty ? "contains no table" : "contains \(tables.count) tables, none of them housing.csv",
            expected: "housing.csv, or one CSV file")
    }

    /// The name of the set, as summaries show it and `--resume` finds it again.
    public var name: String {
        switch self {
        case .file(_, let name): name
        case .builtIn: InventedCoast.name
        }
    }

    /// The estimated cost of reading; nil where it is unknown, or no file is read.
    public var estimate: TableEstimate? {
        if case .file(let path, _) = self { TableEstimate(path) } else { nil }
    }

    /// Reads or draws the table to learn from.
    ///
    /// - Parameter choice: which columns are used.
    /// - Throws: `FileError` where the file cannot be used, `ToolError` where other columns of the built-in table are
    ///   requested.
    public func table(_ choice: ColumnChoice = ColumnChoice()) throws -> TableRead {
        guard case .file(let path, let name) = self else {
            guard choice == ColumnChoice() else {
                throw ToolError.usage(
                    "\(InventedCoast.name): the built-in table has fixed columns; --dataset names another table")
            }
            return TableRead(table: InventedCoast.table(), layout: .california, format: "a table drawn by Kumiki")
        }
        let stream = try TableStream(path, header: choice.header, expecting: choice.names + HousingColumns.targets)
        let (layout, leftOut) = try TableLayout.find(in: stream, choice)
        var read = try table(layout, needsTarget: true, of: stream)
        (read.name, read.leftOut) = (name, leftOut)
        return read
    }

    /// Reads or draws the columns of a table that a trained network knows.
    ///
    /// - Parameters:
    ///   - layout: the columns that the network knows.
    ///   - needsTarget: whether the target must be there, too.
    ///   - header: whether the first line names the columns; nil where the table shows it.
    /// - Throws: `FileError` where the file cannot be used.
    public func table(
        _ layout: TableLayout, needsTarget: Bool, header: TableFormat.Header? = nil
    ) throws(FileError) -> TableRead {
        guard case .file(let path, _) = self else {
            return TableRead(table: InventedCoast.table(), layout: layout, format: "a table drawn by Kumiki")
        }
        let stream = try TableStream(path, header: header, expecting: layout.features + [layout.target])
        return try table(layout, needsTarget: needsTarget, of: stream)
    }

    private func table(
        _ layout: TableLayout, needsTarget: Bool, of stream: TableStream
    ) throws(FileError) -> TableRead {
        let expected = estimate.map { $0.rows + $0.rows / 50 + 16 } ?? 0
        var reader = TableReader(numbers: layout.numbers, texts: layout.texts)
        switch (layout.hasTextTarget, needsTarget) {
        case (true, true): reader.texts.append(layout.target)
        case (true, false): reader.optionalTexts.append(layout.target)
        case (false, true): reader.numbers.append(layout.target)
        case (false, false): reader.optionalNumbers.append(layout.target)
        }
        let (table, format) = try reader.read(stream, expectedRows: expected)
        return TableRead(table: table, layout: layout, format: format.words)
    }
}

/// A table with what the reader found in it.
public struct TableRead {
    public let table: Table
    public let layout: TableLayout
    /// How the file is written, in words.
    public let format: String
    /// As the user knows the table.
    public var name: String
    /// The columns that are not used.
    public var leftOut: [DataFacts.LeftOut] = []

    public init(table: Table, layout: TableLayout, format: String) {
        (self.table, self.layout, self.format, name) = (table, layout, format, table.name)
    }
}
