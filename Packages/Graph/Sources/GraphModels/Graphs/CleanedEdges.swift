import Core

/// Neighbors made of a list of edges: self-loops and repeated edges are dropped and counted, and every edge runs in
/// both directions.
public struct CleanedEdges {
    /// Nodes × nodes; each row's neighbors in rising order.
    public let adjacency: SparsePattern
    public let selfLoops: Int
    /// Mentions of an edge beyond the first, in the same direction; the opposite direction is not a repetition.
    public let repetitions: Int

    /// - Parameters:
    ///   - nodes: below 2³⁰.
    ///   - sources: one end of each edge, in 0 ..< nodes.
    ///   - targets: the other end.
    public init(nodes: Int, sources: [Int32], targets: [Int32]) {
        var starts = [Int](repeating: 0, count: nodes + 1)
        var loops = 0
        for (a, b) in zip(sources, targets) {
            if a == b {
                loops += 1
            } else {
                starts[Int(a) + 1] += 1
                starts[Int(b) + 1] += 1
            }
        }
        for node in 0..<nodes { starts[node + 1] += starts[node] }
        // A neighbor and a bit: 1 where the edge was given from it.
        var ends = [UInt32](repeating: 0, count: starts[nodes])
        var next = starts
        for (a, b) in zip(sources, targets) where a != b {
            ends[next[Int(a)]] = UInt32(b) << 1
            next[Int(a)] += 1
            ends[next[Int(b)]] = UInt32(a) << 1 | 1
            next[Int(b)] += 1
        }
        next = []
        var offsets = [0]
        offsets.reserveCapacity(nodes + 1)
        var (kept, repeated) = (0, 0)
        ends.withUnsafeMutableBufferPointer { ends in
            for node in 0..<nodes {
                let row = UnsafeMutableBufferPointer(rebasing: ends[starts[node]..<starts[node + 1]])
                Self.sort(row)
                let first = kept
                for (place, end) in row.enumerated() {
                    // Each edge is in two rows; the repetition is counted where it was given from.
                    if place > 0, row[place - 1] == end {
                        if end & 1 == 0 { repeated += 1 }
                        continue
                    }
                    if kept > first, ends[kept - 1] >> 1 == end >> 1 { continue }
                    ends[kept] = end
                    kept += 1
                }
                offsets.append(kept)
            }
            for place in 0..<kept { ends[place] >>= 1 }
        }
        ends.removeLast(ends.count - kept)
        adjacency = SparsePattern(
            rows: nodes, columns: nodes, offsets: offsets, columnNumbers: ends.map { Int32(bitPattern: $0) })
        (selfLoops, repetitions) = (loops, repeated)
    }

    /// By insertion where a row is short, as nearly all are.
    private static func sort(_ row: UnsafeMutableBufferPointer<UInt32>) {
        guard row.count <= 48 else {
            var row = row
            return row.sort()
        }
        for place in row.indices.dropFirst() {
            let value = row[place]
            var hole = place
            while hole > 0, row[hole - 1] > value {
                row[hole] = row[hole - 1]
                hole -= 1
            }
            row[hole] = value
        }
    }

    /// What was dropped, in words; empty where nothing was.
    public var notes: [String] {
        [
            (selfLoops, "an edge from a node to itself", "edges from a node to itself"),
            (repetitions, "a repeated edge", "repeated edges"),
        ]
        .filter { $0.0 > 0 }.map { "dropped \($0.0 == 1 ? $0.1 : "\($0.0) \($0.2)")" }
    }
}
