import Core

/// A sample of a graph around a few nodes: some of their neighbors, some neighbors of those, and so on.
public struct NeighborSample {
    /// All nodes of the sample, the requested ones first.
    public let nodes: [Int32]
    /// For each layer, in the order of computation, the means over the drawn neighbors: rows are the first nodes,
    /// columns those before.
    public let means: [SparseMatrix]
}

/// Draws neighbors of nodes, so that a step's work depends on the number of drawn neighbors and not on the number of
/// all (Hamilton, Ying, Leskovec 2017).
public final class NeighborSampler {
    private let adjacency: SparsePattern
    private let counts: [Int]
    /// Each node's index in the sample; −1 for none.
    private var places: [Int32]
    /// Whether a node is already drawn.
    private var isDrawn: [Bool]

    /// - Parameters:
    ///   - adjacency: the neighbors of each node.
    ///   - counts: neighbors drawn for each node, beginning with the layer nearest to the requested nodes.
    public init(_ adjacency: SparsePattern, counts: [Int]) {
        self.adjacency = adjacency
        self.counts = counts
        places = [Int32](repeating: -1, count: adjacency.rows)
        isDrawn = [Bool](repeating: false, count: adjacency.rows)
    }

    /// A sample for some nodes, each named once.
    public func sample(_ asked: [Int32], random: inout RandomStream) -> NeighborSample {
        var nodes = asked
        for (place, node) in asked.enumerated() { places[Int(node)] = Int32(place) }
        var patterns: [(rows: Int, offsets: [Int], columns: [Int32])] = []
        var drawn: [Int32] = []
        for count in counts {
            let rows = nodes.count
            var (offsets, columns) = ([0], [Int32]())
            offsets.reserveCapacity(rows + 1)
            // Each node has one row at most, and no more neighbors than there are.
            columns.reserveCapacity(min(rows * count, adjacency.count))
            for row in 0..<rows {
                draw(count, of: Int(nodes[row]), into: &drawn, random: &random)
                for node in drawn {
                    if places[Int(node)] < 0 {
                        places[Int(node)] = Int32(nodes.count)
                        nodes.append(node)
                    }
                    columns.append(places[Int(node)])
                }
                offsets.append(columns.count)
            }
            patterns.append((rows, offsets, columns))
        }
        for node in nodes { places[Int(node)] = -1 }
        let widths = patterns.dropFirst().map(\.rows) + [nodes.count]
        let means = zip(patterns, widths).map { pattern, width in
            Self.mean(
                SparsePattern(
                    rows: pattern.rows, columns: width, offsets: pattern.offsets, columnNumbers: pattern.columns))
        }
        return NeighborSample(nodes: nodes, means: means.reversed())
    }

    /// Distinct neighbors of a node: all of them, or the requested number (Floyd's algorithm: Bentley 1987).
    private func draw(_ count: Int, of node: Int, into drawn: inout [Int32], random: inout RandomStream) {
        let entries = adjacency.entries(of: node)
        drawn.removeAll(keepingCapacity: true)
        guard entries.count > count else {
            drawn += adjacency.columnNumbers[entries]
            return
        }
        for last in (entries.count - count)..<entries.count {
            var chosen = adjacency.columnNumbers[entries.lowerBound + Int(random.below(UInt64(last + 1)))]
            if isDrawn[Int(chosen)] { chosen = adjacency.columnNumbers[entries.lowerBound + last] }
            isDrawn[Int(chosen)] = true
            drawn.append(chosen)
        }
        for node in drawn { isDrawn[Int(node)] = false }
    }

    private static func mean(_ pattern: SparsePattern) -> SparseMatrix {
        var values = [Float](repeating: 0, count: pattern.count)
        for row in 0..<pattern.rows {
            let entries = pattern.entries(of: row)
            for entry in entries { values[entry] = 1 / Float(entries.count) }
        }
        return SparseMatrix(pattern, values: values)
    }
}
