import Core

/// Weighted support vectors in consecutive groups, and the groups' sums that make up each decision.
struct WeightedVectors {
    struct Term {
        let group: Int
        /// A row of the group's weights.
        let row: Int
    }

    /// The vectors of each group are its columns.
    let groups: [KernelRows.Weights]
    /// The terms of each decision.
    let decisions: [[Term]]

    /// √Σ of all squared weights.
    var length: Double {
        groups.reduce(0) { $1.numbers.reduce($0) { $0 + $1 * $1 } }.squareRoot()
    }
}

extension Kernel {
    /// The number of points in a block: their kernel values with all support vectors are in memory together.
    private static let blockRows = 512
    /// The maximum number of float64 values in a block: 128 MB.
    private static let mostNumbers = 1 << 24

    /// Σ weight · k(vector, point), for each point and decision. Kernel values are float32, their sums float64.
    ///
    /// - Parameters:
    ///   - points: N rows before φ.
    ///   - vectors: V rows after φ.
    ///   - weighted: how they form P decisions.
    /// - Shapes: N × P.
    /// - Throws: `FitError` where φ of a point is not a finite number.
    func sums(
        _ points: KernelRows, vectors: KernelRows, _ weighted: WeightedVectors
    ) throws(FitError) -> [[Double]] {
        let suited = suited(try features(of: points), to: vectors, weight: weighted.length)
        let (points, vectors) = KernelRows.aligned(suited.points, suited.vectors)
        let map = ColumnMap(vectors, and: points)
        if kind == .linear {
            return Self.linearSums(map?.mapped(points) ?? points, map?.mapped(vectors) ?? vectors, weighted)
        }
        let center = center(of: vectors)
        let known = map?.mapped(vectors) ?? vectors.centered(on: center)
        let count = weighted.decisions.count
        var results: [[Double]] = []
        results.reserveCapacity(points.count)
        let blockRows = max(1, min(Self.blockRows, Self.mostNumbers / (2 * count)))
        for start in stride(from: 0, to: points.count, by: blockRows) {
            let own = points.selecting(start..<min(points.count, start + blockRows))
            let part = map?.mapped(own) ?? own.centered(on: center)
            let values = function.matrix(part, known)
            let sums = KernelRows.sums(of: values, weighted.groups)
            var block = [Double](repeating: 0, count: part.count * count)
            for (decision, terms) in weighted.decisions.enumerated() {
                for term in terms {
                    let (own, width) = (sums[term.group], weighted.groups[term.group].count)
                    for row in 0..<part.count { block[row * count + decision] += own[row * width + term.row] }
                }
            }
            for row in 0..<part.count { results.append(Array(block[(row * count)..<((row + 1) * count)])) }
        }
        return results
    }

    /// The same for the linear kernel, where the vectors of a decision add up to one row, Σ weight · vector: kernel
    /// values in float32 would lose the differences of points that are far from zero.
    private static func linearSums(
        _ points: KernelRows, _ vectors: KernelRows, _ weighted: WeightedVectors
    ) -> [[Double]] {
        let (count, width) = (weighted.decisions.count, max(1, points.width, vectors.width))
        var results = [[Double]](repeating: [], count: points.count)
        let blockRows = max(1, Self.mostNumbers / width)
        for start in stride(from: 0, to: count, by: blockRows) {
            let block = weighted.decisions[start..<min(count, start + blockRows)]
            var rows = [Double](repeating: 0, count: block.count * width)
            rows.withUnsafeMutableBufferPointer { rows in
                guard var row = rows.baseAddress else { return }
                for terms in block {
                    for term in terms {
                        let group = weighted.groups[term.group]
                        let weights = group.numbers[(term.row * group.columns.count)...]
                        for (vector, weight) in zip(group.columns, weights) where weight != 0 {
                            vectors.addRow(vector, times: weight, to: row)
                        }
                    }
                    row += width
                }
            }
            let products = points.products(with: rows, count: block.count)
            for number in results.indices {
                results[number] += products[(number * block.count)..<((number + 1) * block.count)]
            }
        }
        return results
    }
}
