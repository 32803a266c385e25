import TestSupport
import Testing

@testable import Engine

@Suite("Transforms to Winograd's points") struct WinogradTransformsTests {
    @Test("two outputs of windows of three, as the paper has them but for signs")
    func twoOfThree() {
        let transforms = WinogradTransforms(points: [0, 1, -1], taps: 3)
        #expect(transforms.input == [[-1, 0, 1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, -1, 0, 1]])
        #expect(transforms.weight == [[-1, 0, 0], [0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0, 0, 1]])
        #expect(transforms.output == [[1, 1, 1, 0], [0, 1, -1, 1]])
    }

    @Test(
        "products at the points are the convolution",
        arguments: [[0, 1, -1, 2], [0, 1, -1, 2, -2, 0.5, -0.5], [0, 1, -1, 3]], [1, 2, 3, 5])
    func convolution(_ points: [Double], _ taps: Int) {
        let transforms = WinogradTransforms(points: points, taps: taps)
        let input = (0...points.count).map { [0.3, -1.7, 2.9, 0.4, -0.8][$0 % 5] + Double($0) }
        let window = (0..<taps).map { 1.3 - Double($0 * $0) }
        func times(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
            matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
        }
        let products = zip(times(transforms.weight, window), times(transforms.input, input)).map { $0 * $1 }
        let expected = (0..<points.count + 2 - taps).map { place in
            window.enumerated().reduce(0) { $0 + $1.element * input[place + $1.offset] }
        }
        #expect(largestDifference(times(transforms.output, products), expected) < 1e-12)
    }
}
