import Foundation
import Testing

@testable import GraphModels

@Suite("Graphs from files") struct ReaderTests {
    private func folder(_ files: [String: String]) throws -> String {
        let folder = NSTemporaryDirectory() + "graph-\(UUID().uuidString)"
        for (name, text) in files {
            let path = folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        return folder
    }

    private func read(_ files: [String: String]) throws -> Graph {
        let folder = try folder(files)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try GraphSource.read(folder, in: [], partition: PlantedPartition(), seed: 0)
    }

    /// What is said of these files, without the folder's name.
    private func refusal(_ files: [String: String]) throws -> String {
        let folder = try folder(files)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            _ = try GraphSource.read(folder, in: [], partition: PlantedPartition(), seed: 0)
            return "read"
        } catch { return String(describing: error).replacingOccurrences(of: folder, with: "F") }
    }

    @Test("Planetoid's files: test nodes in their places, one that stands alone, rows that sum to 1")
    func planetoid() throws {
        let graph = try PlanetoidReader(folder: PickleTests.folder, name: "tiny").read(classNames: nil)
        #expect(graph.nodeCount == 8 && graph.edgeCount == 6)
        #expect(graph.labels == [0, 1, 0, 1, 0, 0, -1, 1])
        #expect(graph.split == NodeSplit(training: [0, 1], validation: [2, 3, 4], test: [5, 7]))
        #expect(
            graph.notes == [
                "dropped an edge from a node to itself", "dropped a repeated edge",
                "1 nodes without features, label and edges",
            ])
        guard case .sparse(let features) = graph.features else {
            Issue.record("expected sparse features")
            return
        }
        let rows = features.dense.doubles
        #expect(Array(rows[15..<18]).map { ($0 * 3).rounded() } == [1, 1, 1])
        #expect(Array(rows[18..<24]) == [0, 0, 0, 0, 1, 0])
    }

    static let tables = [
        "nodes.csv": "id,label,split,a,b\nx,one,train,1,2\ny,two,validation,3,4\nz,one,test,5,6\nw,,,7,8\n",
        "edges.csv": "source,target\nx,y\ny,x\nx,x\nz,w\nz,w\n",
    ]

    @Test("tables of nodes and edges") func tables() throws {
        let graph = try read(Self.tables)
        #expect(graph.nodeCount == 4 && graph.edgeCount == 2 && graph.classNames == ["one", "two"])
        // In the order of their names, whatever that of the rows.
        #expect(graph.labels == [-1, 0, 1, 0] && graph.nodeNames == ["w", "x", "y", "z"])
        #expect(graph.split == NodeSplit(training: [1], validation: [2], test: [3]))
        #expect(graph.notes.count == 3 && graph.notes.last == "1 node without a class")
        guard case .dense(let numbers) = graph.features else {
            Issue.record("expected dense features")
            return
        }
        #expect(numbers.doubles == [7, 8, 1, 2, 3, 4, 5, 6])
    }

    @Test("bad tables end in one line that names the place") func badTables() throws {
        func with(_ name: String, _ text: String) throws -> String {
            var files = Self.tables
            files["edges.csv"] = "source,target\nx,y\n"
            files[name] = text
            return try refusal(files)
        }
        #expect(
            try with("edges.csv", "source,target\nx,q\n")
                == "F/edges.csv: edge 1 names node 'q', which does not exist, expected an id of nodes.csv")
        #expect(
            try with("nodes.csv", "id,label,a\nx,one,1\ny,two,\n")
                == "F/nodes.csv: line 3, column 'a': empty, expected a number")
        #expect(try with("nodes.csv", "id,label,a\nx,,1\ny,,2\n").contains("no node has a label"))
        #expect(try with("nodes.csv", "id,label,a\nx,one,1\ny,one,2\n").contains("all nodes have the same label"))
        #expect(try with("nodes.csv", "id,label,a\n").contains("the graph has no nodes"))
        #expect(try with("nodes.csv", "id,label,a\nx,one,1\nx,two,2\n").contains("node 'x' occurs twice"))
        #expect(try with("nodes.csv", "id,a\nx,1\n").contains("no column 'label'"))
        #expect(try with("edges.csv", "from,target\n").contains("no column 'source'"))
        #expect(try with("nodes.csv", "").contains("the file is empty"))
        #expect(
            try with("nodes.csv", "id,label,a\nx,one,1e300\ny,two,2\n")
                == "F/nodes.csv: line 2, column 'a': '1e300', expected a number within float32")
        #expect(try with("nodes.csv", "id,label,split\nx,one,train\ny,two,later\n").contains("'later', expected train"))
        #expect(
            try with("nodes.csv", "id,label,split,a\nx,one,train,1\ny,two,train,2\nz,one,test,5\nw,one,,1\n")
                .contains("no node with a label to choose by"))
        let many = (0...Graph.mostClasses).map { "n\($0),\($0),1\n" }.joined()
        #expect(
            try with("nodes.csv", "id,label,a\nx,a,1\ny,b,1\n\(many)")
                == "F: 10,003 classes, expected at most 10,000")
        #expect(try refusal(["other.txt": ""]).contains("F: contains no graph, expected nodes.csv and edges.csv"))
    }

    static let benchmark = [
        "raw/edge.csv": "0,1\n1,2\n3,4\n4,5\n2,2\n", "raw/node-feat.csv": "1,2\n3,4\n5,6\n7,8\n9,1\n2,3\n",
        "raw/node-label.csv": "0\n1\n0\n1\n0\nnan\n", "split/time/train.csv": "0\n1\n",
        "split/time/valid.csv": "2\n", "split/time/test.csv": "3\n4\n5\n",
    ]

    @Test("folders of the Open Graph Benchmark") func benchmark() throws {
        let graph = try read(Self.benchmark)
        #expect(graph.nodeCount == 6 && graph.edgeCount == 4 && graph.labels == [0, 1, 0, 1, 0, -1])
        #expect(graph.split == NodeSplit(training: [0, 1], validation: [2], test: [3, 4]))
        func with(_ name: String, _ text: String) throws -> String {
            try refusal(Self.benchmark.merging([name: text]) { $1 })
        }
        #expect(try with("raw/node-feat.csv", "1,2\n").contains("features of 1 nodes, expected 6, as in the labels"))
        #expect(try with("raw/edge.csv", "0,9\n").contains("raw/edge.csv: line 1: node 9.0, expected 0 to 5"))
        #expect(try with("raw/edge.csv", "0,1,2\n").contains("3 columns, expected two nodes per row"))
        #expect(try with("raw/edge.csv", "0,1\n2\n").contains("line 2: 1 field, expected 2"))
        #expect(try with("raw/node-label.csv", "").contains("the graph has no nodes"))
        #expect(try with("raw/node-label.csv", "0\n1\n-3\n0\n0\n0\n").contains("line 3: label -3.0"))
        #expect(try with("raw/node-label.csv", "0\n1\n10000\n0\n0\n0\n").contains("10000.0, expected 0 to 9999"))
        #expect(try with("raw/node-feat.csv", "1,x\n").contains("line 1: 'x', expected a number"))
        #expect(
            try with("raw/node-feat.csv", "1,2\n3,4\nnan,6\n7,8\n9,1\n2,3\n").contains("line 3: a feature that is no"))
        #expect(
            try with("raw/node-feat.csv", "1,2\n3,1e300\n5,6\n7,8\n9,1\n2,3\n")
                .contains("line 2: a feature that is not a finite number: 1e+300, expected a number within float32")
        )
    }

    @Test("matrices of absurdly many columns are refused before a layer has a weight for each") func width() throws {
        func int(_ number: Int) -> String { "I\(number)\n" }
        func array(_ type: String, _ shape: [Int], _ bytes: String) -> String {
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR(I1\n(\(shape.map(int).joined())t"
                + "cnumpy\ndtype\n(S'\(type)'\nI0\nI1\ntRI00\nS'\(bytes)'\ntb"
        }
        func matrix(rows: Int) -> String {
            let offsets = String(repeating: "\\x00", count: rows + 1)
            return "ccopy_reg\n_reconstructor\n(cscipy.sparse.csr\ncsr_matrix\nc__builtin__\nobject\nNtR(d"
                + "S'_shape'\n(\(int(rows))\(int(Int(Int32.max)))tsS'indptr'\n\(array("i1", [rows + 1], offsets))s"
                + "S'indices'\n\(array("i1", [0], ""))sS'data'\n\(array("i1", [0], ""))sb."
        }
        // Four nodes to learn from and to choose by, two to test on.
        func labels(rows: Int) -> String {
            let ones = (0..<rows).map { $0 % 2 == 0 ? "\\x01\\x00" : "\\x00\\x01" }.joined()
            return array("i1", [rows, 2], ones) + "."
        }
        let said = try refusal([
            "ind.wide.allx": matrix(rows: 4), "ind.wide.tx": matrix(rows: 2), "ind.wide.x": matrix(rows: 2),
            "ind.wide.ally": labels(rows: 4), "ind.wide.ty": labels(rows: 2), "ind.wide.y": labels(rows: 2),
            "ind.wide.graph": "(dI0\n(I1\nls.", "ind.wide.test.index": "4\n5\n",
        ])
        #expect(said == "wide: 2,147,483,647 features, expected at most 4,194,304")
    }

    @Test("sets that are not here") func missing() {
        func say(_ name: String) -> String {
            do {
                _ = try GraphSource.read(name, in: ["/nowhere"], partition: PlantedPartition(), seed: 0)
                return "read"
            } catch { return String(describing: error) }
        }
        #expect(
            say("cora").hasPrefix(
                "cora is not here. Looked for ind.cora.x and the files that belong to it in /nowhere/planetoid"))
        #expect(
            say("coar")
                == "unknown data set 'coar', did you mean 'cora'? Known: cora, citeseer, pubmed, karate, citations")
        #expect(say("/no/such/folder") == "no data set or folder '/no/such/folder'")
    }
}
