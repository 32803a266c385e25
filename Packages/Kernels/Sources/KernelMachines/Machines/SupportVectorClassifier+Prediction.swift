import Core

extension SupportVectorClassifier {
    /// f of every pair for each point: Σ yα k(vector, point) + b.
    ///
    /// - Shapes: N × P.
    /// - Throws: `FitError` where φ of a point is not a finite number.
    public func decisions(_ points: KernelRows) throws(FitError) -> [[Double]] {
        guard vectors.count > 0 else { return [[Double]](repeating: biases, count: points.count) }
        let sums = try kernel.sums(points, vectors: vectors, weightedVectors)
        return sums.map { row in zip(row, biases).map { $0 + $1 } }
    }

    /// Whether vectors and points lose digits in float32 that decisions depend on.
    var needsFloat64: Bool { kernel.exceedsFloat32(vectors, weight: weightedVectors.length) }

    /// Each class is a group; a pair's decision has one sum from each of its two classes.
    private var weightedVectors: WeightedVectors {
        let others = labels.count - 1
        var start = 0
        let groups = vectorCounts.map { count in
            let vectors = start..<start + count
            start += count
            return KernelRows.Weights(
                (0..<others).flatMap { row in vectors.map { coefficients[$0][row] } }, columns: vectors, count: others)
        }
        return WeightedVectors(
            groups: groups,
            decisions: pairs.map { pair in
                [.init(group: pair.first, row: pair.second - 1), .init(group: pair.second, row: pair.first)]
            })
    }

    /// The class that wins most pairs, by its number in `labels`; among equals the first.
    public func vote(_ decisions: [Double]) -> Int {
        var votes = [Int](repeating: 0, count: labels.count)
        for (pair, decision) in zip(pairs, decisions) { votes[decision > 0 ? pair.first : pair.second] += 1 }
        return votes.indices.max { (votes[$0], $1) < (votes[$1], $0) } ?? 0
    }

    /// The classes of points, by their numbers in `labels`.
    ///
    /// - Throws: `FitError` where φ of a point is not a finite number.
    public func predict(_ points: KernelRows) throws(FitError) -> [Int] {
        try decisions(points).map { vote($0) }
    }

    /// The probability of each class, where the classifier was calibrated.
    ///
    /// - Shapes: P decisions to K probabilities.
    public func probabilities(_ decisions: [Double]) -> [Double]? {
        guard let calibration else { return nil }
        var share = [[Double]](repeating: [Double](repeating: 0, count: labels.count), count: labels.count)
        for (number, pair) in pairs.enumerated() {
            // As in LIBSVM, so that no pair is ever certain.
            let p = min(max(calibration[number].probability(decisions[number]), 1e-7), 1 - 1e-7)
            share[pair.first][pair.second] = p
            share[pair.second][pair.first] = 1 - p
        }
        return labels.count == 2 ? [share[0][1], share[1][0]] : PairwiseCoupling.probabilities(share)
    }
}
