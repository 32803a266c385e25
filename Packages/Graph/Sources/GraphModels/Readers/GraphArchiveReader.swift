import Core

/// Reads a graph from one NumPy archive, in one of two forms: a sparse adjacency matrix in parts (`adj_data`,
/// `adj_indices`, `adj_indptr`, `adj_shape`) with `attr_…` or `attr_matrix` and `labels` (Shchur, Mumme, Bojchevski,
/// Günnemann 2018), or PyTorch Geometric's `x`, `y` and `edge_index` with masks of the split.
struct GraphArchiveReader {
    let file: String
    private let archive: NumPyArchive

    init(_ file: String) throws(FileError) {
        self.file = file
        archive = try NumPyArchive.read(file)
    }

    /// - Throws: `FileError` where an array is missing or damaged, or arrays do not fit each other.
    func read(needsLabels: Bool) throws(FileError) -> GraphDescription {
        let isParted = has("adj_indptr")
        guard isParted || has("edge_index") else {
            throw FileError(
                .badData, file, "no graph among the arrays \(listed)",
                expected: "adj_data, adj_indices, adj_indptr and adj_shape, or edge_index")
        }
        let labels = try labels(needsLabels: needsLabels)
        let features = try features()
        let edges = isParted ? try adjacency() : try edgeIndex()
        let count = features?.count ?? labels?.count ?? edges.count
        for (name, found) in [("labels", labels?.count), ("edges", edges.count == 0 ? nil : edges.count)] {
            guard let found, found != count, name == "labels" || found > count else { continue }
            throw FileError(.badData, file, "\(name) of \(found) nodes", expected: "\(count), as in the features")
        }
        guard count > 0 else { throw FileError(.badData, file, "the graph has no nodes") }
        return GraphDescription(
            source: file, labelsFile: file, format: "NumPy archive", nodeNames: nil,
            labels: labels ?? [String?](repeating: nil, count: count),
            target: nil, features: features ?? .identity(count), featureNames: nil, sources: edges.sources,
            targets: edges.targets, split: try split(count))
    }

    private func has(_ name: String) -> Bool { archive.names.contains(name) }

    private var listed: String {
        archive.names.prefix(12).map { $0.quoted() }.joined(separator: ", ") + (archive.names.count > 12 ? ", …" : "")
    }

    private func first(of names: [String]) throws(FileError) -> FileArray? {
        guard let name = names.first(where: has) else { return nil }
        return try archive.array(name)
    }

    /// Class numbers, or a one in each row.
    private func labels(needsLabels: Bool) throws(FileError) -> [String?]? {
        guard let array = try first(of: ["labels", "y", "label"]) else {
            if needsLabels {
                throw FileError(.badData, file, "no labels among the arrays \(listed)", expected: "labels or y")
            }
            return nil
        }
        guard array.shape.count == 1 || array.shape.count == 2 && array.shape[1] == 1 else {
            throw FileError(.badData, file, "labels of shape \(array.shape)", expected: "one for each node")
        }
        return array.doubles().map { value in
            guard let number = Int(exactly: value) else { return value.isNaN ? nil : "\(value)" }
            return "\(number)"
        }
    }

    private func features() throws(FileError) -> NodeFeatures? {
        if has("attr_indptr") {
            let matrix = try parts("attr")
            try requireFinite(matrix.values)
            return .sparse(SparseMatrix(matrix.pattern, values: matrix.values))
        }
        guard let array = try first(of: ["attr_matrix", "x", "features", "feat"]) else { return nil }
        guard array.shape.count == 2 else {
            throw FileError(.badData, file, "features of shape \(array.shape)", expected: "nodes × features")
        }
        let values = array.floats()
        try requireFinite(values)
        return .rows(values, width: array.shape[1])
    }

    private func requireFinite(_ values: [Float]) throws(FileError) {
        guard values.allSatisfy(\.isFinite) else {
            throw FileError(.badData, file, "a feature that is not a finite number", expected: "numbers")
        }
    }

    /// A sparse matrix by rows, as SciPy stores it.
    private func parts(_ name: String) throws(FileError) -> (pattern: SparsePattern, values: [Float]) {
        func integers(_ part: String) throws(FileError) -> [Int] {
            try archive.array("\(name)_\(part)").integers(from: file)
        }
        let (shape, offsets, indices) = (try integers("shape"), try integers("indptr"), try integers("indices"))
        let values = try archive.array("\(name)_data").floats()
        guard shape.count == 2, shape[0] >= 0, shape[0] < 1 << 30,
            (1...Graph.mostFeatures).contains(shape[1]) || name == "adj",
            shape[1] < 1 << 30, offsets.count == shape[0] + 1, offsets.first == 0, offsets.last == indices.count,
            values.count == indices.count, zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 }),
            indices.allSatisfy({ (0..<shape[1]).contains($0) })
        else {
            throw FileError(
                .badData, file, "\(name)_data, _indices, _indptr and _shape do not fit each other",
                expected: "a sparse matrix by rows, as SciPy stores it")
        }
        let pattern = SparsePattern(
            rows: shape[0], columns: shape[1], offsets: offsets, columnNumbers: indices.map { Int32($0) })
        return (pattern, values)
    }

    private typealias Edges = (count: Int, sources: [Int32], targets: [Int32])

    private func adjacency() throws(FileError) -> Edges {
        let pattern = try parts("adj").pattern
        guard pattern.rows == pattern.columns else {
            throw FileError(.badData, file, "adj_shape of \(pattern.rows) × \(pattern.columns)", expected: "a square")
        }
        var sources: [Int32] = []
        sources.reserveCapacity(pattern.count)
        for row in 0..<pattern.rows { for _ in pattern.entries(of: row) { sources.append(Int32(row)) } }
        return (pattern.rows, sources, pattern.columnNumbers)
    }

    private func edgeIndex() throws(FileError) -> Edges {
        let array = try archive.array("edge_index")
        guard array.shape.count == 2, array.shape[0] == 2 else {
            throw FileError(.badData, file, "edge_index of shape \(array.shape)", expected: "2 × edges")
        }
        let numbers = try array.integers(from: file)
        guard numbers.allSatisfy({ (0..<1 << 30).contains($0) }) else {
            throw FileError(.badData, file, "a node below 0 in edge_index", expected: "nodes from 0 on")
        }
        let ends = numbers.map { Int32($0) }
        let half = array.shape[1]
        return ((numbers.max() ?? -1) + 1, Array(ends[..<half]), Array(ends[half...]))
    }

    private func split(_ count: Int) throws(FileError) -> NodeSplit? {
        guard has("train_mask"), has("val_mask"), has("test_mask") else { return nil }
        func nodes(_ name: String) throws(FileError) -> [Int32] {
            let mask = try archive.array(name)
            guard mask.shape == [count] else {
                throw FileError(.badData, file, "\(name) of shape \(mask.shape)", expected: "\(count) nodes")
            }
            return mask.doubles().enumerated().filter { $0.element != 0 }.map { Int32($0.offset) }
        }
        return NodeSplit(
            training: try nodes("train_mask"), validation: try nodes("val_mask"), test: try nodes("test_mask"))
    }
}
