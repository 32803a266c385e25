import TestSupport
import Testing

@testable import Datasets
@testable import Engine
@testable import Files
@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("Batch normalization") struct BatchNormTests {
    static let rectifiers: [Rectifier?] = [nil, .relu, .leakyReLU(slope: 0.2)]

    @Test("both engines agree, in blocks and without", arguments: [1, 3, 8, 16, 17, 32], rectifiers)
    func agreement(_ channels: Int, _ rectifier: Rectifier?) {
        for shape in [[4, channels, 5, 6], [2, channels, 1, 3], [5, channels]] {
            expectAgreement(of: shape, [channels], [channels], tolerance: 1e-5) {
                $0[0].batchNorm(weight: $0[1] + 1, bias: $0[2], rectifier: rectifier).output
            }
        }
        // A convolution leaves its result in blocks.
        expectAgreement(of: [3, 4, 6, 6], [channels, 4, 3, 3], [channels], [channels], tolerance: 2e-5) {
            $0[0].conv2D($0[1], padding: 1).batchNorm(weight: $0[2] + 1, bias: $0[3], rectifier: rectifier).output
        }
    }

    @Test("statistics that are given count as constants", arguments: rectifiers)
    func given(_ rectifier: Rectifier?) {
        for channels in [3, 16] {
            let statistics = concatenated([
                randomTensor([1, channels]), randomTensor([1, channels], seed: 4, in: 0.5..<2),
            ])
            expectAgreement(of: [4, channels, 3, 3], [channels], [channels], tolerance: 1e-5) {
                $0[0].batchNorm(weight: $0[1], bias: $0[2], statistics: statistics, rectifier: rectifier).output
            }
        }
    }

    @Test("gradients match differences, also through the statistics", arguments: [true, false])
    func gradients(_ isTraining: Bool) {
        let inputs = [
            distinctTensor([3, 2, 2, 2], spacing: 0.13, type: .float64), randomTensor([2], type: .float64),
            randomTensor([2], seed: 7, type: .float64),
        ]
        let statistics = Tensor([0.1, -0.2, 0.7, 1.3], shape: [2, 2])
        let weights = randomTensor([3, 2, 2, 2], seed: 98, type: .float64)
        for rectifier in Self.rectifiers {
            let errors = gradientErrors(at: inputs) {
                let output = $0[0].batchNorm(
                    weight: $0[1], bias: $0[2], statistics: isTraining ? nil : statistics, rectifier: rectifier
                ).output
                return (output * weights).sum()
            }
            #expect(errors.allSatisfy { $0 < 1e-8 }, "\(errors)")
        }
    }

    @Test("a channel far from zero keeps its digits")
    func largeMean() {
        let x = randomTensor([8, 16, 4, 4]) + 1_000
        let exact = ComputeContext.with(ReferenceEngine.shared) {
            x.batchNorm(weight: .ones([16]), bias: .zeros([16])).output
        }
        let fast = x.batchNorm(weight: .ones([16]), bias: .zeros([16])).output
        #expect(relativeDifference(fast.doubles, exact.doubles) < 1e-4)
    }

    @Test("PyTorch computes the same, forward, backward, and of the running values")
    func goldens() throws {
        for golden in try GoldenCase.all(of: "batchNorm", in: "generative.json") {
            let inputs = try ["x", "weight", "bias"].map { Tensor(try golden.buffer($0)) }
            let isTraining = golden.settings["training"] == 1
            let before = Tensor(
                concatenatedRows(try golden.buffer("mean before"), try golden.buffer("variance before")))
            let rectifier = golden.settings["slope"].map { Rectifier.leakyReLU(slope: Float($0)) }
            let weighting = Tensor(try golden.buffer("weighting"))
            let (_, gradients) = valueAndGradients(at: inputs, in: .evaluation) {
                let output = $0[0].batchNorm(
                    weight: $0[1], bias: $0[2], statistics: isTraining ? nil : before, rectifier: rectifier
                ).output
                return (output * weighting).sum()
            }
            let result = inputs[0].batchNorm(
                weight: inputs[1], bias: inputs[2], statistics: isTraining ? nil : before, rectifier: rectifier)
            let name = golden.name ?? ""
            // Slopes are kept in float32.
            let tolerance = rectifier == nil ? 1e-9 : 1e-7
            #expect(largestDifference(result.output.buffer, try golden.buffer("output")) < tolerance, "\(name)")
            for (input, gradient) in zip(["x", "weight", "bias"], gradients) {
                let expected = try golden.buffer("gradient \(input)")
                #expect(largestDifference(gradient.buffer, expected) < tolerance, "\(name): \(input)")
            }
        }
    }

    private func concatenatedRows(_ a: Buffer, _ b: Buffer) -> Buffer {
        Buffer(a.doubles + b.doubles, [2, a.count])
    }

    @Test("the layer's running values follow the batches, and stand in for them outside of training")
    func running() throws {
        for golden in try GoldenCase.all(of: "batchNorm", in: "generative.json") {
            let x = Tensor(try golden.buffer("x"))
            var random = RandomStream(seed: 0, name: .initialization)
            let layer = BatchNorm2D(x.shape[1], random: &random)
            layer.convert(to: .float64)
            for (parameter, name) in [
                (layer.weight, "weight"), (layer.bias, "bias"), (layer.runningMean, "mean before"),
                (layer.runningVariance, "variance before"),
            ] {
                parameter.assign(Tensor(try golden.buffer(name)))
            }
            let rectifier = golden.settings["slope"].map { Rectifier.leakyReLU(slope: Float($0)) }
            let isTraining = golden.settings["training"] == 1
            var output = layer(x, rectifier: rectifier)
            if isTraining {
                _ = valueAndGradients(of: layer, in: .training()) {
                    output = layer(x, rectifier: rectifier)
                    return output.sum()
                }
            }
            #expect(largestDifference(output.buffer, try golden.buffer("output")) < 1e-7)
            #expect(largestDifference(layer.runningMean.value.buffer, try golden.buffer("mean after")) < 1e-9)
            #expect(largestDifference(layer.runningVariance.value.buffer, try golden.buffer("variance after")) < 1e-9)
            #expect(layer.batchCount.value.scalars(Int32.self) == [isTraining ? 1 : 0])
        }
    }

    @Test("the running values are no parameters of training, but are saved as PyTorch names them")
    func saved() throws {
        var random = RandomStream(seed: 0, name: .initialization)
        let make = { (random: inout RandomStream) in
            Sequential(Conv2D(1, 16, kernelSize: 3, random: &random), BatchNorm2D(16, random: &random))
        }
        let (model, other) = (make(&random), make(&random))
        #expect(model.trainedParameters.map(\.name) == ["0.weight", "0.bias", "1.weight", "1.bias"])
        #expect(model.parameters.map(\.name).suffix(3) == ["1.running_mean", "1.running_var", "1.num_batches_tracked"])
        #expect(model.parameterCount == 16 * 9 + 16 + 32)
        let x = randomTensor([4, 1, 6, 6])
        for _ in 0..<3 {
            let gradients = valueAndGradients(of: model, in: .training()) { square(model(x)).mean() }.gradients
            Optimizer(.adam(), learningRate: 0.01).update(model, along: gradients)
        }
        try withTemporaryFolder { folder in
            try Checkpoint.saveWeights(of: model, configuration: "{}", to: folder + "/m")
            let stored = try Safetensors.read(folder + "/m")
            #expect(stored.tensors["1.num_batches_tracked"]?.shape == [])
            try Checkpoint(folder + "/m").restoreWeights(of: other)
        }
        #expect(model(x).bytes == other(x).bytes)
        #expect(other.parameterBytes == model.parameterBytes)
    }
}
