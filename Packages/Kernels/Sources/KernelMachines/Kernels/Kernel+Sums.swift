import Core

extension Kernel {
    /// Points decided at once: their kernel values with all support vectors are in memory together.
    private static let blockRows = 512

    /// Σ weight · k(vector, point), for each point and each column of weights.
    ///
    /// - Parameters:
    ///   - points: N rows before φ.
    ///   - vectors: V rows after φ.
    ///   - weights: V × P
    /// - Shapes: N × P.
    /// - Throws: `FitError` where φ of a point is no finite number.
    func sums(
        _ points: KernelRows, vectors: KernelRows, weights: [[Double]]
    ) throws(FitError) -> [[Double]] {
        let columns = weights.first?.count ?? 0
        let (points, vectors) = KernelRows.aligned(try features(of: points), vectors)
        let center = center(of: vectors)
        let map = ColumnMap(vectors, and: points)
        let known = map?.mapped(vectors) ?? vectors.centered(on: center)
        let factors = Tensor(weights.flatMap { $0.map { Float($0) } }, shape: [vectors.count, columns])
        var results: [[Double]] = []
        results.reserveCapacity(points.count)
        for start in stride(from: 0, to: points.count, by: Self.blockRows) {
            let own = points.selecting(start..<min(points.count, start + Self.blockRows))
            let part = map?.mapped(own) ?? own.centered(on: center)
            let values = Tensor(ComputeContext.engine.kernelMatrix(part, known, function))
            let sums = values.matmul(factors).scalars(Float.self)
            for row in 0..<part.count {
                results.append(sums[(row * columns)..<((row + 1) * columns)].map(Double.init))
            }
        }
        return results
    }
}
