import TestSupport
import Testing

@testable import Engine

@Suite struct ReferenceEngineReductionsTests {
    private let engine = ReferenceEngine.shared

    @Test(arguments: Precision.both)
    func sumsOverAnyAxes(_ precision: Precision) {
        let x = Buffer((1...12).map(Double.init), [2, 3, 2]).cast(to: precision.type)
        func sum(_ axes: [Int]) -> (Shape, [Double]) {
            let result = engine.reduce(.sum, x, axes: axes)
            return (result.shape, result.doubles)
        }
        #expect(sum([]) == ([2, 3, 2], (1...12).map(Double.init)))
        #expect(sum([0]) == ([1, 3, 2], [8, 10, 12, 14, 16, 18]))
        #expect(sum([1]) == ([2, 1, 2], [9, 12, 27, 30]))
        #expect(sum([2]) == ([2, 3, 1], [3, 7, 11, 15, 19, 23]))
        #expect(sum([0, 2]) == ([1, 3, 1], [18, 26, 34]))
        #expect(sum([2, 0]) == ([1, 3, 1], [18, 26, 34]))
        #expect(sum([0, 1, 2]) == ([1, 1, 1], [78]))
    }

    @Test func largestAndSmallest() {
        let x = Buffer([3, -1, 4, 1, -5, 9] as [Float], [2, 3])
        #expect(engine.reduce(.maximum, x, axes: [1]).doubles == [4, 9])
        #expect(engine.reduce(.maximum, x, axes: [0]).doubles == [3, -1, 9])
        #expect(engine.reduce(.minimum, x, axes: [1]).doubles == [-1, -5])
        #expect(engine.reduce(.minimum, x, axes: [0, 1]).doubles == [-5])
        let holed = Buffer([1, Float.nan, 2])
        #expect(engine.reduce(.maximum, holed, axes: [0]).doubles[0].isNaN)
        #expect(engine.reduce(.minimum, holed, axes: [0]).doubles[0].isNaN)
    }

    @Test func overNothingTheyAreNeutral() {
        let x = Buffer([Double](), [2, 0])
        #expect(engine.reduce(.sum, x, axes: [1]).doubles == [0, 0])
        #expect(engine.reduce(.maximum, x, axes: [1]).doubles == [-.infinity, -.infinity])
        #expect(engine.reduce(.minimum, x, axes: [1]).doubles == [.infinity, .infinity])
        #expect(engine.reduce(.sum, x, axes: [0]).shape == [1, 0])
        #expect(engine.reduce(.sum, Buffer([2.5], []), axes: []).doubles == [2.5])
    }

    @Test func aLongFloat32SumLosesNothing() {
        let x = Buffer([Float](repeating: 0.1, count: 100_000))
        #expect(engine.reduce(.sum, x, axes: [0]).numbers(Float.self) == [Float(100_000 * Double(Float(0.1)))])
    }

    @Test func sumOfSquaresIsInFloat64() {
        #expect(engine.sumOfSquares(Buffer([3.0, -4])) == 25)
        #expect(engine.sumOfSquares(Buffer([1e25, 1] as [Float])) == Double(Float(1e25)) * Double(Float(1e25)))
        #expect(engine.sumOfSquares(Buffer([Float]())) == 0)
    }

    // MARK: Softmax

    @Test(arguments: Precision.both)
    func softmaxAndItsGradientAsPyTorch(_ precision: Precision) throws {
        for golden in try GoldenCase.all(of: "softmax") {
            let (type, tolerance) = (precision.type, precision.tolerance)
            let (x, gradient) = (try golden.buffer("input", type), try golden.buffer("gradient", type))
            for (name, isLogarithm) in [("softmax", false), ("logarithm", true)] {
                let result = engine.softmax(x, logarithm: isLogarithm)
                #expect(largestDifference(result, try golden.buffer(name)) <= tolerance)
                let back = engine.softmaxGradient(gradient, result: result, logarithm: isLogarithm)
                #expect(largestDifference(back, try golden.buffer(name + "_gradient")) <= tolerance)
            }
        }
    }

    @Test func softmaxOfLargeNumbersDoesNotOverflow() {
        let x = Buffer([1000, 1000, -1000] as [Float], [1, 3])
        #expect(engine.softmax(x, logarithm: false).doubles == [0.5, 0.5, 0])
        let half = Double(Float(-0.6931471805599453))
        #expect(largestDifference(engine.softmax(x, logarithm: true).doubles, [half, half, -2000.6931]) < 1e-6)
    }

    @Test(arguments: Precision.both)
    func crossEntropyAsPyTorch(_ precision: Precision) throws {
        for golden in try GoldenCase.all(of: "crossEntropy") {
            let (loss, gradient) = engine.softmaxCrossEntropy(
                try golden.buffer("logits", precision.type), labels: try golden.buffer("labels", .int32))
            #expect(loss.shape == [])
            #expect(loss.type == precision.type)
            #expect(largestDifference(loss, try golden.buffer("loss")) <= precision.tolerance)
            #expect(largestDifference(gradient, try golden.buffer("gradient")) <= precision.tolerance)
        }
    }

    @Test func crossEntropyOfAnEvenGuessIsTheLogarithmOfTheClasses() {
        let (loss, gradient) = engine.softmaxCrossEntropy(
            Buffer([2.0, 2, 2, 2], [1, 4]), labels: Buffer([1] as [Int32]))
        #expect(largestDifference(loss.doubles, [1.3862943611198906]) < 1e-15)
        #expect(largestDifference(gradient.doubles, [0.25, -0.75, 0.25, 0.25]) < 1e-15)
    }
}
