import Foundations

/// A matrix that stores only the numbers that are not 0: a pattern and its values, constants of a computation.
public struct SparseMatrix {
    public let pattern: SparsePattern
    /// One number for each entry.
    public let values: Buffer
    /// Whether the matrix is its own transpose, so that gradients need not transpose it.
    public let isSymmetric: Bool

    public var rows: Int { pattern.rows }
    public var columns: Int { pattern.columns }
    public var type: ScalarType { values.type }

    /// - Parameters:
    ///   - pattern: the places of the entries.
    ///   - values: as many as the pattern has entries, float32 or float64.
    ///   - isSymmetric: the caller guarantees it.
    public init(_ pattern: SparsePattern, values: Buffer, isSymmetric: Bool = false) {
        Contract.require(
            values.shape == [pattern.count] && values.type.isFloatingPoint
                && (!isSymmetric || pattern.rows == pattern.columns), "SparseMatrix",
            "values \(values.shape) of \(values.type) for \(pattern.count) entries of \(pattern.rows) × "
                + "\(pattern.columns)")
        self.pattern = pattern
        self.values = values
        self.isSymmetric = isSymmetric
    }
}
