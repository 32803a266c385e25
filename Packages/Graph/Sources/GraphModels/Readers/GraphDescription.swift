import Core

/// A graph as a reader finds it in files, before its nodes have an order and its classes numbers.
struct GraphDescription {
    /// The folder or file, as the user knows it.
    var source: String
    /// The file of classes and features, for errors.
    var labelsFile: String
    /// How it is stored.
    var format: String
    /// The names of nodes, all different; nil where they have only numbers.
    var nodeNames: [String]?
    /// Each node's class; nil where it is unknown.
    var labels: [String?]
    /// The column of the classes; nil where it has no name.
    var target: String?
    var features: NodeFeatures
    /// Nil where features have no names.
    var featureNames: [String]?
    /// One end of each edge.
    var sources: [Int32]
    /// The other end.
    var targets: [Int32]
    /// Nil for a random split.
    var split: NodeSplit?
    /// What is not used.
    var leftOut: [DataFacts.LeftOut] = []
    /// Notes on the files.
    var notes: [String] = []

    /// The graph, which does not depend on the order of the files' rows: nodes are in the order of their names.
    ///
    /// - Parameter known: the facts of a model's graph: classes and features are matched with it by name, and nodes may
    ///   have no class.
    /// - Throws: `FileError` where names do not match, or there are fewer than two classes.
    func graph(known: GraphFacts? = nil) throws(FileError) -> Graph {
        var (leftOut, notes) = (leftOut, notes)
        let order = order
        var places = [Int32](repeating: 0, count: order.count)
        for (place, node) in order.enumerated() { places[node] = Int32(place) }
        let own = knownLabels(known)
        let classNames = if let known { known.classNames } else { try classes(of: own) }
        let numbers = try classNumbers(of: classNames, own, isKnown: known != nil)
        let labels = order.map { node in own[node].flatMap { numbers[$0] } ?? -1 }
        let isSorted = zip(order, order.dropFirst()).allSatisfy { $0 < $1 }
        var features = try matched(known, &leftOut)
        if !isSorted { features.numbers = features.numbers.selecting(order.map { Int32($0) }) }
        let edges = CleanedEdges(
            nodes: order.count, sources: sources.map { places[Int($0)] }, targets: targets.map { places[Int($0)] })
        notes += edges.notes
        let unknown = labels.count { $0 < 0 }
        if unknown > 0 { notes.append("\(unknown) \(unknown == 1 ? "node" : "nodes") without a class") }
        var random = RandomStream(seed: 0, name: .split)
        let split =
            self.split?.renumbered(places, labels: labels)
            ?? NodeSplit(labels: labels, classes: classNames.count, random: &random)
        let names = nodeNames.map { names in order.map { names[$0] } }
        var graph = Graph(
            name: source, adjacency: edges.adjacency, features: features.numbers, labels: labels,
            classNames: classNames,
            split: split, nodeNames: names, featureNames: features.names, notes: notes)
        graph.fileOrder = isSorted ? nil : places
        graph.facts = graph.facts(format: format, target: target, leftOut: leftOut)
        return graph
    }

    /// The nodes in the order of their names: by number where all are whole numbers.
    private var order: [Int] {
        guard let nodeNames else { return Array(labels.indices) }
        let numbers = nodeNames.compactMap { Int($0) }
        guard numbers.count == nodeNames.count else {
            return nodeNames.indices.sorted { nodeNames[$0] < nodeNames[$1] }
        }
        return numbers.indices.sorted { (numbers[$0], nodeNames[$0]) < (numbers[$1], nodeNames[$1]) }
    }

    /// The labels without −1, which means an unknown class among numbers; if the labels are −1 and 1, both are classes.
    private func knownLabels(_ known: GraphFacts?) -> [String?] {
        let names = Set(known?.classNames ?? labels.compactMap { $0 })
        let isClass = known == nil ? names.count < 3 : names.contains("-1")
        guard !isClass, names.allSatisfy({ Int($0) != nil }) else { return labels }
        return labels.map { $0 == "-1" ? nil : $0 }
    }

    private func classes(of labels: [String?]) throws(FileError) -> [String] {
        let names = Set(labels.compactMap { $0 }).sorted { ($0.count, $0) < ($1.count, $1) }
        guard names.count > 1 else {
            throw FileError(
                .badData, labelsFile, at: target.map { .item(kind: "column", name: $0) },
                names.isEmpty ? "no node has a label" : "all nodes have the same label", expected: "two classes or more"
            )
        }
        return names
    }

    private func classNumbers(
        of names: [String], _ labels: [String?], isKnown: Bool
    ) throws(FileError) -> [String: Int32] {
        var numbers: [String: Int32] = [:]
        for (number, name) in names.enumerated() { numbers[name] = Int32(number) }
        if isKnown, let other = labels.lazy.compactMap({ $0 }).first(where: { numbers[$0] == nil }) {
            let count = labels.count { $0 == other }
            throw FileError(
                .badData, labelsFile, "\(count) \(count == 1 ? "node" : "nodes") of class \(other.quoted())",
                expected: "a class that the model knows: " + names.quotedList())
        }
        return numbers
    }

    /// The features in the order of a model's inputs.
    private func matched(
        _ known: GraphFacts?, _ leftOut: inout [DataFacts.LeftOut]
    ) throws(FileError) -> (numbers: NodeFeatures, names: [String]?) {
        guard let wanted = known?.featureNames else { return (features, featureNames) }
        var places: [String: Int32] = [:]
        for (place, name) in (featureNames ?? []).enumerated() { places[name] = Int32(place) }
        let missing = wanted.filter { places[$0] == nil }
        guard missing.isEmpty else {
            throw FileError(
                .badData, labelsFile,
                "without the \(missing.count == 1 ? "feature" : "features") " + missing.quotedList(),
                expected: "all \(wanted.count) that the model knows")
        }
        let isWanted = Set(wanted)
        let others = (featureNames ?? []).filter { !isWanted.contains($0) }
        if let first = others.first {
            leftOut.append(
                DataFacts.LeftOut(others.count, "features that the model does not know", first: first.quoted()))
        }
        return (features.selecting(columns: wanted.compactMap { places[$0] }), wanted)
    }
}

extension NodeSplit {
    /// The split with other numbers for the nodes, without those whose class is unknown.
    fileprivate func renumbered(_ places: [Int32], labels: [Int32]) -> NodeSplit {
        func part(_ nodes: [Int32]) -> [Int32] {
            nodes.map { places[Int($0)] }.filter { labels[Int($0)] >= 0 }.sorted()
        }
        return NodeSplit(training: part(training), validation: part(validation), test: part(test))
    }
}

extension Graph {
    /// A fingerprint of nodes, classes, features and edges that does not depend on the order of the features.
    var digest: ContentDigest {
        func part<Value>(_ values: [Value]) -> String { values.withUnsafeBytes { ContentDigest($0).description } }
        let names = featureNames ?? []
        let order = names.indices.sorted { names[$0] < names[$1] }
        var features = self.features
        if !order.isEmpty { features = features.selecting(columns: order.map { Int32($0) }) }
        var parts = (nodeNames ?? []) + classNames + order.map { names[$0] }
        switch features {
        case .dense(let tensor): parts.append(part(tensor.scalars()))
        case .sparse(let matrix):
            parts += [part(matrix.pattern.offsets), part(matrix.pattern.columnNumbers)]
            parts.append(part(Tensor(matrix.values).scalars()))
        }
        parts += [part(labels), part(adjacency.offsets), part(adjacency.columnNumbers)]
        return ContentDigest(parts.joined(separator: "\n").utf8)
    }
}
