import Core
import FoundationEssentials

/// Where a graph comes from: a set by name, a built-in one, or a folder.
public struct GraphSource: Sendable {
    public let name: String
    /// The names of the classes; nil where files have names.
    let classNames: [String]?
    /// Draws or reads the graph; nil for a set whose files are found in a folder.
    let make: (@Sendable () throws -> Graph)?

    private init(name: String, classNames: [String]) { (self.name, self.classNames, make) = (name, classNames, nil) }

    /// A graph that a tool draws or reads in its own way. An error of `make` ends the tool as one line.
    ///
    /// - Parameters:
    ///   - name: what `--dataset` takes.
    ///   - make: the graph under the source's name; the same at each call.
    public init(name: String, make: @escaping @Sendable () throws -> Graph) {
        (self.name, classNames, self.make) = (name, nil, make)
    }

    /// The graphs that Kumiki knows.
    public static let all = [
        GraphSource(
            name: "cora",
            classNames: [
                "theory", "reinforcement", "genetic", "neural", "probabilistic", "case-based", "rule learning",
            ]),
        GraphSource(
            name: "citeseer", classNames: ["AI", "learning", "retrieval", "databases", "agents", "interaction"]),
        GraphSource(name: "pubmed", classNames: ["experimental", "type 1", "type 2"]),
        GraphSource(name: "karate") { KarateClub.graph },
        // Drawn with the requested settings: see `read`.
        GraphSource(name: "citations") { PlantedPartition().graph(seed: 0) },
    ]

    private static let origin = "github.com/kimiyoung/planetoid, folder data"

    /// The first folder that contains all files of a Planetoid set.
    static func folder(of name: String, in roots: [String]) -> String? {
        candidates(roots).first { folder in
            PlanetoidReader.parts.allSatisfy {
                FileManager.default.fileExists(atPath: PlanetoidReader(folder: folder, name: name).path($0))
            }
        }
    }

    private static func candidates(_ roots: [String]) -> [String] {
        roots.flatMap { ["\($0)/planetoid", "\($0)/Planetoid", $0] }
    }

    /// Whether a set can be read without files.
    public static func isHere(_ name: String, in roots: [String]) -> Bool { folder(of: name, in: roots) != nil }

    /// The graph called `name`, or in a folder of that name.
    ///
    /// - Parameters:
    ///   - name: a known graph, or the path of a folder or file.
    ///   - sources: the named graphs; a tool adds its own to ``all``.
    ///   - roots: the folders to look in.
    ///   - partition: the settings of `citations`.
    ///   - seed: what `citations` is drawn by; other graphs ignore it.
    ///   - choice: which columns of a table of nodes are used.
    ///   - known: the facts of a model's graph, which are matched by name; nil for a graph to train on.
    /// - Throws: `DatasetError` where there is none, `FileError` where it is damaged.
    public static func read(
        _ name: String, among sources: [GraphSource] = all, in roots: [String], partition: PlantedPartition,
        seed: UInt64,
        choice: ColumnChoice = ColumnChoice(), known: GraphFacts? = nil
    ) throws -> Graph {
        if let source = sources.first(where: { $0.name == name }) {
            if name == "citations" { return partition.graph(seed: seed) }
            if let make = source.make { return try checked(try make(), isKnown: known != nil) }
            guard let folder = folder(of: name, in: roots) else {
                throw DatasetError.missing(
                    name: name, what: "ind.\(name).x and the files that belong to it", folders: candidates(roots),
                    origin: origin, fetched: name)
            }
            let graph = try PlanetoidReader(folder: folder, name: name).read(classNames: source.classNames)
            return try checked(graph, isKnown: false)
        }
        let graph = try readPath(DataFolders.path(of: name, in: roots), sources, choice, known)
        return try checked(graph, isKnown: known != nil)
    }

    private static func readPath(
        _ folder: String, _ sources: [GraphSource], _ choice: ColumnChoice, _ known: GraphFacts?
    ) throws -> Graph {
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            if FileManager.default.fileExists(atPath: folder) {
                guard folder.hasSuffix(".npz") else {
                    throw FileError(.badData, folder, "is a file", expected: "a folder, or an .npz archive")
                }
                return try GraphArchiveReader(folder).read(needsLabels: known == nil).graph(known: known)
            }
            throw ToolError.noInput(
                sources.contains { Suggestions.nearest(to: folder, in: [$0.name]) != nil }
                    ? Suggestions.message(unknown: folder, kind: "data set", known: sources.map(\.name))
                    : DatasetError.unknown(folder, known: []).description)
        }
        if let reader = TableGraphReader(folder: folder, entries: entries) {
            return try reader.read(choice, known: known).graph(known: known)
        }
        if OGBReader.isFolder(folder) { return try OGBReader(folder: folder).read().graph(known: known) }
        if let reader = LINQSReader(folder: folder, entries: entries) { return try reader.read().graph(known: known) }
        let archives = entries.filter { $0.hasSuffix(".npz") }
        if archives.count == 1 {
            return try GraphArchiveReader(folder + "/" + archives[0]).read(needsLabels: known == nil).graph(
                known: known)
        }
        let names = entries.filter { $0.hasPrefix("ind.") && $0.hasSuffix(".graph") }.sorted()
        if let first = names.first {
            let name = String(first.dropFirst(4).dropLast(6))
            let known = all.first { $0.name == name }
            return try PlanetoidReader(folder: folder, name: name).read(classNames: known?.classNames)
        }
        throw FileError(
            .badData, folder, "contains no graph",
            expected:
                "nodes.csv and edges.csv, raw/edge.csv as of the Open Graph Benchmark, .content and .cites of LINQS, an "
                + ".npz archive, or ind.*.graph of Planetoid")
    }

    /// - Throws: `ToolError` where a graph has no training nodes, or is too large.
    private static func checked(_ graph: Graph, isKnown: Bool) throws(ToolError) -> Graph {
        let (width, classes) = (graph.features.width, graph.classNames.count)
        guard width > 0 else { throw .badData("\(graph.name): the nodes have no features") }
        for (count, what, most) in [(width, "features", Graph.mostFeatures), (classes, "classes", Graph.mostClasses)]
        where count > most {
            throw .badData(
                "\(graph.name): \(Readable.count(count)) \(what), expected at most \(Readable.count(most))")
        }
        // Prediction does not need classes.
        guard !isKnown else { return graph }
        for (nodes, what) in [
            (graph.split.training, "train on"), (graph.split.validation, "choose by"), (graph.split.test, "test on"),
        ] where nodes.isEmpty {
            throw .badData("\(graph.name): no node with a label to \(what)")
        }
        return graph
    }
}
