import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Element-wise operations on both engines") struct ElementwiseAgreementTests {
    static let everywhere: [UnaryOperation] = [
        .relu, .leakyReLU(slope: 0.01), .leakyReLU(slope: 0), .leakyReLU(slope: -0.5), .leakyReLU(slope: 1.5), .tanh,
        .sigmoid(slope: 1), .sigmoid(slope: -2.5), .softsign, .elu(alpha: 1), .elu(alpha: 0.3), .gelu, .gaussian,
        .hardLimit, .exp, .square, .absolute, .softplus, .affine(scale: -3, offset: 0),
        .affine(scale: 0.5, offset: 2), .clamp(limit: 0.6),
    ]
    static let positive: [UnaryOperation] = [.log, .squareRoot, .reciprocal]

    @Test("functions of one number, forward and backward", arguments: everywhere + positive)
    func unary(_ operation: UnaryOperation) {
        let range = Self.positive.contains(operation) ? 0.1..<4 : -4..<4
        for shape in [[], [1], [3], [7, 5], [2, 3, 4, 5], [40_000]] {
            expectAgreement(of: shape, in: range) { $0[0].applying(operation) }
        }
    }

    @Test("zeros of both signs, infinities, tiny, huge and not numbers", arguments: everywhere + positive)
    func specialNumbers(_ operation: UnaryOperation) {
        let numbers: [Float] = [
            0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
            .leastNormalMagnitude / 8, -.leastNormalMagnitude / 8, 1e-20, -1e-20, 1e20, -1e20, 3e38, -3e38, 88, -88, 89,
            -89, 100, -100, 104, -104, 1000, -1000, 1, -1,
        ]
        let fast = OneDNNEngine.shared.unary(operation, Tensor(numbers).buffer)
        let exact = ReferenceEngine.shared.unary(operation, Tensor(numbers).buffer)
        for (x, (a, b)) in zip(numbers, zip(Tensor(fast).scalars(), Tensor(exact).scalars())) {
            let isSame = a == b || (a.isNaN && b.isNaN)
            // Numbers below the normal range may be off by what is lost there.
            let isNear = (a - b).magnitude <= 2e-6 * b.magnitude + 2e-7 * min(1, x.magnitude)
            #expect(isSame || isNear, "of \(x): \(a), expected \(b)")
        }
    }

    static let shapePairs: [(Shape, Shape)] = [
        ([], []), ([], [3]), ([3], []), ([1], [4]), ([4], [4]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], [2, 1]),
        ([2, 1], [1, 3]), ([1, 3], [2, 1]), ([2, 3, 4], [3, 1]), ([2, 3, 4], [2, 1, 4]), ([2, 1, 4], [1, 3, 1]),
        ([5, 1, 1, 2], [3, 4, 1]), ([1, 1], [1, 1]), ([2, 3, 4, 5], [1, 3, 1, 1]), ([2, 3, 4, 5], [4, 5]), ([0], [1]),
        ([0, 3], [3]), ([2, 3, 1, 5], [2, 1, 4, 1]),
    ]

    @Test("functions of two numbers over broadcast shapes", arguments: shapePairs)
    func binary(_ shapes: (Shape, Shape)) {
        let inputs = [randomTensor(shapes.0), randomTensor(shapes.1, seed: 2)]
        expectAgreement(inputs) { $0[0] + $0[1] }
        expectAgreement(inputs) { $0[0] - $0[1] }
        expectAgreement(inputs) { $0[0] * $0[1] }
        expectAgreement(inputs) { maximum($0[0], $0[1]) }
        expectAgreement(inputs) { minimum($0[0], $0[1]) }
        expectAgreement([inputs[0], randomTensor(shapes.1, seed: 2, in: 0.5..<2)]) { $0[0] / $0[1] }
    }

    @Test("broadcast shapes large enough for several threads")
    func large() {
        expectAgreement(of: [300, 200], [200]) { $0[0] * $0[1] }
        expectAgreement(of: [300, 200], [300, 1]) { $0[0] - $0[1] }
        expectAgreement(of: [50_000], []) { $0[0] + $0[1] }
        expectAgreement(of: [64, 16, 10, 10], [16, 1, 1]) { $0[0] * $0[1] }
        expectAgreement(of: [250, 1], [1, 240]) { maximum($0[0], $0[1]) }
    }

    @Test("infinities and not numbers in pairs", arguments: BinaryOperation.allCases)
    func specialPairs(_ operation: BinaryOperation) {
        let numbers: [Float] = [0, -0.0, 1, -2, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 3e38]
        let (a, b) = (Tensor(numbers, shape: [numbers.count, 1]), Tensor(numbers))
        let fast = Tensor(OneDNNEngine.shared.binary(operation, a.buffer, b.buffer)).doubles
        let exact = Tensor(ReferenceEngine.shared.binary(operation, a.buffer, b.buffer)).doubles
        #expect(zip(fast, exact).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) })
    }

    @Test("whole numbers are added, multiplied and compared")
    func wholeNumbers() {
        let (a, b) = (Tensor([1, 2, 3] as [Int32]), Tensor([5] as [Int32]))
        #expect((a + b).scalars(Int32.self) == [6, 7, 8])
        #expect((a * b - a).scalars(Int32.self) == [4, 8, 12])
        #expect(maximum(a, Tensor(2 as Int32)).scalars(Int32.self) == [2, 2, 3])
    }
}
