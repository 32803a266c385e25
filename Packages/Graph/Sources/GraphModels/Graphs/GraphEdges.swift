import Core

/// The edges of a graph in the forms that layers use; each form is made at its first use.
public final class GraphEdges {
    public let adjacency: SparsePattern
    private let type: ScalarType

    /// - Parameters:
    ///   - adjacency: N × N and symmetric, without self-loops.
    ///   - type: float64 for gradient checks.
    public init(_ adjacency: SparsePattern, type: ScalarType = .float32) {
        self.adjacency = adjacency
        self.type = type
    }

    /// Neighbors and the node itself, in rising order.
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
        let degrees = (0..<pattern.rows).map { Double(pattern.entries(of: $0).count) }
        return matrix(pattern, isSymmetric: true) { node, entry in
            1 / (degrees[node] * degrees[Int(pattern.columnNumbers[entry])]).squareRoot()
        }
    }()

    /// The mean over the neighbors; 0 for a node that has none.
    public private(set) lazy var mean: SparseMatrix = matrix(adjacency, isSymmetric: false) { node, _ in
        1 / Double(self.adjacency.entries(of: node).count)
    }

    private func matrix(
        _ pattern: SparsePattern, isSymmetric: Bool, _ value: (_ row: Int, _ entry: Int) -> Double
    ) -> SparseMatrix {
        var numbers: [Double] = []
        numbers.reserveCapacity(pattern.count)
        for row in 0..<pattern.rows { numbers += pattern.entries(of: row).map { value(row, $0) } }
        return SparseMatrix(pattern, values: Tensor(numbers).cast(to: type).buffer, isSymmetric: isSymmetric)
    }
}
