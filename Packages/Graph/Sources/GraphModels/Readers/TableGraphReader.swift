import Core

/// Reads a graph from two tables in a folder: `nodes.csv` with a column `id`, a column `label` (empty where unknown),
/// perhaps a column `split` (`train`, `validation`, `test`), and a column of numbers for each feature; and `edges.csv`
/// with columns `source` and `target`.
struct TableGraphReader {
    let folder: String

    static let parts = ["nodes.csv", "edges.csv"]
    private static let reserved = ["id", "label", "split"]

    private var nodesFile: String { folder + "/nodes.csv" }
    private var edgesFile: String { folder + "/edges.csv" }

    /// - Throws: `FileError` where a table is missing or damaged, a node has no features, or an edge leads to a node that
    ///   does not exist.
    func read() throws(FileError) -> Graph {
        let nodes = try CSVTable.read(nodesFile)
        let names = try nodes.column("id")
        guard !names.isEmpty else { throw FileError(.badData, nodesFile, "the graph has no nodes") }
        var numbers: [String: Int32] = [:]
        for (number, name) in names.enumerated() where numbers.updateValue(Int32(number), forKey: name) != nil {
            throw FileError(.badData, nodesFile, "node '\(name.prefix(60))' stands twice")
        }
        let texts = try nodes.column("label")
        let classNames = Set(texts.filter { !$0.isEmpty }).sorted { ($0.count, $0) < ($1.count, $1) }
        guard classNames.count > 1 else {
            throw FileError(
                .badData, nodesFile, at: .item(kind: "column", name: "label"),
                classNames.isEmpty ? "no node has a label" : "all nodes have the same label",
                expected: "two classes or more")
        }
        let places = Dictionary(uniqueKeysWithValues: classNames.enumerated().map { ($1, Int32($0)) })
        let labels = texts.map { places[$0] ?? -1 }
        let edges = try edges(numbers, count: names.count)
        return Graph(
            name: folder, adjacency: edges.adjacency, features: try features(nodes, names), labels: labels,
            classNames: classNames, split: try split(nodes, labels, classes: classNames.count), nodeNames: names,
            notes: edges.notes)
    }

    private func features(_ nodes: CSVTable, _ names: [String]) throws(FileError) -> NodeFeatures {
        let count = names.count
        let columns = nodes.header.filter { !Self.reserved.contains($0) }
        guard !columns.isEmpty else { return .identity(count) }
        var values = [Float](repeating: 0, count: count * columns.count)
        for (place, column) in columns.enumerated() {
            for (node, number) in try nodes.numbers(column).enumerated() {
                let value = Float(number)
                guard value.isFinite else {
                    throw FileError(
                        .badData, nodesFile, at: .item(kind: "column", name: column),
                        "\(number) of node '\(names[node].prefix(60))'", expected: "a number that float32 can hold")
                }
                values[node * columns.count + place] = value
            }
        }
        let zeros = values.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        let dense = Tensor(values, shape: [count, columns.count])
        guard zeros * 2 > values.count else { return .dense(dense) }
        let entries = values.indices.filter { values[$0] != 0 }
            .map { ($0 / columns.count, $0 % columns.count, values[$0]) }
        return .sparse(SparseMatrix(rows: count, columns: columns.count, entries: entries))
    }

    private func split(_ nodes: CSVTable, _ labels: [Int32], classes: Int) throws(FileError) -> NodeSplit {
        guard nodes.header.contains("split") else {
            var random = RandomStream(seed: 0, name: .split)
            return NodeSplit(labels: labels, classes: classes, random: &random)
        }
        var split = NodeSplit(training: [], validation: [], test: [])
        for (node, part) in try nodes.column("split").enumerated() {
            // A node without a label can be neither trained on nor tested.
            let isKnown = labels[node] >= 0
            switch part {
            case "train": if isKnown { split.training.append(Int32(node)) }
            case "validation", "valid", "val": if isKnown { split.validation.append(Int32(node)) }
            case "test": if isKnown { split.test.append(Int32(node)) }
            case "": break
            default:
                throw FileError(
                    .badData, nodesFile, at: .item(kind: "column", name: "split"), "'\(part.prefix(40))'",
                    expected: "train, validation, test or nothing")
            }
        }
        return split
    }

    private func edges(_ numbers: [String: Int32], count: Int) throws(FileError) -> CleanedEdges {
        let table = try CSVTable.read(edgesFile)
        var ends: [[Int32]] = []
        for column in ["source", "target"] {
            var nodes: [Int32] = []
            for (row, name) in try table.column(column).enumerated() {
                guard let node = numbers[name] else {
                    throw FileError(
                        .badData, edgesFile, "edge \(row + 1) names node '\(name.prefix(60))', which does not exist",
                        expected: "an id of nodes.csv")
                }
                nodes.append(node)
            }
            ends.append(nodes)
        }
        return CleanedEdges(nodes: count, sources: ends[0], targets: ends[1])
    }
}
