import Core

/// A graph whose nodes belong to classes, some of them known.
public struct Graph {
    public let name: String
    /// N × N: each node's neighbors, in both directions; no node is its own neighbor.
    public let adjacency: SparsePattern
    public internal(set) var features: NodeFeatures
    /// Each node's class; −1 where it is unknown.
    public let labels: [Int32]
    public let classNames: [String]
    public internal(set) var split: NodeSplit
    /// The names of nodes; nil where they have only numbers.
    public let nodeNames: [String]?
    /// The names of features; nil where they have only numbers.
    public let featureNames: [String]?
    /// Notes on how the graph was read, such as dropped edges.
    public let notes: [String]
    /// What the reader found in the files; nil for a built-in or drawn graph.
    public internal(set) var facts: DataFacts?
    /// The nodes in the order of their file; nil where that is the graph's.
    public internal(set) var fileOrder: [Int32]?

    /// More features are refused: the first layer has weights for each of them, stored or not.
    public static let mostFeatures = 1 << 22
    /// More classes are refused: predictions are counted by true and predicted class.
    public static let mostClasses = 10_000

    /// - Parameters:
    ///   - name: what the graph is called in results.
    ///   - adjacency: N × N and symmetric, without self-loops.
    ///   - features: of N nodes.
    ///   - labels: N indices into `classNames`, −1 where the class is unknown.
    ///   - classNames: a name for each class.
    ///   - split: nodes whose class is known.
    ///   - nodeNames: N different names.
    ///   - featureNames: a name for each feature.
    ///   - notes: remarks on how the graph was read, such as edges that were dropped.
    public init(
        name: String, adjacency: SparsePattern, features: NodeFeatures, labels: [Int32], classNames: [String],
        split: NodeSplit, nodeNames: [String]? = nil, featureNames: [String]? = nil, notes: [String] = []
    ) {
        self.name = name
        self.adjacency = adjacency
        self.features = features
        self.labels = labels
        self.classNames = classNames
        self.split = split
        self.nodeNames = nodeNames
        self.featureNames = featureNames
        self.notes = notes
    }

    public var nodeCount: Int { adjacency.rows }
    /// Each counted once.
    public var edgeCount: Int { adjacency.count / 2 }

    /// A node's neighbors.
    public func neighbors(of node: Int) -> ArraySlice<Int32> {
        adjacency.columnNumbers[adjacency.entries(of: node)]
    }

    /// A node's name.
    public func name(of node: Int) -> String { nodeNames?[node] ?? String(node) }
}

extension Graph {
    /// What the reader found in the graph's files.
    ///
    /// - Parameters:
    ///   - format: how the files are written.
    ///   - target: the column of the classes.
    ///   - leftOut: parts of the files that are not used.
    func facts(format: String, target: String? = nil, leftOut: [DataFacts.LeftOut] = []) -> DataFacts {
        var counts = classNames.map { DataFacts.ClassCount($0, 0) }
        for label in labels where label >= 0 { counts[Int(label)].count += 1 }
        return DataFacts(
            source: name, format: format, examples: nodeCount, noun: "node", features: featureNames, target: target,
            classes: counts, leftOut: leftOut, notes: notes, digest: digest.description)
    }
}

/// The nodes for training, validation and test.
public struct NodeSplit: Equatable, Sendable {
    public var training: [Int32]
    public var validation: [Int32]
    public var test: [Int32]

    public init(training: [Int32], validation: [Int32], test: [Int32]) {
        self.training = training
        self.validation = validation
        self.test = test
    }

    /// A split of the nodes whose class is known: a number of each class for training, then a number of all for
    /// validation and for test; in a small graph, about a third and a quarter for the first two.
    ///
    /// - Parameters:
    ///   - labels: the class of each node, −1 where it is not known.
    ///   - classes: how many classes there are.
    ///   - perClass: 20 as in the public split of Planetoid (Yang, Cohen, Salakhutdinov 2016).
    ///   - validation: how many nodes to choose an epoch by, where the graph is large enough.
    ///   - test: how many nodes to judge on, where the graph is large enough.
    ///   - random: draws the nodes.
    public init(
        labels: [Int32], classes: Int, perClass: Int = 20, validation: Int = 500, test: Int = 1_000,
        random: inout RandomStream
    ) {
        let order = random.permutation(of: labels.count).filter { labels[Int($0)] >= 0 }
        let isLarge = order.count >= 2 * (perClass * classes) + validation
        let counts = labels.reduce(into: [Int](repeating: 0, count: classes)) { if $1 >= 0 { $0[Int($1)] += 1 } }
        let quotas = counts.map { isLarge ? perClass : max(1, ($0 + 2) / 3) }
        var (taken, training, rest) = ([Int](repeating: 0, count: classes), [Int32](), [Int32]())
        for node in order {
            let label = Int(labels[Int(node)])
            if taken[label] < quotas[label] {
                taken[label] += 1
                training.append(node)
            } else {
                rest.append(node)
            }
        }
        let chosen = isLarge ? min(validation, rest.count / 2) : rest.count * 3 / 8
        self.init(
            training: training.sorted(), validation: rest.prefix(chosen).sorted(),
            test: rest.dropFirst(chosen).prefix(isLarge ? test : rest.count).sorted())
    }
}
