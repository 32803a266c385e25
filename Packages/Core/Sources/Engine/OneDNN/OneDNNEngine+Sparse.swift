import CoreLoops

extension OneDNNEngine {
    public func sparseProduct(
        _ matrix: SparseMatrix, _ x: Buffer, transposing: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        let isTurned = transposing && !matrix.isSymmetric
        let result = Buffer(shape: [transposing ? matrix.columns : matrix.rows, x.shape[1]], type: .float32)
        product(
            isTurned ? matrix.pattern.transposed : matrix.pattern, matrix.values,
            x.rowMajor(reading: Float.self), bias: bias?.rowMajor(reading: Float.self), slope: rectifier?.slope ?? 1,
            into: result.stored(writing: Float.self), width: x.shape[1])
        return result
    }

    /// The weight is stored column by column: each stored number then needs one contiguous part of it.
    public func sparseLinear(_ matrix: SparseMatrix, weight: Buffer) -> Buffer {
        let columns = settled(weight, in: columnMajorLayout(of: weight.shape))
        defer { withExtendedLifetime(columns) {} }
        let result = Buffer(shape: [matrix.rows, weight.shape[0]], type: .float32)
        product(
            matrix.pattern, matrix.values, ParallelInput(columns.floats), bias: nil, slope: 1,
            into: result.stored(writing: Float.self), width: weight.shape[0])
        return result
    }

    public func sparseLinearWeightGradient(_ gradient: Buffer, _ matrix: SparseMatrix) -> Buffer {
        let shape = [gradient.shape[1], matrix.columns]
        let result = buffer(shape, in: columnMajorLayout(of: shape))
        product(
            matrix.pattern.transposed, matrix.values, gradient.rowMajor(reading: Float.self), bias: nil, slope: 1,
            into: result.stored(writing: Float.self), width: shape[0])
        return result
    }

    private func product(
        _ pattern: SparsePattern, _ values: Buffer, _ x: ParallelInput<Float>, bias: ParallelInput<Float>?,
        slope: Float, into y: ParallelOutput<Float>, width: Int
    ) {
        let numbers = values.rowMajor(Float.self)
        pattern.withPointers { offsets, columns, origins in
            let matrix = loop_sparse(offsets: offsets, columns: columns, origins: origins, values: numbers)
            withUnsafePointer(to: matrix) { matrix in
                let (matrix, offsets) = (ParallelInput(matrix), ParallelInput(offsets))
                Parallel.rows(pattern.rows, offsets: offsets, of: width) { rows in
                    loop_sparse_product(
                        matrix.start, x.start, bias?.start, slope, y.start, width, rows.lowerBound, rows.count)
                }
            }
        }
    }
}

extension SparsePattern {
    /// The parts of the pattern that the loops read.
    func withPointers(
        _ body: (_ offsets: UnsafePointer<Int>, _ columns: UnsafePointer<Int32>, _ origins: UnsafePointer<Int32>?) ->
            Void
    ) {
        offsets.withUnsafeBufferPointer { offsets in
            columnNumbers.withUnsafeBufferPointer { columns in
                // An empty array may have no address, and it is never read.
                guard let first = offsets.baseAddress, let column = columns.baseAddress ?? Self.none else { return }
                guard let origins else { return body(first, column, nil) }
                origins.withUnsafeBufferPointer { body(first, column, $0.baseAddress ?? Self.none) }
            }
        }
    }

    private static var none: UnsafePointer<Int32>? { UnsafePointer(bitPattern: 64) }
}

extension Parallel {
    /// Runs `body` over parts of the rows of a sparse matrix that have about equally many entries; a row counts like
    /// one additional entry.
    ///
    /// - Parameter size: the amount of work of an entry, in numbers.
    package static func rows(
        _ count: Int, offsets: ParallelInput<Int>, of size: Int, _ body: @Sendable (Range<Int>) -> Void
    ) {
        let total = offsets[count] + count
        let parts = total * size < 2 * elementGrain ? 1 : min(threads, count)
        guard parts > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        /// The first row at which this number of entries is reached.
        @Sendable func start(_ part: Int) -> Int {
            let wanted = total / parts * part
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if offsets[middle] + middle < wanted { low = middle + 1 } else { high = middle }
            }
            return low
        }
        ranges(parts, grain: 1, alignment: 1) { range in
            for part in range {
                let rows = start(part)..<(part == parts - 1 ? count : start(part + 1))
                if !rows.isEmpty { body(rows) }
            }
        }
    }
}
