import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Initial values") struct InitializerTests {
    /// The smallest, the largest, the mean and the variance of 40,000 numbers drawn for these fans.
    private func figures(
        _ initializer: Initializer, fanIn: Int = 50, fanOut: Int = 100
    ) -> (least: Double, most: Double, mean: Double, variance: Double) {
        var random = RandomStream(seed: 3, name: .initialization)
        let values = initializer.parameter([200, 200], fanIn: fanIn, fanOut: fanOut, random: &random).value.doubles
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return (values.reduce(.infinity, min), values.reduce(-.infinity, max), mean, variance)
    }

    @Test("uniform initializers fill their bounds and no more")
    func uniform() {
        let bounds: [(Initializer, Double)] = [
            (.torchDefault, (1 / 50.0).squareRoot()), (.xavierUniform, (6 / 150.0).squareRoot()),
            (.kaimingUniform, (6 / 50.0).squareRoot()), (.uniform(in: -0.2..<0.2), 0.2),
        ]
        for (initializer, bound) in bounds {
            let (least, most, mean, variance) = figures(initializer)
            #expect(-bound * 1.000_001 <= least && least < -0.999 * bound)
            #expect(0.999 * bound < most && most <= bound * 1.000_001)
            // Five standard errors.
            #expect(mean.magnitude < 0.0145 * bound)
            #expect((variance / (bound * bound / 3) - 1).magnitude < 0.023)
        }
    }

    @Test("normal initializers have their variance")
    func normal() {
        let variances: [(Initializer, Double)] = [
            (.xavierNormal, 2 / 150.0), (.kaimingNormal, 2 / 50.0), (.normal(standardDeviation: 0.02), 0.0004),
        ]
        for (initializer, expected) in variances {
            let (least, most, mean, variance) = figures(initializer)
            #expect(mean.magnitude < 0.025 * expected.squareRoot())
            #expect((variance / expected - 1).magnitude < 0.036)
            // Of 40,000 normal numbers, the outermost lie beyond three and a half deviations.
            #expect(most > 3.5 * expected.squareRoot() && least < -3.5 * expected.squareRoot())
        }
    }

    @Test("layers hand their fans on: a convolution's are counted in cells")
    func fans() {
        var random = RandomStream(seed: 3, name: .initialization)
        let fans = Initializer { fanIn, fanOut, _ in Double(fanIn * 10_000 + fanOut) }
        let linear = Linear(7, 5, initializer: fans, biasInitializer: fans, random: &random)
        #expect(linear.weight.value.scalars().allSatisfy { $0 == 70_005 })
        #expect(linear.bias?.value.scalars().allSatisfy { $0 == 70_005 } == true)
        let conv = Conv2D(3, 4, kernelSize: Size2D(5, 2), initializer: fans, biasInitializer: .zeros, random: &random)
        #expect(conv.weight.value.scalars().allSatisfy { $0 == 300_040 })
        #expect(conv.bias?.value.scalars() == [0, 0, 0, 0])
    }

    @Test("the same seed draws the same weights")
    func seeds() {
        func weights(_ seed: UInt64) -> [UInt8] {
            var random = RandomStream(seed: seed, name: .initialization)
            return Linear(20, 10, random: &random).weight.value.bytes
        }
        #expect(weights(1) == weights(1))
        #expect(weights(1) != weights(2))
    }
}
