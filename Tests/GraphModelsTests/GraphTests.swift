import Testing

@testable import Foundations
@testable import GraphModels
@testable import Tensors

@Suite("Graphs") struct GraphTests {
    @Test("self-loops and repetitions are dropped and counted, edges run both ways") func cleaning() {
        let edges = CleanedEdges(nodes: 4, sources: [0, 1, 2, 0, 1, 2], targets: [1, 0, 2, 1, 3, 2])
        #expect(edges.adjacency.offsets == [0, 1, 3, 3, 4])
        #expect(edges.adjacency.columnNumbers == [1, 0, 3, 1])
        #expect(edges.selfLoops == 2 && edges.repetitions == 1)
        #expect(edges.notes == ["dropped 2 edges from a node to itself", "dropped a repeated edge"])
        let none = CleanedEdges(nodes: 3, sources: [], targets: [])
        #expect(none.adjacency.offsets == [0, 0, 0, 0] && none.notes.isEmpty)
    }

    @Test("cleaning agrees with a set of edges, in short rows and long ones") func cleaningAtRandom() {
        var random = RandomStream(seed: 2, name: StreamName("edges"))
        for nodes in [5, 40, 300] {
            let count = 20 * nodes
            // Some nodes have many neighbors.
            let ends = (0..<(2 * count)).map { _ in
                Int32(min(random.below(UInt64(nodes)), random.below(UInt64(nodes))))
            }
            let (sources, targets) = (Array(ends[..<count]), Array(ends[count...]))
            let cleaned = CleanedEdges(nodes: nodes, sources: sources, targets: targets)
            var neighbors = [Set<Int32>](repeating: [], count: nodes)
            for (a, b) in zip(sources, targets) where a != b {
                neighbors[Int(a)].insert(b)
                neighbors[Int(b)].insert(a)
            }
            for node in 0..<nodes {
                #expect(
                    Array(cleaned.adjacency.columnNumbers[cleaned.adjacency.entries(of: node)])
                        == neighbors[node].sorted())
            }
            let given = zip(sources, targets).filter { $0 != $1 }.map { Int($0) * nodes + Int($1) }
            #expect(cleaned.repetitions == given.count - Set(given).count)
            #expect(cleaned.selfLoops == count - given.count)
        }
    }

    @Test("the forms of the edges, by hand") func edges() {
        let adjacency = CleanedEdges(nodes: 3, sources: [0, 0], targets: [1, 2]).adjacency
        let edges = GraphEdges(adjacency)
        #expect(edges.looped.columnNumbers == [0, 1, 2, 0, 1, 0, 2])
        #expect(edges.mean.dense.doubles == [0, 0.5, 0.5, 1, 0, 0, 1, 0, 0])
        let expected = [1 / 3.0, 0, 0, 0, 0.5, 0, 0, 0, 0.5]
        let normalized = edges.normalized.dense.doubles
        for node in 0..<3 { #expect(abs(normalized[4 * node] - expected[4 * node]) < 1e-6) }
        #expect(abs(normalized[1] - 1 / 6.0.squareRoot()) < 1e-6 && normalized[1] == normalized[3])
    }

    @Test("the karate club: 34 members, 78 friendships, 17 on either side") func karate() {
        let graph = KarateClub.graph
        #expect(graph.nodeCount == 34 && graph.edgeCount == 78 && graph.notes.isEmpty)
        #expect(graph.labels.filter { $0 == 1 }.count == 17)
        #expect(graph.neighbors(of: 0).count == 16 && graph.neighbors(of: 33).count == 17)
        let parts = graph.split.training + graph.split.validation + graph.split.test
        #expect(Set(parts).count == 34 && parts.count == 34)
    }

    @Test("the invented graph is of the size and kind that was asked for, and the same from the same seed")
    func planted() {
        var partition = PlantedPartition()
        let graph = partition.graph(seed: 4)
        #expect(graph.nodeCount == 2_000 && graph.features.width == 600)
        #expect((4_800...5_000).contains(graph.edgeCount))
        let within = (0..<2_000).reduce(0) { sum, node in
            sum + graph.neighbors(of: node).filter { graph.labels[Int($0)] == graph.labels[node] }.count
        }
        let share = Double(within) / Double(graph.adjacency.count)
        #expect((0.75...0.83).contains(share))
        #expect(graph.split.training.count == 120 && graph.split.test.count == 1_000)
        #expect(partition.graph(seed: 4).adjacency.columnNumbers == graph.adjacency.columnNumbers)
        #expect(partition.graph(seed: 5).adjacency.columnNumbers != graph.adjacency.columnNumbers)
        partition.features = 7
        guard case .dense(let numbers) = partition.graph(seed: 4).features else {
            Issue.record("expected dense features")
            return
        }
        #expect(numbers.shape == [2_000, 7])
    }

    @Test("splits keep to their sizes and never share a node") func splits() {
        var random = RandomStream(seed: 1, name: .split)
        let labels = (0..<3_000).map { Int32($0 % 5 == 4 ? -1 : $0 % 4) }
        let large = NodeSplit(labels: labels, classes: 4, random: &random)
        #expect(large.training.count == 80 && large.validation.count == 500 && large.test.count == 1_000)
        let small = NodeSplit(labels: [0, 1, 0, 1, 0, 1, -1, 0], classes: 2, random: &random)
        for split in [large, small] {
            let all = split.training + split.validation + split.test
            #expect(Set(all).count == all.count && !split.validation.isEmpty && !split.test.isEmpty)
        }
        #expect(!small.training.contains(6) && !small.test.contains(6))
    }

    @Test("a sample holds what was asked for, distinct neighbors, and their means") func samples() {
        let graph = PlantedPartition().graph(seed: 1)
        let sampler = NeighborSampler(graph.adjacency, counts: [3, 2])
        var random = RandomStream(seed: 1, name: StreamName("sample"))
        let asked: [Int32] = [5, 900, 17, 1_999]
        let sample = sampler.sample(asked, random: &random)
        #expect(Array(sample.nodes.prefix(4)) == asked && Set(sample.nodes).count == sample.nodes.count)
        #expect(sample.means.count == 2 && sample.means[1].rows == 4 && sample.means[0].columns == sample.nodes.count)
        #expect(sample.means[0].rows == sample.means[1].columns)
        for (mean, count) in zip(sample.means, [2, 3]) {
            for row in 0..<mean.rows {
                let drawn = mean.pattern.columnNumbers[mean.pattern.entries(of: row)].map { sample.nodes[Int($0)] }
                let neighbors = graph.neighbors(of: Int(sample.nodes[row]))
                #expect(drawn.count == min(count, neighbors.count) && Set(drawn).count == drawn.count)
                #expect(drawn.allSatisfy(neighbors.contains))
            }
        }
        // With more draws than memory for them, all neighbors are drawn, and a sample gives what the whole graph gives.
        var init0 = RandomStream(seed: 1, name: .initialization)
        let entry = GraphModelEntry.all.first { $0.name == "sage" }
        let model = entry?.makeModel(GraphSizes(), inputs: graph.features.width, classes: 6, random: &init0)
        guard let network = model?.network else {
            Issue.record("expected a network")
            return
        }
        let whole = NeighborSampler(graph.adjacency, counts: [1 << 40, 1 << 40]).sample(asked, random: &random)
        let sampled = network(graph.features.selecting(whole.nodes), samples: whole.means).doubles
        let full = network(graph.features, GraphEdges(graph.adjacency)).gathering(Tensor(asked)).doubles
        for (a, b) in zip(sampled, full) { #expect(abs(a - b) < 1e-4) }
    }

    @Test("many neighbors of a hub are drawn as by Floyd's algorithm, each once") func hub() {
        let star = CleanedEdges(nodes: 401, sources: [Int32](repeating: 0, count: 400), targets: Array(1...400))
        let sampler = NeighborSampler(star.adjacency, counts: [300])
        var (random, other) = (
            RandomStream(seed: 1, name: StreamName("sample")), RandomStream(seed: 1, name: StreamName("sample"))
        )
        for _ in 0..<2 {
            var expected: [Int32] = []
            for last in 100..<400 {
                let chosen = Int32(other.below(UInt64(last + 1))) + 1
                expected.append(expected.contains(chosen) ? Int32(last) + 1 : chosen)
            }
            #expect(sampler.sample([0], random: &random).nodes == [0] + expected)
        }
    }

    private static let unsound:
        [(setting: String, expected: String, change: @Sendable (inout PlantedPartition) -> Void)] = [
            ("nodes", "nodes × degree of at most 1,000,000,000", { $0.nodes = 200_000_000 }),
            ("nodes", "nodes × features of at most 4,000,000,000", { $0.nodes = 100_000_000 }),
            ("nodes", "100 to 536870912", { $0.nodes = .max }), ("degree", "0.1 to 10000.0", { $0.degree = .nan }),
            ("classes", "2 to 50", { $0.classes = 0 }), ("affinity", "0.0 to 1.0", { $0.affinity = .infinity }),
            ("words", "1 to 1000000", { $0.words = 0 }), ("features", "0 to 65536", { $0.features = -1 }),
        ]

    @Test("settings of an invented graph that cannot be made are refused by name", arguments: unsound)
    func soundness(setting: String, expected: String, change: @Sendable (inout PlantedPartition) -> Void) throws {
        var partition = PlantedPartition()
        (partition.nodes, partition.degree) = (100_000_000, 10)
        try partition.check()
        (partition.nodes, partition.features) = (60_000, 65_536)
        try partition.check()
        change(&partition)
        let error = #expect(throws: SettingError.self) { try partition.check() }
        #expect(error?.setting == setting && error?.expected == expected, "\(error?.description ?? "")")
    }
}
