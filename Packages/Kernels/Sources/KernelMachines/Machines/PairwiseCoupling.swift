/// Probabilities of several classes from those of pairs.
///
/// Source: Wu, Lin, Weng, "Probability estimates for multi-class classification by pairwise coupling", JMLR 5, 2004,
/// the second method, solved by its algorithm 2.
enum PairwiseCoupling {
    /// - Parameter share: `share[i][j]` is the probability of class i where it is either i or j.
    static func probabilities(_ share: [[Double]]) -> [Double] {
        let count = share.count
        var p = [Double](repeating: 1 / Double(count), count: count)
        var q = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
        for i in 0..<count {
            for j in 0..<count where j != i {
                q[i][i] += share[j][i] * share[j][i]
                q[i][j] = -share[j][i] * share[i][j]
            }
        }
        let enough = 0.005 / Double(count)
        for _ in 0..<max(100, count) {
            var product: [Double] = q.map { row in
                var sum = 0.0
                for j in 0..<count { sum += row[j] * p[j] }
                return sum
            }
            var whole = 0.0
            for j in 0..<count { whole += p[j] * product[j] }
            if product.allSatisfy({ abs($0 - whole) < enough }) { break }
            for t in 0..<count {
                let step = (whole - product[t]) / q[t][t]
                let shrink = 1 + step
                p[t] += step
                whole = (whole + step * (step * q[t][t] + 2 * product[t])) / (shrink * shrink)
                for j in 0..<count {
                    product[j] = (product[j] + step * q[t][j]) / shrink
                    p[j] /= shrink
                }
            }
        }
        return p
    }
}
