import Core

/// Reads a graph from two files in a folder: a table of nodes with a column `id`, a column `label` (empty, `nan` or, of
/// numbers, −1 where unknown), perhaps a column `split` (`train`, `validation`, `test`), and a column of numbers for
/// each feature; and a table or list of edges.
struct TableGraphReader {
    let folder: String
    private let nodesFile: String
    private let edgesFile: String

    private static let idNames = ["id", "node", "node_id"]

    /// Nil where the folder does not have both.
    init?(folder: String, entries: [String]) {
        let tables = [".csv", ".tsv", ".txt"].flatMap { [$0, $0 + ".gz"] }
        guard let nodes = tables.map({ "nodes" + $0 }).first(where: entries.contains),
            let edges = EdgeList.file(among: entries)
        else { return nil }
        (self.folder, nodesFile, edgesFile) = (folder, folder + "/" + nodes, folder + "/" + edges)
    }

    /// - Parameters:
    ///   - choice: which columns of the table of nodes are used.
    ///   - known: the facts of a model's graph, for which classes are optional; nil for a graph to train on.
    /// - Throws: `FileError` where a table is missing or damaged, or an edge names a node that does not exist.
    func read(_ choice: ColumnChoice, known: GraphFacts?) throws(FileError) -> GraphDescription {
        var table = try TableStream(
            nodesFile, header: choice.header, expecting: Self.idNames + ["label", "split"] + choice.names)
        let roles = try roles(in: table, choice, known)
        var nodes = Nodes(file: nodesFile)
        while try table.next() { try nodes.take(table, roles) }
        guard !nodes.names.isEmpty else { throw FileError(.badData, nodesFile, "the graph has no nodes") }
        let edges = try EdgeList.read(edgesFile, ids: nodes.numbers, owner: nodesFile)
        let featureNames = roles.features.map { table.header[$0] }
        return GraphDescription(
            source: folder, labelsFile: nodesFile, format: "nodes and edges, " + table.format.words,
            nodeNames: nodes.names,
            labels: nodes.labels, target: roles.target.map { table.header[$0] },
            features: featureNames.isEmpty
                ? .identity(nodes.names.count) : .rows(nodes.features, width: featureNames.count),
            featureNames: featureNames.isEmpty ? nil : featureNames, sources: edges.sources, targets: edges.targets,
            split: roles.split == nil ? nil : nodes.split, leftOut: roles.leftOut, notes: edges.notes)
    }

    private struct Roles {
        let id: Int
        let target: Int?
        let split: Int?
        let features: [Int]
        let leftOut: [DataFacts.LeftOut]
    }

    private func roles(
        in table: TableStream, _ choice: ColumnChoice, _ known: GraphFacts?
    ) throws(FileError) -> Roles {
        var named = choice
        if choice.target == nil { named.target = table.columnIfPresent("label").map { table.header[$0] } }
        var roles = try named.roles(in: table, needsTarget: false)
        if roles.target == nil, known == nil { roles.target = try table.column("label") }
        // A feature of the model is not the class, even with such a name.
        if choice.target == nil, let guess = roles.target, known?.featureNames?.contains(table.header[guess]) == true {
            (roles.target, roles.features) = (nil, (roles.features + [guess]).sorted())
        }
        let own = Self.idNames.lazy.compactMap { table.columnIfPresent($0) }.first { $0 != roles.target }
        // A first column that numbers the rows contains the nodes' names, if no other column does.
        let id = if let own { own } else if table.format.hasIndex { 0 } else { try table.column("id") }
        if table.format.hasIndex, id == 0 { roles.leftOut.removeAll { $0.reason == "column that numbers the rows" } }
        let split = table.columnIfPresent("split")
        roles.features.removeAll { $0 == id || $0 == split }
        if choice.features == nil {
            let texts = roles.features.filter { table.kinds[$0] == .texts || table.kinds[$0] == .names }
            roles.features.removeAll { texts.contains($0) }
            roles.leave(texts, "without numbers", in: table)
        }
        return Roles(id: id, target: roles.target, split: split, features: roles.features, leftOut: roles.leftOut)
    }

    /// Collects the rows of the table of nodes.
    private struct Nodes {
        let file: String
        var names: [String] = []
        var numbers: [String: Int32] = [:]
        var labels: [String?] = []
        var features: [Float] = []
        var split = NodeSplit(training: [], validation: [], test: [])

        mutating func take(_ table: TableStream, _ roles: Roles) throws(FileError) {
            let (node, name) = (Int32(names.count), try table.text(roles.id))
            guard numbers.updateValue(node, forKey: name) == nil else {
                throw FileError(.badData, file, at: .line(table.line), "node \(name.quoted()) occurs twice")
            }
            names.append(name)
            let target = roles.target.flatMap { table.isMissing($0) ? nil : $0 }
            labels.append(try target.map { column throws(FileError) in try table.text(column) })
            for column in roles.features {
                guard let number = table.number(column) else { throw table.failure(column, expected: "a number") }
                guard Float(number).isFinite else {
                    throw table.failure(column, expected: "a number within float32")
                }
                features.append(Float(number))
            }
            if let column = roles.split { try place(node, table, column) }
        }

        private mutating func place(_ node: Int32, _ table: TableStream, _ column: Int) throws(FileError) {
            switch try table.text(column).lowercased() {
            case "train", "training": split.training.append(node)
            case "validation", "valid", "val": split.validation.append(node)
            case "test": split.test.append(node)
            case _ where table.isMissing(column): break
            default: throw table.failure(column, expected: "train, validation, test or an empty field")
            }
        }
    }
}
