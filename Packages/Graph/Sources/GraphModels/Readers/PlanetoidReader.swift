import Core

/// Reads citation graphs as Planetoid's authors published them: `ind.cora.x`, `.tx`, `.allx`, `.y`, `.ty`, `.ally`,
/// `.graph` and `.test.index` in one folder (Yang, Cohen, Salakhutdinov 2016).
struct PlanetoidReader {
    let folder: String
    let name: String

    static let parts = ["x", "tx", "allx", "y", "ty", "ally", "graph", "test.index"]

    func path(_ part: String) -> String { "\(folder)/ind.\(name).\(part)" }

    /// The graph with its public split.
    ///
    /// - Throws: `FileError` where a file is missing, damaged, or does not fit the others.
    func read(classNames: [String]?) throws(FileError) -> Graph {
        let indices = try testIndices()
        let (all, test) = (try matrix("allx"), try matrix("tx"))
        let known = try table("ally")
        let testLabels = try table("ty")
        let training = try table("y")
        try check(
            all.shape[0] == known.labels.count, "ally", "\(known.labels.count) labels", "\(all.shape[0]) as in allx")
        try check(
            test.shape[0] == testLabels.labels.count, "ty", "\(testLabels.labels.count) labels",
            "\(test.shape[0]) as in tx")
        try check(
            test.shape[0] == indices.count, "test.index", "\(indices.count) numbers", "\(test.shape[0]) as in tx")
        try check(
            training.labels.count <= all.shape[0], "y", "\(training.labels.count) labels",
            "at most \(all.shape[0]) as in allx")
        try check(test.shape[1] == all.shape[1], "tx", "\(test.shape[1]) features", "\(all.shape[1]) as in allx")
        try check(
            testLabels.classes == known.classes && training.classes == known.classes, "ty",
            "\(testLabels.classes) classes", "\(known.classes) as in ally")
        let base = all.shape[0]
        let last = indices.max() ?? base - 1
        try check(
            indices.allSatisfy { $0 >= base } && Set(indices).count == indices.count && last - base < 4 * indices.count,
            "test.index", "numbers from \(indices.min() ?? 0) to \(last)", "different ones from \(base) on")
        // Nodes of the test range that no file describes have no neighbors: CiteSeer has fifteen of them.
        let count = last + 1
        let numbers = try numbers(of: all, test, indices, count: count)
        var labels = known.labels + [Int32](repeating: -1, count: count - base)
        for (index, label) in zip(indices, testLabels.labels) { labels[index] = label }
        let edges = try edges(count)
        let validation = training.labels.count..<min(training.labels.count + 500, base)
        let isolated = count - base - indices.count
        var graph = Graph(
            name: name, adjacency: edges.adjacency, features: numbers.normalizedByRow(), labels: labels,
            classNames: classNames?.count == known.classes
                ? classNames ?? [] : (0..<known.classes).map { "class \($0 + 1)" },
            split: NodeSplit(
                training: (0..<Int32(training.labels.count)).filter { labels[Int($0)] >= 0 },
                validation: validation.map { Int32($0) }.filter { labels[Int($0)] >= 0 },
                test: indices.sorted().map { Int32($0) }.filter { labels[Int($0)] >= 0 }),
            notes: edges.notes + (isolated > 0 ? ["\(isolated) nodes without features, label and edges"] : []))
        graph.facts = graph.facts(format: "Planetoid's files")
        return graph
    }

    private func check(_ holds: Bool, _ part: String, _ problem: String, _ expected: String) throws(FileError) {
        if !holds { throw FileError(.badData, path(part), problem, expected: expected) }
    }

    private func matrix(_ part: String) throws(FileError) -> PickleMatrix {
        try PickleDocument.read(path(part)).matrix()
    }

    /// Labels as rows of zeros with a one; −1 for a row of zeros.
    private func table(_ part: String) throws(FileError) -> (labels: [Int32], classes: Int) {
        let table = try PickleDocument.read(path(part)).table()
        try check(
            (2...Graph.mostClasses).contains(table.columns), part, "\(table.columns) classes",
            "2 to \(Graph.mostClasses)")
        let labels = (0..<table.rows).map { row in
            let ones = (0..<table.columns).filter { table.numbers[row * table.columns + $0] != 0 }
            return ones.count == 1 ? Int32(ones[0]) : ones.isEmpty ? -1 : -2
        }
        if let row = labels.firstIndex(of: -2) {
            throw FileError(.badData, path(part), "row \(row) names several classes", expected: "one")
        }
        return (labels, table.columns)
    }

    private func testIndices() throws(FileError) -> [Int] {
        let file = path("test.index")
        let bytes = try WholeFile.read(file, limit: 1 << 30)
        var indices: [Int] = []
        for (line, text) in bytes.split(separator: 0x0A).enumerated() {
            let text = String(decoding: text.filter { $0 != 0x0D && $0 != 0x20 }, as: UTF8.self)
            guard let index = Int(text), (0..<1 << 30).contains(index) else {
                throw FileError(
                    .badData, file, at: .line(line + 1), "'\(text.prefix(40))'", expected: "the number of a test node")
            }
            indices.append(index)
        }
        return indices
    }

    /// The rows of both matrices, those of the test nodes at the places of their numbers.
    private func numbers(
        of all: PickleMatrix, _ test: PickleMatrix, _ indices: [Int], count: Int
    ) throws(FileError) -> NodeFeatures {
        var rows = [Int](repeating: -1, count: count - all.shape[0])
        for (row, index) in indices.enumerated() { rows[index - all.shape[0]] = row }
        var (offsets, columns, values) = (all.offsets, all.columns, all.values)
        for row in rows {
            if row >= 0 {
                let entries = test.offsets[row]..<test.offsets[row + 1]
                columns += test.columns[entries]
                values += test.values[entries]
            }
            offsets.append(columns.count)
        }
        try check(values.allSatisfy(\.isFinite), "allx", "a feature that is not a finite number", "numbers")
        return .sparse(
            SparseMatrix(
                SparsePattern(rows: count, columns: all.shape[1], offsets: offsets, columnNumbers: columns),
                values: values))
    }

    private func edges(_ count: Int) throws(FileError) -> CleanedEdges {
        var (sources, targets) = ([Int32](), [Int32]())
        for (node, neighbors) in try PickleDocument.read(path("graph")).neighbors() {
            for neighbor in neighbors {
                guard (0..<count).contains(node), (0..<count).contains(neighbor) else {
                    throw FileError(
                        .badData, path("graph"), "an edge from node \(node) to node \(neighbor)",
                        expected: "nodes 0 to \(count - 1)")
                }
                sources.append(Int32(node))
                targets.append(Int32(neighbor))
            }
        }
        return CleanedEdges(nodes: count, sources: sources, targets: targets)
    }
}
