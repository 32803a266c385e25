import Core
import FoundationEssentials

/// Reads a graph laid out as the Open Graph Benchmark's node sets are: `raw/edge.csv`, `raw/node-feat.csv`,
/// `raw/node-label.csv` without headers, and perhaps `split/…/train.csv`, `valid.csv` and `test.csv`; each gzipped or
/// not (Hu, Fey, Zitnik, Dong, Ren, Liu, Catasta, Leskovec 2020).
struct OGBReader {
    let folder: String

    /// Whether a folder has this layout.
    static func isFolder(_ folder: String) -> Bool { file(folder + "/raw/edge.csv") != nil }

    /// The file or its gzipped form; nil where neither exists.
    private static func file(_ path: String) -> String? {
        [path, path + ".gz"].first { FileManager.default.fileExists(atPath: $0) }
    }

    private func table(_ path: String) throws(FileError) -> NumberTable {
        try NumberTable.read(Self.file(path) ?? path)
    }

    /// - Throws: `FileError` where a table is missing or damaged, or tables do not fit each other.
    func read() throws(FileError) -> GraphDescription {
        let raw = folder + "/raw"
        let labels = try table(raw + "/node-label.csv")
        guard labels.columns == 1 || labels.rows == 0 else {
            throw FileError(.badData, labels.file, "\(labels.columns) labels per node", expected: "one")
        }
        guard labels.rows > 0 else { throw FileError(.badData, labels.file, "the graph has no nodes") }
        let features = try table(raw + "/node-feat.csv")
        guard features.rows == labels.rows else {
            throw FileError(
                .badData, features.file, "features of \(features.rows) nodes",
                expected: "\(labels.rows), as in the labels")
        }
        let numbers = features.numbers.map { Float($0) }
        if let place = numbers.firstIndex(where: { !$0.isFinite }) {
            throw FileError(
                .badData, features.file, at: .line(place / features.columns + 1),
                "a feature that is not a finite number: \(features.numbers[place])",
                expected: "a number within float32")
        }
        var classes: [String?] = []
        for (row, value) in labels.numbers.enumerated() {
            // Unknown labels are written as nan, or −1.
            guard !value.isNaN, value != -1 else {
                classes.append(nil)
                continue
            }
            guard let label = Int32(exactly: value), (0..<Int32(Graph.mostClasses)).contains(label) else {
                throw FileError(
                    .badData, labels.file, at: .line(row + 1), "label \(value)",
                    expected: "0 to \(Graph.mostClasses - 1)")
            }
            classes.append("\(label)")
        }
        let edges = try edges(raw + "/edge.csv", count: labels.rows)
        return GraphDescription(
            source: folder, labelsFile: labels.file, format: "tables of the Open Graph Benchmark", nodeNames: nil,
            labels: classes, target: nil,
            features: .dense(Tensor(numbers, shape: [features.rows, features.columns])), featureNames: nil,
            sources: edges[0], targets: edges[1], split: try split(labels.rows))
    }

    /// Both ends of each edge.
    private func edges(_ path: String, count: Int) throws(FileError) -> [[Int32]] {
        let table = try table(path)
        guard table.columns == 2 || table.rows == 0 else {
            throw FileError(.badData, table.file, "\(table.columns) columns", expected: "two nodes per row")
        }
        var ends: [[Int32]] = [[], []]
        for row in 0..<table.rows {
            for side in 0..<2 {
                guard let node = Int32(exactly: table.numbers[2 * row + side]), (0..<Int32(count)).contains(node) else {
                    throw FileError(
                        .badData, table.file, at: .line(row + 1), "node \(table.numbers[2 * row + side])",
                        expected: "0 to \(count - 1)")
                }
                ends[side].append(node)
            }
        }
        return ends
    }

    private func split(_ count: Int) throws(FileError) -> NodeSplit? {
        let parent = folder + "/split"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent))?.sorted() ?? []
        guard let name = names.first(where: { Self.file("\(parent)/\($0)/train.csv") != nil }) else { return nil }
        var parts: [[Int32]] = []
        for part in ["train", "valid", "test"] {
            let table = try table("\(parent)/\(name)/\(part).csv")
            var nodes: [Int32] = []
            for (row, value) in table.numbers.enumerated() {
                guard let node = Int32(exactly: value), (0..<Int32(count)).contains(node) else {
                    throw FileError(
                        .badData, table.file, at: .line(row / max(1, table.columns) + 1), "node \(value)",
                        expected: "0 to \(count - 1)")
                }
                nodes.append(node)
            }
            parts.append(nodes)
        }
        return NodeSplit(training: parts[0], validation: parts[1], test: parts[2])
    }
}
