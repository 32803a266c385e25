import TestSupport
import Testing

@testable import Engine
@testable import Foundations
@testable import Tensors

@Suite struct ReferenceEngineElementwiseTests {
    private let engine = ReferenceEngine.shared

    /// Every function, where it is smooth.
    private static let smooth: [(UnaryOperation, [Double])] = [
        (.relu, [-2, -0.3, 0.4, 3]), (.leakyReLU(slope: 0.2), [-2, -0.3, 0.4, 3]),
        (.leakyReLU(slope: 0), [-2, 3]), (.leakyReLU(slope: -0.5), [-2, 3]),
        (.tanh, [-2, -0.3, 0, 0.4, 3]), (.sigmoid(slope: 1), [-4, -0.3, 0, 2]),
        (.sigmoid(slope: 2.5), [-2, -0.3, 0, 1]), (.softsign, [-2, -0.3, 0.4, 3]),
        (.elu(alpha: 1), [-2, -0.3, 0.4, 3]), (.elu(alpha: 0.7), [-2, -0.3, 0.4, 3]),
        (.gelu, [-3, -0.3, 0, 0.4, 2]), (.gaussian, [-1.5, -0.3, 0, 0.8]), (.hardLimit, [-2, 0.5]),
        (.exp, [-2, 0, 1.5]), (.log, [0.5, 1, 4]), (.square, [-2, 0, 1.5]), (.squareRoot, [0.5, 1, 4]),
        (.absolute, [-2, 1.5]), (.reciprocal, [-2, 0.8, 3]), (.affine(scale: -1.5, offset: 4), [-2, 0, 3]),
    ]

    @Test func gradientsAgreeWithCentralDifferences() {
        let h = 1e-6
        for (operation, points) in Self.smooth {
            let x = Buffer(points)
            let factors = points.indices.map { 0.5 + Double($0) }
            let gradient = engine.unaryGradient(
                operation, x: x, y: engine.unary(operation, x), gradient: Buffer(factors))
            let above = engine.unary(operation, Buffer(points.map { $0 + h })).doubles
            let below = engine.unary(operation, Buffer(points.map { $0 - h })).doubles
            let expected = points.indices.map { factors[$0] * (above[$0] - below[$0]) / (2 * h) }
            #expect(largestDifference(gradient.doubles, expected) <= 1e-8, "\(operation)")
        }
    }

    @Test(arguments: Precision.both)
    func activationsAsPyTorch(_ precision: Precision) throws {
        let golden = try #require(try GoldenCase.all(of: "unary").first)
        let x = try golden.buffer("input", precision.type)
        let operations: [(String, UnaryOperation)] = [
            ("relu", .relu), ("leakyReLU", .leakyReLU(slope: 0.2)), ("tanh", .tanh), ("sigmoid", .sigmoid(slope: 2.5)),
            ("softsign", .softsign), ("elu", .elu(alpha: 1.5)), ("gelu", .gelu), ("gaussian", .gaussian), ("exp", .exp),
        ]
        for (name, operation) in operations {
            let y = engine.unary(operation, x)
            #expect(largestDifference(y, try golden.buffer(name)) <= precision.tolerance, "\(name)")
        }
    }

    @Test func simpleFunctionsByHand() {
        func values(_ operation: UnaryOperation, _ x: [Double]) -> [Double] {
            engine.unary(operation, Buffer(x)).doubles
        }
        #expect(values(.hardLimit, [-1, -0.0, 0, 2]) == [0, 1, 1, 1])
        #expect(values(.log, [1, 0]) == [0, -.infinity])
        #expect(values(.square, [-3, 0.5]) == [9, 0.25])
        #expect(values(.squareRoot, [9, 0.25]) == [3, 0.5])
        #expect(values(.absolute, [-3, 0.5]) == [3, 0.5])
        #expect(values(.reciprocal, [-4, 0.5]) == [-0.25, 2])
        #expect(values(.affine(scale: 2, offset: -1), [-4, 0.5]) == [-9, 0])
        #expect(values(.sigmoid(slope: 1), [-1000, 0, 1000]) == [0, 0.5, 1])
    }

    /// A rectifier, and where its gradient takes the left or the right side.
    @Test func gradientsAtTheKinks() {
        func slope(_ operation: UnaryOperation) -> Double {
            let x = Buffer([0.0])
            return engine.unaryGradient(operation, x: x, y: engine.unary(operation, x), gradient: Buffer([3.0]))
                .doubles[0]
        }
        #expect(slope(.relu) == 0)
        #expect(slope(.leakyReLU(slope: 0.2)) == 3)
        #expect(slope(.elu(alpha: 0.7)) == 3)
        #expect(slope(.absolute) == 0)
        #expect(slope(.hardLimit) == 0)
    }

    @Test func operationsThatPreserveZeroDoSo() {
        for (operation, _) in Self.smooth {
            let isZero = engine.unary(operation, Buffer([0.0])).doubles == [0]
            #expect(operation.preservesZero == isZero, "\(operation)")
        }
    }

    // MARK: Two arguments

    @Test(arguments: Precision.both)
    func binaryOperationsByHand(_ precision: Precision) {
        let a = Buffer([1.0, -2, 6, 0.5]).cast(to: precision.type)
        let b = Buffer([4.0, -8, 1.5, 0.5]).cast(to: precision.type)
        let expected: [BinaryOperation: [Double]] = [
            .add: [5, -10, 7.5, 1], .subtract: [-3, 6, 4.5, 0], .multiply: [4, 16, 9, 0.25],
            .divide: [0.25, 0.25, 4, 1], .maximum: [4, -2, 6, 0.5], .minimum: [1, -8, 1.5, 0.5],
        ]
        for operation in BinaryOperation.allCases {
            #expect(engine.binary(operation, a, b).doubles == expected[operation])
        }
    }

    @Test func binaryBroadcastsAsNumPy() {
        func difference(_ a: Shape, _ b: Shape) -> (Shape, [Double]) {
            let x = Buffer((0..<a.elementCount).map(Double.init), a)
            let y = Buffer((0..<b.elementCount).map { 10 * Double($0) }, b)
            let result = engine.binary(.subtract, x, y)
            return (result.shape, result.doubles)
        }
        #expect(difference([2, 3], [3]) == ([2, 3], [0, -9, -18, 3, -6, -15]))
        #expect(difference([3], [2, 3]) == ([2, 3], [0, -9, -18, -30, -39, -48]))
        #expect(difference([2, 1], [1, 3]) == ([2, 3], [0, -10, -20, 1, -9, -19]))
        #expect(difference([2, 1, 2], [2, 1]) == ([2, 2, 2], [0, 1, -10, -9, 2, 3, -8, -7]))
        #expect(difference([], [2]) == ([2], [0, -10]))
        #expect(difference([2], []) == ([2], [0, 1]))
        #expect(difference([], []) == ([], [0]))
        #expect(difference([0, 3], [1, 3]) == ([0, 3], []))
        #expect(difference([1, 3], [0, 1]) == ([0, 3], []))
    }

    @Test func whatIsNotANumberWins() {
        let a = Buffer([Double.nan, 1])
        let b = Buffer([1, Double.nan])
        for operation in [BinaryOperation.maximum, .minimum] {
            #expect(engine.binary(operation, a, b).doubles.map(\.isNaN) == [true, true])
        }
    }

    @Test func integersAddSubtractAndMultiply() {
        let a = Buffer([7, -3, .max] as [Int32])
        let b = Buffer([2, 5, 1] as [Int32])
        #expect(engine.binary(.add, a, b).numbers(Int32.self) == [9, 2, .min])
        #expect(engine.binary(.subtract, a, b).numbers(Int32.self) == [5, -8, .max - 1])
        #expect(engine.binary(.multiply, a, b).numbers(Int32.self) == [14, -15, .max])
        #expect(engine.binary(.maximum, a, b).numbers(Int32.self) == [7, 5, .max])
        #expect(engine.binary(.minimum, a, b).numbers(Int32.self) == [2, -3, 1])
    }

    // MARK: Dropout

    /// Against a second writing of Philox, across the carry of the counter's low half.
    @Test(arguments: Precision.both)
    func dropoutKeepsWhatThePhiloxStreamSays(_ precision: Precision) throws {
        for golden in try GoldenCase.all(of: "dropout") {
            let (key, counter) = (
                try #require(golden.sizes["key"]?.first), try #require(golden.sizes["counter"]?.first)
            )
            let output = engine.dropout(
                try golden.buffer("input", precision.type), rate: try #require(golden.settings["rate"]),
                key: UInt64(key), counter: UInt64(counter))
            #expect(largestDifference(output, try golden.buffer("output")) <= precision.tolerance)
        }
    }

    /// The paper's test vector for zeros: 6627e8d5 e169c58d bc57ac4c 9b00dbd8, the lower half of a word first.
    @Test func dropoutComparesWithTheRate() {
        func dropped(_ rate: Double) -> [Double] {
            let all = engine.dropout(Buffer([Double](repeating: 1, count: 512)), rate: rate, key: 0, counter: 0).doubles
            return stride(from: 0, to: 512, by: 64).map { all[$0] }
        }
        #expect(dropped(0) == [1, 1, 1, 1, 1, 1, 1, 1])
        #expect(dropped(0.5) == [2, 0, 2, 2, 2, 2, 2, 2])
        #expect(dropped(0.75) == [4, 0, 4, 4, 0, 0, 4, 0])
    }
}
