import TestSupport
import Testing

@testable import Engine

@Suite struct ReferenceEnginePoolingTests {
    private let engine = ReferenceEngine.shared

    private func positions(_ positions: PoolingPositions, _ count: Int) -> [UInt8] {
        withExtendedLifetime(positions) { Array(UnsafeBufferPointer(start: positions.bytes, count: count)) }
    }

    /// Overlapping and padded windows, and max pooling after ReLU in one pass.
    @Test(arguments: Precision.both)
    func maxPoolingAndItsGradientAsPyTorch(_ precision: Precision) throws {
        for golden in try GoldenCase.all(of: "maxPool2D") {
            let input = try golden.buffer("input", precision.type)
            let geometry = PoolingGeometry(
                input: input.shape, kernelSize: try golden.size("window"), stride: try golden.size("stride"),
                padding: try golden.size("padding"), rectifies: golden.sizes["rectifies"] == [1])
            let (output, positions) = engine.maxPool2D(input, geometry: geometry)
            #expect(largestDifference(output, try golden.buffer("output")) <= precision.tolerance)
            let gradient = engine.maxPool2DGradient(
                try golden.buffer("gradient", precision.type), positions: positions, geometry: geometry)
            #expect(largestDifference(gradient, try golden.buffer("input_gradient")) <= precision.tolerance)
        }
    }

    @Test func positionsCountWithinTheWindow() {
        let input = Buffer([1, 5, 2, 3, 4, 5, 9, 8, 7] as [Float], [1, 1, 3, 3])
        let geometry = PoolingGeometry(input: input.shape, kernelSize: 2, stride: 1)
        let (output, places) = engine.maxPool2D(input, geometry: geometry)
        #expect(output.doubles == [5, 5, 9, 8])
        // Of equal numbers the first stands.
        #expect(positions(places, 4) == [1, 0, 2, 2])
    }

    @Test func rectifiedWindowsHaveNoPositionAndNoGradient() {
        let input = Buffer([-1, -2, -3, 0, -1, 2, 1, -5] as [Float], [1, 1, 4, 2])
        let geometry = PoolingGeometry(input: input.shape, kernelSize: 2, rectifies: true)
        let (output, places) = engine.maxPool2D(input, geometry: geometry)
        #expect(output.doubles == [0, 2])
        #expect(positions(places, 2) == [255, 1])
        let gradient = engine.maxPool2DGradient(
            Buffer([7, 9] as [Float], [1, 1, 2, 1]), positions: places, geometry: geometry)
        #expect(gradient.doubles == [0, 0, 0, 0, 0, 9, 0, 0])
    }

    @Test func paddingNeverWins() {
        let input = Buffer([-4.0, -3, -2, -1], [1, 1, 2, 2])
        let (output, places) = engine.maxPool2D(
            input, geometry: PoolingGeometry(input: input.shape, kernelSize: 2, stride: 2, padding: 1))
        #expect(output.doubles == [-4, -3, -2, -1])
        #expect(positions(places, 4) == [3, 2, 1, 0])
    }

    @Test func whatIsNotANumberWins() {
        let input = Buffer([Float.nan, 9, 1, .nan, 3, 2, 1, 0], [2, 1, 2, 2])
        let (output, places) = engine.maxPool2D(input, geometry: PoolingGeometry(input: input.shape, kernelSize: 2))
        #expect(output.doubles[0].isNaN)
        #expect(output.doubles[1] == 3)
        // A number never replaces a larger best, and nothing is larger than NaN but the next NaN.
        #expect(positions(places, 2) == [3, 0])
    }

    @Test(arguments: Precision.both)
    func adaptiveAverageAndItsGradientAsPyTorch(_ precision: Precision) throws {
        for golden in try GoldenCase.all(of: "averagePool2D") {
            let input = try golden.buffer("input", precision.type)
            let expected = try golden.buffer("output")
            let output = engine.averagePool2D(input, to: Size2D(expected.shape[2], expected.shape[3]))
            #expect(largestDifference(output, expected) <= precision.tolerance)
            let gradient = engine.averagePool2DGradient(
                try golden.buffer("gradient", precision.type), inputShape: input.shape)
            #expect(largestDifference(gradient, try golden.buffer("input_gradient")) <= precision.tolerance)
        }
    }
}
