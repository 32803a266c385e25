import Core
import KernelLoops

extension KernelRows {
    /// Weights of some columns.
    public struct Weights: Sendable {
        /// C columns.
        public let columns: Range<Int>
        /// W × C
        public let numbers: [Double]
        /// W
        public let count: Int

        /// - Shapes: `numbers` W × C.
        public init(_ numbers: [Double], columns: Range<Int>, count: Int) {
            Contract.require(
                numbers.count == count * columns.count, "KernelRows.Weights",
                "\(numbers.count) numbers, expected \(count) × \(columns.count)")
            (self.columns, self.numbers, self.count) = (columns, numbers, count)
        }
    }

    /// Σ weight · value over the columns of each row, in float64: large terms of a machine's decision cancel each
    /// other.
    ///
    /// - Shapes: `values` N × M of float32, to N × W row by row for each of the weights.
    public static func sums(of values: Buffer, _ weights: [Weights]) -> [[Double]] {
        let (rows, width) = (values.shape[0], values.shape[1])
        Contract.require(
            weights.allSatisfy { $0.columns.upperBound <= width }, "KernelRows.sums",
            "columns to \(weights.map(\.columns.upperBound).max() ?? 0) of \(values.shape)")
        let starts = weights.reduce(into: [0]) { $0.append($0[$0.count - 1] + rows * $1.count) }
        let from = values.rowMajor(reading: Float.self)
        var sums = [Double](repeating: 0, count: starts[weights.count])
        sums.withUnsafeMutableBufferPointer { sums in
            guard let first = sums.baseAddress else { return }
            let to = ParallelOutput(first)
            // Retained while the loop reads it.
            defer { withExtendedLifetime(values) {} }
            let grain = max(1, Parallel.elementGrain / max(1, weights.reduce(0) { $0 + $1.numbers.count }))
            Parallel.ranges(rows, grain: grain, alignment: 4) { range in
                let row = range.lowerBound
                for (part, start) in zip(weights, starts) {
                    part.numbers.withUnsafeBufferPointer { numbers in
                        guard let numbers = numbers.baseAddress else { return }
                        loop_weighted_sums(
                            from + row * width + part.columns.lowerBound, width, numbers,
                            to + start + row * part.count, range.count, part.count, part.columns.count)
                    }
                }
            }
        }
        return weights.indices.map { Array(sums[starts[$0]..<starts[$0 + 1]]) }
    }

    /// x · w of each row x and each row w of `weights`, in float64.
    ///
    /// - Parameters:
    ///   - weights: W × D; for sparse rows D may be larger than theirs.
    ///   - count: W
    /// - Shapes: N × W row by row.
    public func products(with weights: [Double], count: Int) -> [Double] {
        let wide = weights.count / max(1, count)
        Contract.require(
            weights.count == wide * count && wide >= width, "KernelRows",
            "\(weights.count) weights for \(count) × \(width)")
        var products = [Double](repeating: 0, count: self.count * count)
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            guard let exact else {
                return Self.sums(of: rows, [Weights(weights, columns: 0..<width, count: count)])[0]
            }
            for row in 0..<self.count {
                for (place, weight) in weights.enumerated() {
                    products[row * count + place / width] += exact[row * width + place % width] * weight
                }
            }
        case .sparse(let rows):
            for row in 0..<self.count {
                for place in rows.places(of: row) {
                    let (column, value) = (Int(rows.columns[place]), exact?[place] ?? Double(rows.values[place]))
                    for number in 0..<count {
                        products[row * count + number] += value * weights[number * wide + column]
                    }
                }
            }
        }
        return products
    }

    /// Adds row `number` times `factor` to the D numbers at `sum`.
    public func addRow(_ number: Int, times factor: Double, to sum: UnsafeMutablePointer<Double>) {
        switch numbers {
        case .dense(let rows), .kernelValues(let rows, _):
            if let exact {
                for column in 0..<width { sum[column] += factor * exact[number * width + column] }
                return
            }
            let from = rows.rowMajor(Float.self) + number * width
            for column in 0..<width { sum[column] += factor * Double(from[column]) }
        case .sparse(let rows):
            for place in rows.places(of: number) {
                sum[Int(rows.columns[place])] += factor * (exact?[place] ?? Double(rows.values[place]))
            }
        }
    }
}
