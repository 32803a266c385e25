import TestSupport
import Testing

@testable import Engine

@Suite struct ReferenceEngineProductsTests {
    private let engine = ReferenceEngine.shared

    @Test(arguments: Precision.both)
    func matmulOfAllTranspositions(_ precision: Precision) {
        let a = Buffer([1.0, 2, 3, 4, 5, 6], [2, 3]).cast(to: precision.type)
        let b = Buffer([1.0, 0, -1, 2, 3, 1], [3, 2]).cast(to: precision.type)
        let aTransposed = engine.transpose(a, axes: [1, 0])
        let bTransposed = engine.transpose(b, axes: [1, 0])
        for (left, transposingA) in [(a, false), (aTransposed, true)] {
            for (right, transposingB) in [(b, false), (bTransposed, true)] {
                let product = engine.matmul(
                    left, right, transposingA: transposingA, transposingB: transposingB, bias: nil, rectifier: nil)
                #expect(product.shape == [2, 2])
                #expect(product.doubles == [8, 7, 17, 16])
            }
        }
    }

    @Test func matmulAddsBiasThenRectifies() {
        let a = Buffer([1.0, -1, 2, 0.5], [2, 2])
        let b = Buffer([1.0, 2, 0, 3, -4, 1], [2, 3])
        let bias = Buffer([0.5, -1, 0.0])
        func product(_ rectifier: Rectifier?) -> [Double] {
            engine.matmul(a, b, transposingA: false, transposingB: false, bias: bias, rectifier: rectifier).doubles
        }
        #expect(product(nil) == [-1.5, 5, -1, 4, 1, 0.5])
        #expect(product(.relu) == [0, 5, 0, 4, 1, 0.5])
        #expect(product(.leakyReLU(slope: 0.5)) == [-0.75, 5, -0.5, 4, 1, 0.5])
    }

    @Test func matmulOfBatchesPairsMatrices() {
        let a = Buffer([1.0, 2, 3, 4], [2, 1, 2])
        let b = Buffer([5.0, 6, 7, 8, 9, 10, 11, 12], [2, 2, 2])
        let product = engine.matmul(a, b, transposingA: false, transposingB: false, bias: nil, rectifier: nil)
        #expect(product.shape == [2, 1, 2])
        #expect(product.doubles == [19, 22, 71, 78])
        let other = engine.matmul(a, b, transposingA: false, transposingB: true, bias: nil, rectifier: nil)
        #expect(other.doubles == [17, 23, 67, 81])
    }

    @Test func matmulOverNoTermsIsZeroAndOfNoRowsEmpty() {
        let none = engine.matmul(
            Buffer([Float](), [2, 0]), Buffer([Float](), [0, 3]), transposingA: false, transposingB: false, bias: nil,
            rectifier: nil)
        #expect(none.shape == [2, 3])
        #expect(none.doubles == [0, 0, 0, 0, 0, 0])
        let empty = engine.matmul(
            Buffer([Float](), [0, 2]), Buffer([1, 2] as [Float], [2, 1]), transposingA: false, transposingB: false,
            bias: nil, rectifier: nil)
        #expect(empty.shape == [0, 1])
    }

    /// Strides, uneven paddings, windows of 1, as PyTorch computes them.
    @Test(arguments: Precision.both)
    func convolutionAndItsGradientsAsPyTorch(_ precision: Precision) throws {
        for golden in try GoldenCase.all(of: "conv2D") {
            let (type, tolerance) = (precision.type, precision.tolerance)
            let (input, weight) = (try golden.buffer("input", type), try golden.buffer("weight", type))
            let (bias, gradient) = (try golden.buffer("bias", type), try golden.buffer("gradient", type))
            let padding = try #require(golden.sizes["padding"])
            let geometry = ConvolutionGeometry(
                input: input.shape, weight: weight.shape, stride: try golden.size("stride"),
                padding: Padding2D(top: padding[0], left: padding[1], bottom: padding[2], right: padding[3]))

            let output = engine.conv2D(input, weight: weight, bias: bias, geometry: geometry, rectifier: nil)
            #expect(largestDifference(output, try golden.buffer("output")) <= tolerance)
            let rectified = engine.conv2D(input, weight: weight, bias: bias, geometry: geometry, rectifier: .relu)
            #expect(rectified.doubles == output.doubles.map { max(0, $0) })

            let inputGradient = engine.conv2DInputGradient(gradient, weight: weight, geometry: geometry)
            #expect(largestDifference(inputGradient, try golden.buffer("input_gradient")) <= tolerance)
            let gradients = engine.conv2DWeightGradient(gradient, input: input, geometry: geometry)
            #expect(largestDifference(gradients.weight, try golden.buffer("weight_gradient")) <= tolerance)
            #expect(largestDifference(gradients.bias, try golden.buffer("bias_gradient")) <= tolerance)
        }
    }

    /// Not flipped: what is called convolution is a cross-correlation.
    @Test func convolutionWithoutBiasByHand() {
        let input = Buffer([1, 2, 3, 4, 5, 6, 7, 8, 9] as [Float], [1, 1, 3, 3])
        let weight = Buffer([1, 0, 0, -2] as [Float], [1, 1, 2, 2])
        let geometry = ConvolutionGeometry(input: input.shape, weight: weight.shape)
        let output = engine.conv2D(input, weight: weight, bias: nil, geometry: geometry, rectifier: nil)
        #expect(output.shape == [1, 1, 2, 2])
        #expect(output.doubles == [-9, -10, -12, -13])
    }
}
