import Foundation
import Testing

@testable import Datasets
@testable import Files
@testable import Foundations
@testable import GraphModels

/// Files of a graph of which features and neighbors tell the class.
struct GraphFiles {
    let count: Int
    let classes: [String]
    let labels: [Int]
    let features: [[Int]]
    let edges: [(Int, Int)]

    init(_ count: Int = 90, classes: [String] = ["Case_Based", "Neural_Networks", "Theory"], width: Int = 12) {
        var random = RandomStream(seed: 5, name: StreamName("graph files"))
        let labels = (0..<count).map { _ in Int(random.below(UInt64(classes.count))) }
        features = labels.map { label in
            (0..<width).map { column in
                random.uniform() < (column % classes.count == label ? 0.5 : 0.05) ? 1 : 0
            }
        }
        var edges: [(Int, Int)] = []
        while edges.count < 3 * count {
            let (a, b) = (Int(random.below(UInt64(count))), Int(random.below(UInt64(count))))
            if a != b, labels[a] == labels[b] || random.uniform() < 0.1 { edges.append((a, b)) }
        }
        (self.count, self.classes, self.labels, self.edges) = (count, classes, labels, edges)
    }

    /// The table of nodes.
    ///
    /// - Parameters:
    ///   - rows: nil for all nodes in order.
    ///   - columns: nil for all features in order.
    ///   - label: a node's, nil for its class.
    func nodes(
        rows: [Int]? = nil, columns: [Int]? = nil, separator: String = ",", label: ((Int) -> String)? = nil
    ) -> String {
        let columns = columns ?? Array(features[0].indices)
        let header = ["id", "label"] + columns.map { "f\($0)" }
        let lines = (rows ?? Array(0..<count)).map { node in
            [String(node), label?(node) ?? classes[labels[node]]] + columns.map { String(features[node][$0]) }
        }
        return ([header] + lines).map { $0.joined(separator: separator) + "\n" }.joined()
    }

    func lines(of separator: String = ",", header: String? = "source,target", more: String = "") -> String {
        (header.map { $0 + "\n" } ?? "") + edges.map { "\($0)\(separator)\($1)\(more)\n" }.joined()
    }

    var plain: [String: String] { ["nodes.csv": nodes(), "edges.csv": lines()] }
}

@Suite("Graphs as people keep them") struct GraphFileTests {
    private let files = GraphFiles()

    private func read(
        _ files: [String: [UInt8]], file: String? = nil, _ choice: ColumnChoice = ColumnChoice(),
        known: GraphFacts? = nil
    ) throws -> Graph {
        let folder = NSTemporaryDirectory() + "graph-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in files {
            let path = folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
        do {
            return try GraphSource.read(
                file.map { folder + "/" + $0 } ?? folder, in: [], partition: PlantedPartition(), seed: 0,
                choice: choice,
                known: known)
        } catch let error as FileError {
            throw FileError(
                error.kind, error.file.replacingOccurrences(of: folder, with: "F"), at: error.place, error.problem,
                expected: error.expected)
        }
    }

    private func read(
        _ files: [String: String], _ choice: ColumnChoice = ColumnChoice(), known: GraphFacts? = nil
    ) throws -> Graph {
        try read(files.mapValues { Array($0.utf8) }, choice, known: known)
    }

    private func refusal(_ files: [String: String], known: GraphFacts? = nil) -> String {
        do {
            _ = try read(files, known: known)
            return "read"
        } catch { return "\(error)" }
    }

    private func numbers(_ graph: Graph) -> [Double] {
        switch graph.features {
        case .dense(let tensor): tensor.doubles
        case .sparse(let matrix): matrix.dense.doubles
        }
    }

    /// Whether two graphs are the same to a model.
    private func expectEqual(_ a: Graph, _ b: Graph, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(a.labels == b.labels && a.classNames == b.classNames, sourceLocation: sourceLocation)
        #expect(a.split == b.split && a.nodeNames == b.nodeNames, sourceLocation: sourceLocation)
        #expect(a.adjacency.columnNumbers == b.adjacency.columnNumbers, sourceLocation: sourceLocation)
        #expect(numbers(a) == numbers(b), sourceLocation: sourceLocation)
    }

    @Test("blanks, separators, marks, an index and missing values change nothing")
    func forms() throws {
        let plain = try read(files.plain)
        #expect(plain.classNames == ["Theory", "Case_Based", "Neural_Networks"] && plain.split.test.count > 10)
        let spaced = files.nodes { self.files.classes[self.files.labels[$0]] + ($0 % 2 == 0 ? " " : "") }
        let indexed = files.nodes().split(separator: "\n").enumerated()
            .map { "\($0 == 0 ? "" : "\($0 - 1)"),\($1)\n" }.joined()
        for nodes in [
            spaced, files.nodes(separator: ";"), files.nodes(separator: "\t"), "\u{FEFF}" + files.nodes(), indexed,
            files.nodes().replacing("\n", with: "\r\n"),
        ] { expectEqual(try read(["nodes.csv": nodes, "edges.csv": files.lines()]), plain) }
    }

    @Test("the order of rows changes nothing, and that of columns nothing but the features' order")
    func order() throws {
        let plain = try read(files.plain)
        var random = RandomStream(seed: 1, name: StreamName("order"))
        let rows = random.permutation(of: files.count).map(Int.init)
        let shuffled = try read([
            "nodes.csv": files.nodes(rows: rows),
            "edges.csv": "source,target\n" + files.edges.reversed().map { "\($0),\($1)\n" }.joined(),
        ])
        expectEqual(shuffled, plain)
        #expect(shuffled.facts?.digest == plain.facts?.digest)
        #expect(shuffled.fileOrder?.map { Int($0) } == rows && plain.fileOrder == nil)
        let turned = try read([
            "nodes.csv": files.nodes(columns: Array(files.features[0].indices.reversed())), "edges.csv": files.lines(),
        ])
        #expect(turned.split == plain.split && turned.facts?.digest == plain.facts?.digest)
        #expect(turned.featureNames == plain.featureNames?.reversed())
        let other = try read(["nodes.csv": files.nodes(), "edges.csv": files.lines() + "0,1\n"])
        #expect(other.facts?.digest != plain.facts?.digest)
    }

    @Test("a model's features and classes are found by name")
    func names() throws {
        let plain = try read(files.plain)
        let known = GraphFacts(plain)
        let columns = Array(files.features[0].indices.reversed())
        expectEqual(
            try read(["nodes.csv": files.nodes(columns: columns), "edges.csv": files.lines()], known: known), plain)
        let more = files.nodes().split(separator: "\n").enumerated()
            .map { $0 == 0 ? "\($1),age\n" : "\($1),\($0)\n" }.joined()
        let wide = try read(["nodes.csv": more, "edges.csv": files.lines()], known: known)
        expectEqual(wide, plain)
        #expect(
            wide.facts?.leftOut == [DataFacts.LeftOut(1, "features that the model does not know", first: "'age'")])
        #expect(
            refusal(
                ["nodes.csv": files.nodes(columns: Array(columns.dropFirst(2))), "edges.csv": files.lines()],
                known: known)
                == "F/nodes.csv: without the features 'f10', 'f11', expected all 12 that the model knows")
        let strange = files.nodes { $0 == 7 ? "Alchemy" : self.files.classes[self.files.labels[$0]] }
        #expect(
            refusal(["nodes.csv": strange, "edges.csv": files.lines()], known: known)
                == "F/nodes.csv: 1 node of class 'Alchemy', expected a class that the model knows: 'Theory', 'Case_Based', "
                + "'Neural_Networks'")
        // Some classes may be missing.
        let two = files.nodes { self.files.labels[$0] == 0 ? "" : self.files.classes[self.files.labels[$0]] }
        let part = try read(["nodes.csv": two, "edges.csv": files.lines()], known: known)
        #expect(part.classNames == plain.classNames && !part.labels.contains(1) && part.labels.contains(2))
    }

    @Test("nodes without a class: empty, nan, and of numbers −1; a model needs no classes at all")
    func unknown() throws {
        for word in ["", "nan", "?", "-1"] {
            let graph = try read([
                "nodes.csv": files.nodes { $0 < 5 ? word : String(self.files.labels[$0]) }, "edges.csv": files.lines(),
            ])
            #expect(graph.classNames == ["0", "1", "2"] && graph.labels.prefix(6).count { $0 < 0 } == 5, "\(word)")
            #expect(graph.notes.contains("5 nodes without a class"))
        }
        // Of −1 and 1 both are classes.
        let signs = try read([
            "nodes.csv": files.nodes { self.files.labels[$0] == 0 ? "-1" : "1" }, "edges.csv": files.lines(),
        ])
        #expect(signs.classNames == ["1", "-1"] && !signs.labels.contains(-1))
        let known = GraphFacts(
            try read(["nodes.csv": files.nodes { String(self.files.labels[$0]) }, "edges.csv": files.lines()]))
        for word in ["", "-1"] {
            let graph = try read(["nodes.csv": files.nodes { _ in word }, "edges.csv": files.lines()], known: known)
            #expect(graph.labels.allSatisfy { $0 < 0 } && graph.split.test.isEmpty)
        }
        #expect(
            refusal(["nodes.csv": files.nodes { _ in "" }, "edges.csv": files.lines()]).contains("no node has a label"))
    }

    @Test("edges in lists and tables of many habits, and what is not used of them is said")
    func edges() throws {
        let plain = try read(files.plain)
        for (name, text) in [
            ("edges.txt", files.lines(of: " ", header: nil)),
            ("edges.txt", files.lines(of: "\t", header: "# source target")),
            ("graph.edges", files.lines(of: "  ", header: "% sym unweighted")),
            ("g.edgelist", files.lines(of: " ", header: "source target")),
            ("edges.tsv", files.lines(of: "\t", header: nil)),
            ("edges.csv", files.lines(header: nil)), ("edges.csv", files.lines(header: "src,dst")),
            ("edges.csv", files.lines(of: ";", header: "from;to")),
        ] {
            let graph = try read(["nodes.csv": files.nodes(), name: text])
            expectEqual(graph, plain)
            #expect(!graph.notes.joined().contains("not used"), "\(name)")
        }
        for (name, text) in [
            ("edges.csv", files.lines(header: "source,target,weight", more: ",0")),
            ("edges.csv", files.lines(header: nil, more: ",0")),
            ("edges.txt", files.lines(of: " ", header: nil, more: " 0.0")),
        ] {
            let graph = try read(["nodes.csv": files.nodes(), name: text])
            expectEqual(graph, plain)
            #expect(graph.notes.first?.contains("not used: every edge counts equally") == true)
            #expect(graph.notes.first?.hasSuffix(", also the \(files.edges.count) where it is 0") == true)
        }
        #expect(
            refusal(["nodes.csv": files.nodes(), "edges.txt": "0 1\n0 1000\n"])
                == "F/edges.txt: edge 2 names node '1000', which does not exist, expected an id of nodes.csv")
        #expect(
            refusal(["nodes.csv": files.nodes(), "edges.txt": "0 1\n0\n"])
                == "F/edges.txt: line 2: 1 word, expected two nodes")
    }

    @Test("columns by choice: target, features, what to ignore")
    func columns() throws {
        let nodes = files.nodes().split(separator: "\n").enumerated()
            .map { $0 == 0 ? "\($1),year,title\n" : "\($1),\(2000 + $0 % 3),paper \($0)\n" }.joined()
        let graph = try read(["nodes.csv": nodes, "edges.csv": files.lines()])
        #expect(graph.featureNames?.last == "year" && graph.features.width == 13)
        #expect(graph.facts?.leftOut.first == DataFacts.LeftOut(1, "column without numbers", first: "'title'"))
        let years = try read(
            ["nodes.csv": nodes, "edges.csv": files.lines()], ColumnChoice(target: "year", features: ["f1", "f0"]))
        #expect(years.classNames == ["2000", "2001", "2002"] && years.featureNames == ["f1", "f0"])
        let less = try read(["nodes.csv": nodes, "edges.csv": files.lines()], ColumnChoice(ignored: ["year"]))
        #expect(less.features.width == 12)
    }

    @Test("LINQS's content and cites")
    func linqs() throws {
        let content = (0..<files.count).map { node in
            "\(node)\t" + files.features[node].map(String.init).joined(separator: "\t")
                + "\t\(files.classes[files.labels[node]])\n"
        }
        let cites = files.edges.map { "\($0)\t\($1)\n" }.joined() + "0\tnobody\n"
        let graph = try read(["cora.content": content.joined(), "cora.cites": cites])
        let plain = try read(files.plain)
        #expect(graph.labels == plain.labels && graph.classNames == plain.classNames && graph.split == plain.split)
        #expect(graph.adjacency.columnNumbers == plain.adjacency.columnNumbers)
        #expect(
            graph.facts?.leftOut == [
                DataFacts.LeftOut(1, "citations of papers that are not described", first: "0 nobody")
            ])
        #expect(
            refusal(["a.content": "x 1 0 one\ny 1 two\n", "a.cites": ""]).contains(
                "a.content: line 2: 3 words, expected 4"))
        #expect(refusal(["a.content": "x 1 0 one\nx 1 0 two\n", "a.cites": ""]).contains("paper 'x' occurs twice"))
    }

    @Test("NumPy archives of both habits")
    func archives() throws {
        let plain = try read(files.plain)
        let labels = FileArray(files.labels.map { Int64($0) }, shape: [files.count])
        let x = FileArray(files.features.joined().map { Float($0) }, shape: [files.count, 12])
        let ends = files.edges.map { Int64($0.0) } + files.edges.map { Int64($0.1) }
        let geometric = NumPyArchive.serialized([
            ("x", x), ("y", labels), ("edge_index", FileArray(ends, shape: [2, files.edges.count])),
        ])
        var offsets: [Int32] = [0]
        var indices: [Int32] = []
        for node in 0..<files.count {
            indices += files.edges.filter { $0.0 == node }.map { Int32($0.1) }
            offsets.append(Int32(indices.count))
        }
        let shchur: [(name: String, array: FileArray)] = [
            ("adj_data", FileArray(indices.map { _ in Float(1) }, shape: [indices.count])),
            ("adj_indices", FileArray(indices, shape: [indices.count])),
            ("adj_indptr", FileArray(offsets, shape: [offsets.count])),
            ("adj_shape", FileArray([Int64(files.count), Int64(files.count)], shape: [2])),
            ("attr_matrix", x), ("labels", labels),
        ]
        for (name, bytes) in [("g/data.npz", geometric), ("amazon.npz", NumPyArchive.serialized(shchur))] {
            let graph = try read([name: bytes], file: name.hasPrefix("g/") ? "g" : name)
            #expect(graph.labels == files.labels.map { Int32($0) } && graph.classNames == ["0", "1", "2"])
            #expect(graph.adjacency.columnNumbers == plain.adjacency.columnNumbers)
            #expect(numbers(graph) == numbers(plain))
        }
        let damaged = shchur.map { $0.name == "adj_indptr" ? ($0.name, FileArray([Int32(0)], shape: [1])) : $0 }
        #expect(throws: FileError.self) { try read(["a.npz": NumPyArchive.serialized(damaged)], file: "a.npz") }
        #expect { try read(["a.npz": NumPyArchive.serialized([("x", x)])], file: "a.npz") } throws: {
            "\($0)".contains("no graph among the arrays 'x'")
        }
    }

    @Test("classes of the Open Graph Benchmark are called by their numbers")
    func benchmark() throws {
        let graph = try read([
            "raw/edge.csv": files.lines(header: nil),
            "raw/node-feat.csv": files.features.map { $0.map(String.init).joined(separator: ",") + "\n" }.joined(),
            "raw/node-label.csv": files.labels.enumerated().map { $0 < 3 ? "-1\n" : "\($1)\n" }.joined(),
        ])
        #expect(graph.classNames == ["0", "1", "2"] && graph.labels.prefix(4).count { $0 < 0 } == 3)
    }

    @Test("mutated files are read or refused, and never a trap")
    func mutations() throws {
        var random = RandomStream(seed: 9, name: StreamName("mutations"))
        let small = GraphFiles(12, width: 3)
        let archive = NumPyArchive.serialized([
            ("x", FileArray([Float](repeating: 1, count: 4), shape: [2, 2])),
            ("y", FileArray([Int64(0), 1], shape: [2])),
            ("edge_index", FileArray([Int64(0), 1], shape: [2, 1])),
        ])
        for number in 0..<200 {
            var all: [String: [UInt8]] =
                switch number % 3 {
                case 0: small.plain.mapValues { Array($0.utf8) }
                case 1: ["a.content": Array("x 1 0 one\ny 0 1 two\n".utf8), "a.cites": Array("x y\n".utf8)]
                default: ["a.npz": archive]
                }
            for name in all.keys.sorted() {
                guard var bytes = all[name] else { continue }
                for _ in 0..<3 {
                    bytes[Int(random.below(UInt64(bytes.count)))] = UInt8(truncatingIfNeeded: random.next())
                }
                all[name] = bytes
            }
            _ = try? read(all)
        }
    }
}
