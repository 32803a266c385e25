import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// P(positive) = 1 / (1 + exp(A f + B)), fitted to decisions on examples that are not in the machine's training set.
///
/// Source: Platt 1999; Lin, Lin, Weng, "A note on Platt's probabilistic outputs for support vector machines", 2007.
public struct PlattScaling: Sendable, Equatable {
    public var a: Double
    public var b: Double

    public init(a: Double, b: Double) { (self.a, self.b) = (a, b) }

    public func probability(_ decision: Double) -> Double {
        let x = decision * a + b
        // The exponential never overflows.
        return x >= 0 ? exp(-x) / (1 + exp(-x)) : 1 / (1 + exp(x))
    }

    /// Newton's method with backtracking on the cross entropy with Bayesian targets.
    ///
    /// - Parameters:
    ///   - decisions: f of each example.
    ///   - arePositive: whether it is of the positive class.
    public static func fitted(_ decisions: [Double], arePositive: [Bool]) -> PlattScaling {
        let positives = Double(arePositive.count { $0 })
        let negatives = Double(arePositive.count) - positives
        let targets = arePositive.map { $0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2) }
        var scaling = PlattScaling(a: 0, b: log((negatives + 1) / (positives + 1)))
        var value = scaling.crossEntropy(decisions, targets)
        for _ in 0..<100 {
            // A ridge keeps the Hessian positive definite.
            var (h11, h22, h21, g1, g2) = (1e-12, 1e-12, 0.0, 0.0, 0.0)
            for (decision, target) in zip(decisions, targets) {
                let p = scaling.probability(decision)
                let d2 = p * (1 - p)
                h11 += decision * decision * d2
                h22 += d2
                h21 += decision * d2
                g1 += decision * (target - p)
                g2 += target - p
            }
            if abs(g1) < 1e-5, abs(g2) < 1e-5 { break }
            let determinant = h11 * h22 - h21 * h21
            let stepA = -(h22 * g1 - h21 * g2) / determinant
            let stepB = -(-h21 * g1 + h11 * g2) / determinant
            let slope = g1 * stepA + g2 * stepB
            var size = 1.0
            var next = scaling
            while size >= 1e-10 {
                next = PlattScaling(a: scaling.a + size * stepA, b: scaling.b + size * stepB)
                let reached = next.crossEntropy(decisions, targets)
                if reached < value + 1e-4 * size * slope {
                    value = reached
                    break
                }
                size /= 2
            }
            if size < 1e-10 { break }
            scaling = next
        }
        return scaling
    }

    private func crossEntropy(_ decisions: [Double], _ targets: [Double]) -> Double {
        zip(decisions, targets).reduce(0) { sum, pair in
            let x = pair.0 * a + b
            return sum + (x >= 0 ? pair.1 * x + log1p(exp(-x)) : (pair.1 - 1) * x + log1p(exp(x)))
        }
    }
}

extension SupportVectorClassifier {
    /// The classifier with probabilities, calibrated pair by pair on examples that are not in its training set.
    ///
    /// - Parameters:
    ///   - points: N rows outside the classifier's training set.
    ///   - classes: numbers of `labels`.
    /// - Returns: nil, and the pair's class without examples, where a pair lacks one.
    /// - Throws: `FitError` where φ of a point is not a finite number.
    public func calibrated(
        on points: KernelRows, classes: [Int]
    ) throws(FitError) -> (classifier: SupportVectorClassifier?, missing: ClassLabel?) {
        let decisions = try decisions(points)
        var scalings: [PlattScaling] = []
        for (number, pair) in pairs.enumerated() {
            let own = classes.indices.filter { classes[$0] == pair.first || classes[$0] == pair.second }
            for label in [pair.first, pair.second] where !own.contains(where: { classes[$0] == label }) {
                return (nil, labels[label])
            }
            scalings.append(
                PlattScaling.fitted(
                    own.map { decisions[$0][number] }, arePositive: own.map { classes[$0] == pair.first }))
        }
        var result = self
        result.calibration = scalings
        return (result, nil)
    }
}
