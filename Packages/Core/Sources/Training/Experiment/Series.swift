import Files
import FoundationEssentials
import Foundations

/// Several tasks as one resumable series: finished tasks are in `series.json`, and are not done again.
///
/// Processes that do a part of the tasks each have a file of their own beside it, and read those of the others.
public struct Series {
    /// A finished task.
    struct Entry {
        let name: String
        /// Its settings; a task with other settings is done again.
        let settings: String
        let result: JSONObject
    }

    private let file: String
    /// What this file has, and what the others have.
    private var entries: [Entry] = []
    private var others: [Entry] = []

    /// A series in a folder, with the tasks that other processes have finished.
    ///
    /// - Parameters:
    ///   - folder: the folder of the series.
    ///   - part: the part whose tasks this process finishes.
    /// - Throws: `FileError` where a file is damaged.
    public init(in folder: RunFolder, _ part: TaskPart = .whole) throws(FileError) {
        file = folder.path + "/" + part.fileName
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names.sorted() where TaskPart.isFile(name) {
            let known = try Self.entries(of: folder.path + "/" + name)
            if name == part.fileName { entries = known } else { others += known }
        }
    }

    private static func entries(of file: String) throws(FileError) -> [Entry] {
        var entries: [Entry] = []
        let bytes = try WholeFile.read(file)
        let damaged = FileError(
            .badData, file, "is not a list of finished tasks",
            expected: "the original file; without it, all tasks are done again")
        guard let known = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)), case .array(let rows) = known
        else { throw damaged }
        for row in rows {
            guard case .object(let row) = row, case .string(let name)? = row["task"],
                case .string(let settings)? = row["settings"],
                case .object(let result)? = row["result"]
            else { throw damaged }
            entries.append(Entry(name: name, settings: settings, result: result))
        }
        return entries
    }

    /// Whether an earlier process has finished a task.
    public var hasFinished: Bool { !(entries + others).isEmpty }

    /// The result of a task; nil where it is not finished.
    public func result(of name: String, with settings: String) -> JSONObject? {
        (entries + others).first { $0.name == name && $0.settings == settings }?.result
    }

    /// Stores the result of a task.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public mutating func finish(_ name: String, with settings: String, _ result: JSONObject) throws(FileError) {
        entries.removeAll { $0.name == name }
        // In the form that a later process reads, so that both report the same.
        let known = try? JSONDecoder().decode(JSONValue.self, from: Data(JSONValue.object(result).text.utf8))
        let read = if case .object(let read)? = known { read } else { result }
        entries.append(Entry(name: name, settings: settings, result: read))
        let rows = entries.map { entry in
            JSONValue.object([
                "task": .string(entry.name), "settings": .string(entry.settings), "result": .object(entry.result),
            ])
        }
        try AtomicFile.write(Array((JSONValue.array(rows).text + "\n").utf8), to: file)
    }
}

/// Mean and standard deviation of a sample.
public struct SampleStatistics: Sendable {
    /// The sum over the count.
    public let mean: Double
    /// With n − 1 in the denominator; 0 for a single number.
    public let deviation: Double

    /// - Parameter values: one or more; without values, both are 0.
    public init(_ values: [Double]) {
        let mean = values.reduce(0, +) / Double(max(1, values.count))
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        (self.mean, deviation) = (mean, (squares / Double(max(1, values.count - 1))).squareRoot())
    }
}
