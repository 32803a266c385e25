import Core

/// What is known of each node: numbers, most of them 0 and not stored, or all of them.
public enum NodeFeatures {
    /// N × D
    case sparse(SparseMatrix)
    /// N × D
    case dense(Tensor)

    /// N
    public var count: Int {
        switch self {
        case .sparse(let matrix): matrix.rows
        case .dense(let tensor): tensor.shape[0]
        }
    }

    /// D
    public var width: Int {
        switch self {
        case .sparse(let matrix): matrix.columns
        case .dense(let tensor): tensor.shape[1]
        }
    }

    /// A one for each node, so that a node is known by its number alone.
    public static func identity(_ count: Int) -> NodeFeatures {
        .sparse(
            SparseMatrix(
                SparsePattern(
                    rows: count, columns: count, offsets: Array(0...count), columnNumbers: Array(0..<Int32(count))),
                values: [Float](repeating: 1, count: count)))
    }

    /// self weightᵀ.
    ///
    /// - Shapes: weight K × D; N × K.
    func linear(_ weight: Tensor) -> Tensor {
        switch self {
        case .sparse(let matrix): matrix.linear(weight)
        case .dense(let tensor): tensor.matmul(weight, transposingOther: true)
        }
    }

    /// While gradients are recorded, with numbers dropped out.
    func droppedOut(_ rate: Double) -> NodeFeatures {
        guard rate > 0 else { return self }
        return switch self {
        case .sparse(let matrix): .sparse(matrix.droppedOut(rate))
        case .dense(let tensor): .dense(Dropout(rate)(tensor))
        }
    }

    /// Those of some nodes, in their order.
    func selecting(_ nodes: [Int32]) -> NodeFeatures {
        switch self {
        case .sparse(let matrix): .sparse(matrix.selecting(rows: nodes))
        case .dense(let tensor): .dense(tensor.gathering(Tensor(nodes)))
        }
    }

    /// Each row divided by its sum where that is more than 1, as bags of words are prepared (Kipf, Welling 2017).
    func normalizedByRow() -> NodeFeatures {
        guard case .sparse(let matrix) = self else { return self }
        var values = Tensor(matrix.values).scalars()
        for row in 0..<matrix.rows {
            let entries = matrix.pattern.entries(of: row)
            let sum = entries.reduce(Float(0)) { $0 + values[$1] }
            guard sum > 1 else { continue }
            for entry in entries { values[entry] /= sum }
        }
        return .sparse(SparseMatrix(matrix.pattern, values: values))
    }

    /// The same numbers of another type, as gradient checks in float64 need.
    func cast(to type: ScalarType) -> NodeFeatures {
        switch self {
        case .sparse(let matrix): .sparse(matrix.cast(to: type))
        case .dense(let tensor): .dense(tensor.cast(to: type))
        }
    }
}
