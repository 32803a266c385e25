import Core
import Dispatch
import FoundationEssentials
import Synchronization

/// The runs below a folder.
public struct RunListing: Sendable {
    /// A column by which runs are sorted.
    public enum Order: String, CaseIterable, Sendable {
        case date, name, tool, model, dataset, epochs, metric, state
    }

    public private(set) var runs: [RunRecord]

    /// All runs of a folder: `FOLDER/<tool>/<run>`, `FOLDER/<run>`, or the folder itself. A series is one run.
    ///
    /// - Parameters:
    ///   - folder: the folder of runs.
    ///   - metric: the name of the figure to show; nil for the first of the usual ones.
    /// - Throws: `FileError` where there is no such folder.
    public init(_ folder: String, metric: String? = nil) throws(FileError) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw FileError(.missingInput, folder, "no such folder")
        }
        guard isFolder else { throw FileError(.missingInput, folder, "is a file", expected: "a folder with runs") }
        let folders = Self.folders(folder)
        let found = Mutex([(Int, [RunRecord])]())
        // Dispatch, for reading waits for files. Parts, for a single run is read in less time than a thread takes to wake.
        let part = 64
        DispatchQueue.concurrentPerform(iterations: (folders.count + part - 1) / part) { number in
            let own = folders[number * part..<min(folders.count, (number + 1) * part)].map { path in
                RunRecord(RunFolder(path), metric: metric)
            }
            found.withLock { $0.append((number, own)) }
        }
        runs = found.withLock { $0.sorted { $0.0 < $1.0 }.flatMap(\.1) }
    }

    /// The folders of the runs below a folder, or the folder itself where it is a run.
    static func folders(_ root: String) -> [String] {
        func isRun(_ path: String) -> Bool { FileManager.default.fileExists(atPath: RunFolder(path).configurationFile) }
        func below(_ path: String) -> [String] {
            FileTree(folder: path).entries().filter(\.isFolder).map { "\(path)/\($0.name)" }
        }
        if isRun(root) { return [root] }
        let first = below(root)
        if first.contains(where: isRun) { return first }
        return first.flatMap(below)
    }

    /// Keeps the runs of a tool and of a data set.
    public mutating func keep(tool: String?, dataset: String?) {
        runs.removeAll { run in
            (tool != nil && run.tool != tool) || (dataset != nil && run.dataset != dataset)
        }
    }

    /// Sorts: dates with the latest first, figures with the best first, everything else upwards. Runs without a value
    /// come last.
    public mutating func sort(by order: Order, reversed: Bool = false) {
        // Keys once for a run, for comparing asks for them many times.
        let keys = runs.map { Key($0, order) }
        let places = runs.indices.sorted { first, second in
            let (one, other) = (keys[first], keys[second])
            if one.isMissing != other.isMissing { return other.isMissing }
            return one.isBefore(other).map { $0 != reversed } ?? (runs[first].path < runs[second].path)
        }
        runs = places.map { runs[$0] }
    }

    /// A run's place in an order: numbers, after a text that groups them.
    private struct Key {
        let isMissing: Bool
        let text: String
        let number: Double

        init(_ run: RunRecord, _ order: Order) {
            var (text, number): (String?, Double?) = ("", 0)
            switch order {
            case .date: number = run.began.map { -Double($0) }
            case .name: text = run.name
            case .tool: text = run.tool
            case .model: text = run.model
            case .dataset: text = run.dataset
            case .epochs: number = run.epochs.map(Double.init)
            case .metric:
                text = run.metric?.name
                number = run.value.flatMap { $0.isFinite ? (run.metric?.isBetterHigher == true ? -$0 : $0) : nil }
            case .state: text = run.state.rawValue
            }
            isMissing = text == nil || number == nil
            (self.text, self.number) = (text ?? "", number ?? 0)
        }

        /// Nil where neither comes first.
        func isBefore(_ other: Key) -> Bool? {
            if text != other.text { return text < other.text }
            return number == other.number ? nil : number < other.number
        }
    }

    /// The runs as a table.
    public var table: TextTable {
        var table = TextTable([
            .left("run"), .left("tool"), .left("model"), .left("data set"), .right("epochs"), .left("metric"),
            .right("value"), .left("began (UTC)"), .left("state"),
        ])
        for run in runs {
            let value = run.value.flatMap { value in run.metric.map { Readable.value(value, of: $0) } }
            table.add([
                run.name, run.tool ?? "", run.model ?? "", run.dataset ?? "", run.epochs.map(Readable.count) ?? "",
                run.metric?.words ?? "", value ?? "", run.date ?? "", run.state.rawValue,
            ])
        }
        return table
    }
}
