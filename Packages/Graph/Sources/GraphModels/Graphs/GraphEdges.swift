import Core

/// The edges of a graph as layers use them; each form is made at its first use.
public final class GraphEdges {
    public let adjacency: SparsePattern
    private let type: ScalarType

    /// - Parameter type: float64 for gradient checks.
    public init(_ adjacency: SparsePattern, type: ScalarType = .float32) {
        self.adjacency = adjacency
        self.type = type
    }

    /// Neighbours and the node itself, in rising order.
    public private(set) lazy var looped: SparsePattern = {
        let nodes = adjacency.rows
        var (offsets, columns) = ([0], [Int32]())
        offsets.reserveCapacity(nodes + 1)
        columns.reserveCapacity(adjacency.count + nodes)
        for node in 0..<nodes {
            var isPlaced = false
            for entry in adjacency.entries(of: node) {
                let column = adjacency.columnNumbers[entry]
                if !isPlaced, Int(column) > node {
                    columns.append(Int32(node))
                    isPlaced = true
                }
                columns.append(column)
            }
            if !isPlaced { columns.append(Int32(node)) }
            offsets.append(columns.count)
        }
        return SparsePattern(rows: nodes, columns: nodes, offsets: offsets, columnNumbers: columns)
    }()

    /// D^(−½) (A + I) D^(−½), D being the degrees with self-loops (Kipf, Welling 2017).
    public private(set) lazy var normalized: SparseMatrix = {
        let pattern = looped
        let roots = (0..<pattern.rows).map { 1 / Float(pattern.entries(of: $0).count).squareRoot() }
        var values = [Float](repeating: 0, count: pattern.count)
        for node in 0..<pattern.rows {
            for entry in pattern.entries(of: node) {
                values[entry] = roots[node] * roots[Int(pattern.columnNumbers[entry])]
            }
        }
        return matrix(pattern, values, isSymmetric: true)
    }()

    /// The mean over the neighbours; 0 for a node that has none.
    public private(set) lazy var mean: SparseMatrix = {
        var values = [Float](repeating: 0, count: adjacency.count)
        for node in 0..<adjacency.rows {
            let entries = adjacency.entries(of: node)
            for entry in entries { values[entry] = 1 / Float(entries.count) }
        }
        return matrix(adjacency, values, isSymmetric: false)
    }()

    private func matrix(_ pattern: SparsePattern, _ values: [Float], isSymmetric: Bool) -> SparseMatrix {
        let matrix = SparseMatrix(pattern, values: values, isSymmetric: isSymmetric)
        return type == .float32 ? matrix : matrix.cast(to: type)
    }
}
