import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite("Transposed convolutions and enlargement") struct ConvTransposeTests {
    @Test("both engines agree", arguments: [1, 3, 16, 32], [1, 8, 16, 17])
    func agreement(_ inputs: Int, _ outputs: Int) {
        for (side, window, stride, padding) in [(4, 4, 2, 1), (3, 3, 1, 1), (1, 4, 1, 0), (2, 5, 3, 2)] {
            expectAgreement(
                of: [3, inputs, side, side + 1], [inputs, outputs, window, window], [outputs], tolerance: 1e-5
            ) {
                $0[0].convTranspose2D(
                    $0[1], bias: $0[2], stride: Size2D(stride, stride),
                    padding: Padding2D(integerLiteral: padding), rectifier: .leakyReLU(slope: 0.2))
            }
        }
    }

    @Test("a chain of layers that stays in blocks agrees")
    func chain() {
        expectAgreement(
            of: [2, 6, 1, 1], [6, 32, 4, 4], [32], [32], [32, 16, 4, 4], [16], [16], [16, 1, 4, 4], tolerance: 5e-5
        ) {
            var x = $0[0].convTranspose2D($0[1])
            x = x.batchNorm(weight: $0[2] + 1, bias: $0[3], rectifier: .relu).output
            x = x.convTranspose2D($0[4], stride: 2, padding: 1)
            x = x.batchNorm(weight: $0[5] + 1, bias: $0[6], rectifier: .relu).output
            return tanh(x.convTranspose2D($0[7], stride: 2, padding: 1))
        }
    }

    @Test("gradients match differences")
    func gradients() {
        let inputs = randomTensors([[2, 2, 3, 2], [2, 3, 4, 3], [3]], type: .float64)
        let weights = randomTensor([2, 3, 6, 6], seed: 98, type: .float64)
        let errors = gradientErrors(at: inputs) {
            let output = $0[0].convTranspose2D(
                $0[1], bias: $0[2], stride: Size2D(2, 3), padding: Padding2D(top: 1, left: 0, bottom: 1, right: 0))
            return (output * weights).sum()
        }
        #expect(errors.allSatisfy { $0 < 1e-8 }, "\(errors)")
    }

    @Test("PyTorch computes the same, forward and backward")
    func goldens() throws {
        for golden in try GoldenCase.all(of: "convTranspose2D", in: "generative.json") {
            let names = ["x", "weight", "bias"].filter { golden.tensors[$0] != nil }
            let inputs = try names.map { Tensor(try golden.buffer($0)) }
            let (stride, padding, extra) = (
                try golden.size("stride"), try golden.size("padding"), try golden.size("extra")
            )
            let run = { (inputs: [Tensor]) in
                inputs[0].convTranspose2D(
                    inputs[1], bias: inputs.count > 2 ? inputs[2] : nil, stride: stride,
                    padding: Padding2D(integerLiteral: padding.height), extra: extra)
            }
            let weighting = Tensor(try golden.buffer("weighting"))
            let gradients = valueAndGradients(at: inputs, in: .evaluation) { (run($0) * weighting).sum() }.gradients
            let name = golden.name ?? ""
            #expect(largestDifference(run(inputs).buffer, try golden.buffer("output")) < 1e-9, "\(name)")
            for (input, gradient) in zip(names, gradients) {
                let expected = try golden.buffer("gradient \(input)")
                #expect(largestDifference(gradient.buffer, expected) < 1e-9, "\(name): \(input)")
            }
        }
    }

    @Test("enlargement repeats numbers, and its gradient adds them up")
    func upsampling() {
        let x = Tensor([1.0, 2, 3, 4], shape: [1, 1, 2, 2])
        #expect(x.upsampled(by: Size2D(1, 2)).doubles == [1, 1, 2, 2, 3, 3, 4, 4])
        #expect(x.upsampled(by: 2).shape == [1, 1, 4, 4])
        for channels in [1, 3, 16] {
            expectAgreement(of: [2, channels, 3, 4], [channels, channels, 3, 3], tolerance: 1e-5) {
                $0[0].conv2D($0[1], padding: 1).upsampled(by: Size2D(2, 3))
            }
        }
        let weights = randomTensor([1, 2, 4, 6], seed: 3, type: .float64)
        let errors = gradientErrors(at: [randomTensor([1, 2, 2, 2], type: .float64)]) {
            ($0[0].upsampled(by: Size2D(2, 3)) * weights).sum()
        }
        #expect(errors[0] < 1e-8)
    }

    @Test("the layers' shapes, names and first numbers")
    func layers() {
        var random = RandomStream(seed: 0, name: .initialization)
        let layer = ConvTranspose2D(6, 4, kernelSize: Size2D(2, 3), stride: 2, random: &random)
        #expect(layer.weight.shape == [6, 4, 2, 3] && layer.bias?.shape == [4])
        #expect(layer(.zeros([1, 6, 5, 5])).shape == [1, 4, 10, 11])
        // PyTorch's bound for this layer: 1 / √(outputs · window).
        let bound = 1 / (4.0 * 6).squareRoot()
        #expect(layer.weight.value.doubles.allSatisfy { abs($0) <= bound })
        #expect(layer.weight.value.doubles.contains { abs($0) > 0.9 * bound })
        #expect(Upsample2D(3)(.zeros([1, 2, 3, 4])).shape == [1, 2, 9, 12])
    }
}
