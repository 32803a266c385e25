import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

/// Which ways suit a geometry, and that each of them computes the same.
@Suite("The plan of a convolution") struct ConvolutionPlanTests {
    private let engine = OneDNNEngine.shared

    private static let conv1 = ConvolutionGeometry(input: [64, 1, 28, 28], weight: [16, 1, 3, 3], padding: 1)
    private static let conv2 = ConvolutionGeometry(input: [64, 16, 14, 14], weight: [32, 16, 3, 3], padding: 1)
    private static let halving = ConvolutionGeometry(
        input: [100, 64, 14, 14], weight: [128, 64, 4, 4], stride: 2, padding: 1)
    private static let toNoise = ConvolutionGeometry(input: [100, 128, 7, 7], weight: [100, 128, 7, 7])
    private static let toPicture = ConvolutionGeometry(
        input: [100, 1, 28, 28], weight: [64, 1, 4, 4], stride: 2, padding: 1)
    private static let odd = ConvolutionGeometry(input: [2, 3, 11, 9], weight: [5, 3, 5, 2], stride: 3)

    @Test("the layers of the tools are tried in this order")
    func order() {
        func names(_ geometry: ConvolutionGeometry) -> [String] {
            ConvolutionPlan(for: geometry, on: engine).ways.map { "\(type(of: $0))" }
        }
        #expect(
            names(Self.conv1) == [
                "PooledWeightGradient", "FewChannelConvolution", "OneChannelConvolution", "PoolingDeferral",
                "DirectConvolution",
            ])
        #expect(names(Self.conv2) == ["SparseConvolution", "DirectConvolution"])
        #expect(names(Self.halving) == ["WinogradConvolution", "DirectConvolution"])
        #expect(names(Self.toNoise) == ["WholeWindowConvolution", "DirectConvolution"])
        #expect(names(Self.toPicture) == ["FewChannelConvolution", "DirectConvolution"])
        #expect(names(Self.odd) == ["DirectConvolution"])
    }

    @Test("each way that suits a geometry has the reference engine's results")
    func agreement() {
        for geometry in [Self.conv1, Self.conv2, Self.halving, Self.toNoise, Self.toPicture, Self.odd] {
            var small = geometry
            small.input[0] = 3
            let (x, w) = (randomTensor(small.input, seed: 1), randomTensor(small.weight, seed: 2))
            let (b, dy) = (randomTensor([small.weight[0]], seed: 3), randomTensor(small.output, seed: 4))
            let reference = ReferenceEngine.shared
            let output = reference.conv2D(x.buffer, weight: w.buffer, bias: b.buffer, geometry: small, rectifier: nil)
            let byInput = reference.conv2DInputGradient(dy.buffer, weight: w.buffer, geometry: small)
            let byWeight = reference.conv2DWeightGradient(dy.buffer, input: x.buffer, geometry: small)
            for way in ConvolutionPlan(for: small, on: engine).ways {
                let found = way.forward(x.copy.buffer, weight: w.copy.buffer, bias: b.buffer, rectifier: nil)
                if let found { #expect(relativeDifference(found.doubles, output.doubles) < 1e-4, "\(way) \(small)") }
                if let found = way.inputGradient(dy.copy.buffer, weight: w.copy.buffer) {
                    #expect(relativeDifference(found.doubles, byInput.doubles) < 1e-4, "\(way) \(small)")
                }
                if let found = way.weightGradient(dy.copy.buffer, input: x.copy.buffer) {
                    #expect(relativeDifference(found.weight.doubles, byWeight.weight.doubles) < 1e-4, "\(way) \(small)")
                    #expect(relativeDifference(found.bias.doubles, byWeight.bias.doubles) < 1e-4, "\(way) \(small)")
                }
            }
        }
    }

    @Test("the last way computes everything, and every way has its reason")
    func complete() {
        #expect(ConvolutionPlan.candidates.last?.algorithm is DirectConvolution.Type)
        #expect(ConvolutionPlan.candidates.allSatisfy { !$0.reason.isEmpty })
    }
}
