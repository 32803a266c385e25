import Core

/// The Fréchet distance between two normal distributions fitted to sets of features (Dowson, Landau 1982):
/// |μ₁ − μ₂|² + Tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½). Over the features of Inception it is known as FID (Heusel et al. 2017).
public struct FrechetDistance {
    /// Mean and covariance of features.
    public struct Distribution: Sendable {
        let mean: [Double]
        /// Row by row.
        let covariance: SymmetricMatrix

        /// - Shapes: features N × D.
        public init(of features: [[Double]]) {
            let (count, width) = (Double(features.count), features.first?.count ?? 0)
            var mean = [Double](repeating: 0, count: width)
            for row in features { for (place, value) in row.enumerated() { mean[place] += value / count } }
            var covariance = SymmetricMatrix(width: width)
            for row in features {
                for i in 0..<width {
                    let factor = (row[i] - mean[i]) / max(1, count - 1)
                    for j in 0...i { covariance[i, j] += factor * (row[j] - mean[j]) }
                }
            }
            for i in 0..<width { for j in 0..<i { covariance[j, i] = covariance[i, j] } }
            self.mean = mean
            self.covariance = covariance
        }
    }

    /// The squared distance, 0 for equal distributions.
    public static func between(_ a: Distribution, _ b: Distribution) -> Double {
        let offset = zip(a.mean, b.mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        // (Σ₁ Σ₂)^½ has the trace of (Σ₁^½ Σ₂ Σ₁^½)^½, which is symmetric.
        let root = a.covariance.squareRoot
        let product = root.times(b.covariance).times(root)
        let shared = product.eigenvalues.reduce(0) { $0 + max(0, $1).squareRoot() }
        return max(0, offset + a.covariance.trace + b.covariance.trace - 2 * shared)
    }
}
