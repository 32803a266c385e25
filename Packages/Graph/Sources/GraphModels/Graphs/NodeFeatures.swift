import Core

/// The features of each node: sparse, where most are 0 and not stored, or dense.
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

    /// A one for each node, so that a node is identified only by its number.
    public static func identity(_ count: Int) -> NodeFeatures {
        .sparse(
            SparseMatrix(
                SparsePattern(
                    rows: count, columns: count, offsets: Array(0...count), columnNumbers: Array(0..<Int32(count))),
                values: [Float](repeating: 1, count: count)))
    }

    /// Rows of `width` numbers, without their zeros where most of them are.
    public static func rows(_ values: [Float], width: Int) -> NodeFeatures {
        let count = values.count / max(1, width)
        let zeros = values.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        guard zeros * 2 > values.count else { return .dense(Tensor(values, shape: [count, width])) }
        let entries = values.indices.filter { values[$0] != 0 }.map { ($0 / width, $0 % width, values[$0]) }
        return .sparse(SparseMatrix(rows: count, columns: width, entries: entries))
    }

    /// self weightᵀ.
    ///
    /// - Shapes: weight K × D; N × K.
    public func linear(_ weight: Tensor) -> Tensor {
        switch self {
        case .sparse(let matrix): matrix.linear(weight)
        case .dense(let tensor): tensor.matmul(weight, transposingOther: true)
        }
    }

    /// While gradients are recorded, with numbers dropped out.
    public func droppedOut(_ rate: Double) -> NodeFeatures {
        guard rate > 0 else { return self }
        return switch self {
        case .sparse(let matrix): .sparse(matrix.droppedOut(rate))
        case .dense(let tensor): .dense(Dropout(rate)(tensor))
        }
    }

    /// The features of some nodes, in their order.
    public func selecting(_ nodes: [Int32]) -> NodeFeatures {
        switch self {
        case .sparse(let matrix): .sparse(matrix.selecting(rows: nodes))
        case .dense(let tensor): .dense(tensor.gathering(Tensor(nodes)))
        }
    }

    /// Some of the columns, in this order.
    func selecting(columns: [Int32]) -> NodeFeatures {
        switch self {
        case .dense(let tensor):
            return .dense(tensor.transposed().gathering(Tensor(columns)).transposed())
        case .sparse(let matrix):
            var places = [Int32](repeating: -1, count: matrix.columns)
            for (place, column) in columns.enumerated() { places[Int(column)] = Int32(place) }
            let values = Tensor(matrix.values).scalars()
            var entries: [(Int, Int, Float)] = []
            for row in 0..<matrix.rows {
                let own = matrix.pattern.entries(of: row).map {
                    (places[Int(matrix.pattern.columnNumbers[$0])], values[$0])
                }
                entries += own.filter { $0.0 >= 0 }.sorted { $0.0 < $1.0 }.map { (row, Int($0.0), $0.1) }
            }
            return .sparse(SparseMatrix(rows: matrix.rows, columns: columns.count, entries: entries))
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
    public func cast(to type: ScalarType) -> NodeFeatures {
        switch self {
        case .sparse(let matrix): .sparse(matrix.cast(to: type))
        case .dense(let tensor): .dense(tensor.cast(to: type))
        }
    }
}
