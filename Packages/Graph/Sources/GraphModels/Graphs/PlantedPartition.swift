import Core

/// An invented citation graph: papers of a few fields cite papers of their own field most of the time, and their words
/// are mostly those of their field (planted partition: Condon, Karp 2001; degree by expectation).
public struct PlantedPartition: Codable, Equatable, Sendable {
    /// Below 2³⁰.
    public var nodes = 2_000
    public var classes = 6
    /// Neighbors of a node on average, before repeated edges are dropped.
    public var degree = 5.0
    /// The share of the edges that are drawn within a field; the others have random ends.
    public var affinity = 0.75
    /// Words of the language; a paper has about twenty of them.
    public var words = 600
    /// The number of features per node instead of words; 0 for words.
    public var features = 0

    public init() {}

    /// Checks every number, and that edges and features fit into the memory of a large machine.
    public func check() throws(SettingError) {
        try Setting.require("nodes", nodes, in: 100...1 << 29)
        try Setting.require("classes", classes, in: 2...50)
        try Setting.require("degree", degree, in: 0.1...10_000)
        try Setting.require("affinity", affinity, in: 0...1)
        try Setting.require("words", words, in: 1...1_000_000)
        try Setting.require("features", features, in: 0...65_536)
        try Setting.require(
            "nodes", nodes, Double(nodes) * degree <= 1e9, expected: "nodes × degree of at most 1,000,000,000")
        try Setting.require(
            "nodes", nodes, Double(nodes) * Double(features) <= 4e9,
            expected: "nodes × features of at most 4,000,000,000")
    }

    /// The graph of a seed.
    public func graph(seed: UInt64) -> Graph {
        var random = RandomStream(seed: seed, name: .graphLabels)
        let labels = (0..<nodes).map { _ in Int32(random.below(UInt64(classes))) }
        let edges = edges(labels, seed: seed)
        var order = RandomStream(seed: seed, name: .graphSplit)
        // In a large graph a tenth is for training: twenty papers per field are not representative of a million.
        let perClass = nodes >= 100_000 ? nodes / classes / 10 : 20
        let split = NodeSplit(
            labels: labels, classes: classes, perClass: perClass, validation: max(500, nodes / 20),
            test: max(1_000, nodes / 10), random: &order)
        return Graph(
            name: "citations", adjacency: edges.adjacency,
            features: features > 0 ? numbers(labels, seed) : bags(labels, seed),
            labels: labels, classNames: (0..<classes).map { "field \($0 + 1)" }, split: split, notes: edges.notes)
    }

    private func edges(_ labels: [Int32], seed: UInt64) -> CleanedEdges {
        var members = [[Int32]](repeating: [], count: classes)
        for (node, label) in labels.enumerated() { members[Int(label)].append(Int32(node)) }
        let count = Int((Double(nodes) * degree / 2).rounded())
        var random = RandomStream(seed: seed, name: .graphEdges)
        let within = UInt64(affinity * 0x1p32)
        var sources = [Int32](repeating: 0, count: count)
        var targets = sources
        for edge in 0..<count {
            // One draw for the paper and the kind of citation, another for the cited paper.
            let (word, end) = (random.next(), random.next())
            let node = Self.index(word, below: nodes)
            sources[edge] = Int32(node)
            let field = members[Int(labels[node])]
            let isWithin = word & 0xFFFF_FFFF < within
            targets[edge] =
                isWithin ? field[Self.index(end, below: field.count)] : Int32(Self.index(end, below: nodes))
        }
        return CleanedEdges(nodes: nodes, sources: sources, targets: targets)
    }

    /// A number below a bound from the upper half of a word.
    private static func index(_ word: UInt64, below bound: Int) -> Int { Int(((word >> 32) * UInt64(bound)) >> 32) }

    /// Each paper's words: half of them from its field, the others from all words.
    private func bags(_ labels: [Int32], _ seed: UInt64) -> NodeFeatures {
        var random = RandomStream(seed: seed, name: .graphWords)
        let (perField, language) = (UInt64(max(1, words / classes)), UInt64(words))
        var (offsets, columns) = ([0], [Int32]())
        for label in labels {
            var bag: Set<Int32> = []
            for _ in 0..<(12 + Int(random.below(17))) {
                let isOwn = random.below(10) < 3
                let word = isOwn ? UInt64(label) * perField + random.below(perField) : random.below(language)
                bag.insert(Int32(min(word, language - 1)))
            }
            columns += bag.sorted()
            offsets.append(columns.count)
        }
        let pattern = SparsePattern(rows: nodes, columns: words, offsets: offsets, columnNumbers: columns)
        return .sparse(SparseMatrix(pattern, values: [Float](repeating: 1, count: columns.count)))
    }

    /// Each node's numbers: those of its field plus so much noise that a single one says little.
    private func numbers(_ labels: [Int32], _ seed: UInt64) -> NodeFeatures {
        var random = RandomStream(seed: seed, name: .graphNumbers)
        // The distance is such that a classifier of single nodes is correct about every second time, for any number of
        // features.
        let spread = 0.6 / Double(features).squareRoot()
        let centers = (0..<(classes * features)).map { _ in Float(random.normal(standardDeviation: spread)) }
        var values = [Float](repeating: 0, count: nodes * features)
        values.withUnsafeMutableBufferPointer { values in
            for node in 0..<nodes {
                let center = Int(labels[node]) * features
                for place in stride(from: 0, to: features, by: 4) {
                    // Sums of four uniform 16-bit numbers are close enough to a normal distribution.
                    let words = (random.next(), random.next(), random.next(), random.next())
                    for (lane, word) in [words.0, words.1, words.2, words.3].enumerated() where place + lane < features
                    {
                        let sum = (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + word >> 48
                        values[node * features + place + lane] =
                            centers[center + place + lane] + (Float(sum) / 65_535 - 2) * 1.732
                    }
                }
            }
        }
        return .dense(Tensor(values, shape: [nodes, features]))
    }
}

extension StreamName {
    /// The classes of a drawn graph.
    static let graphLabels = StreamName("graph.labels")
    /// The parts of a drawn graph.
    static let graphSplit = StreamName("graph.split")
    /// The edges of a drawn graph.
    static let graphEdges = StreamName("graph.edges")
    /// The words of a drawn graph.
    static let graphWords = StreamName("graph.words")
    /// The numbers of a drawn graph.
    static let graphNumbers = StreamName("graph.numbers")
}
