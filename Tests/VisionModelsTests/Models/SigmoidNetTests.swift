import Core
import Foundation
import Testing

@testable import VisionModels

@Suite("The tutorial's network") struct SigmoidNetTests {
    private static let input: Shape = [1, 3, 4]

    private func model(hidden: Int = 5) -> SigmoidNet {
        var random = RandomStream(seed: 4, name: .initialization)
        return SigmoidNet(input: Self.input, hidden: hidden, classes: 3, random: &random)
    }

    private func batch(_ type: ScalarType) -> (inputs: Tensor, labels: Tensor) {
        var random = RandomStream(seed: 5, name: StreamName("pixels"))
        let pixels = (0..<2 * 12).map { _ in random.uniform() }
        return (Tensor(pixels, shape: [2] + Self.input).cast(to: type), Tensor([Int32(2), 0]))
    }

    private func gradients(of model: SigmoidNet, in type: ScalarType) -> (loss: Double, gradients: [[Double]]) {
        model.convert(to: type)
        let (inputs, labels) = batch(type)
        let (loss, gradients) = valueAndGradients(of: model, in: .training()) {
            model.loss(model(inputs), labels: labels)
        }
        return (loss.item, gradients.tensors.map(\.doubles))
    }

    @Test("outputs, loss and gradients are those worked out by its formulas in float64")
    func formulas() {
        let model = model()
        let (loss, gradients) = ComputeContext.with(ReferenceEngine.shared) { self.gradients(of: model, in: .float64) }
        let expected = byHand(model)
        #expect(abs(loss - expected.loss) < 1e-12)
        for (ours, theirs) in zip(gradients, expected.gradients) { #expect(relativeError(ours, theirs) < 1e-10) }
    }

    @Test("the fast engine agrees with the reference engine")
    func engines() {
        let exact = ComputeContext.with(ReferenceEngine.shared) { gradients(of: model(), in: .float64) }
        let fast = gradients(of: model(), in: .float32)
        #expect(abs(exact.loss - fast.loss) < 1e-5)
        for (ours, theirs) in zip(fast.gradients, exact.gradients) { #expect(relativeError(ours, theirs) < 1e-4) }
    }

    /// h = s(W₁ x + b₁), y = s(W₂ h + b₂), s(z) = 1 / (1 + exp(−z / 100)), x in 0 ... 255;
    /// L = Σ (y − t)² / 2, meant over the examples. Gradients by the chain rule.
    private func byHand(_ model: SigmoidNet) -> (loss: Double, gradients: [[Double]]) {
        let weights = model.parameters.map { $0.parameter.value.doubles }
        let (inputs, labels) = batch(.float64)
        let (pixels, truth) = (inputs.doubles.map { $0 * 255 }, labels.scalars(Int32.self))
        let (size, hidden, classes) = (12, 5, 3)
        func layer(_ x: [Double], _ weight: [Double], _ bias: [Double]) -> [Double] {
            bias.indices.map { unit in
                var sum = bias[unit]
                for (index, value) in x.enumerated() { sum += weight[unit * x.count + index] * value }
                return 1 / (1 + exp(-sum / 100))
            }
        }
        var gradients = weights.map { [Double](repeating: 0, count: $0.count) }
        var loss = 0.0
        for example in 0..<2 {
            let x = Array(pixels[example * size..<(example + 1) * size])
            let h = layer(x, weights[0], weights[1])
            let y = layer(h, weights[2], weights[3])
            let t = (0..<classes).map { $0 == Int(truth[example]) ? 1.0 : 0.0 }
            for k in 0..<classes {
                let error = y[k] - t[k]
                loss += error * error / 4
            }
            var output = [Double](repeating: 0, count: classes)
            for k in 0..<classes {
                let error = y[k] - t[k]
                output[k] = error * y[k] * (1 - y[k]) / 200
            }
            for unit in 0..<hidden {
                var error = 0.0
                for k in 0..<classes { error += output[k] * weights[2][k * hidden + unit] }
                let slope = error * h[unit] * (1 - h[unit]) / 100
                for pixel in 0..<size { gradients[0][unit * size + pixel] += slope * x[pixel] }
                gradients[1][unit] += slope
                for k in 0..<classes { gradients[2][k * hidden + unit] += output[k] * h[unit] }
            }
            for k in 0..<classes { gradients[3][k] += output[k] }
        }
        return (loss, gradients)
    }
}
