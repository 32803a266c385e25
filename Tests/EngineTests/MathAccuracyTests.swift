import Foundation
import Testing

@testable import Engine
@testable import Tensors

/// The fast engine's elementary functions against the C library's in float64, in units in the last place.
@Suite("Accuracy of elementary functions") struct MathAccuracyTests {
    /// The largest error over evenly spaced arguments, in units in the last place of the exact value.
    private func error(
        of operation: UnaryOperation, _ range: ClosedRange<Float>, count: Int = 60_000, _ exact: (Double) -> Double
    ) -> Double {
        let step = (Double(range.upperBound) - Double(range.lowerBound)) / Double(count - 1)
        let arguments = (0..<count).map { Float(Double(range.lowerBound) + Double($0) * step) }
        let results = Tensor(OneDNNEngine.shared.unary(operation, Tensor(arguments).buffer)).scalars()
        return zip(arguments, results).reduce(0) { largest, pair in
            let expected = exact(Double(pair.0))
            let unit = Double(Float(expected).ulp)
            return max(largest, (Double(pair.1) - expected).magnitude / unit)
        }
    }

    @Test(
        "exp stays within two units",
        arguments: [-87 ... -10, -10 ... -1, -1...1, 1...10, 10...88] as [ClosedRange<Float>])
    func exponential(_ range: ClosedRange<Float>) {
        #expect(error(of: .exp, range) { Foundation.exp($0) } <= 2)
    }

    @Test(
        "log stays within two units",
        arguments: [1e-38...1e-30, 1e-6...0.5, 0.5...1, 1...2, 2...1000, 1e20...3e38] as [ClosedRange<Float>])
    func logarithm(_ range: ClosedRange<Float>) {
        #expect(error(of: .log, range) { Foundation.log($0) } <= 2)
    }

    @Test(
        "tanh stays within three units",
        arguments: [-10 ... -0.625, -0.625...0, 1e-6...1e-3, 0...0.625, 0.6...0.7, 0.7...20] as [ClosedRange<Float>])
    func hyperbolicTangent(_ range: ClosedRange<Float>) {
        #expect(error(of: .tanh, range) { Foundation.tanh($0) } <= 3)
    }

    @Test(
        "sigmoid stays within three units", arguments: [-80 ... -10, -10...0, 0...10, 10...80] as [ClosedRange<Float>])
    func sigmoid(_ range: ClosedRange<Float>) {
        #expect(error(of: .sigmoid(slope: 1), range) { 1 / (1 + Foundation.exp(-$0)) } <= 3)
    }

    @Test(
        "ELU stays within three units, next to zero too",
        arguments: [-20 ... -1, -1 ... -0.3, -0.4 ... -0.01, -1e-3 ... -1e-8] as [ClosedRange<Float>])
    func elu(_ range: ClosedRange<Float>) {
        #expect(error(of: .elu(alpha: 1), range) { Foundation.expm1($0) } <= 3)
    }

    /// x Φ(x) cancels where x is far below zero, in PyTorch too, so the error is measured against |x|.
    @Test(
        "GELU is off by at most 2e-7 of its argument",
        arguments: [-8 ... -0.5, -0.8...0.8, 0.5...8] as [ClosedRange<Float>])
    func gelu(_ range: ClosedRange<Float>) {
        let arguments = (0..<60_000).map {
            range.lowerBound + (range.upperBound - range.lowerBound) * Float($0) / 59_999
        }
        let results = Tensor(OneDNNEngine.shared.unary(.gelu, Tensor(arguments).buffer)).scalars()
        for (x, y) in zip(arguments, results) {
            let expected = Double(x) * Foundation.erfc(-Double(x) / 2.0.squareRoot()) / 2
            if (Double(y) - expected).magnitude > 2e-7 * Double(x).magnitude {
                Issue.record("gelu(\(x)) is \(y), expected \(expected)")
                return
            }
        }
    }
}
