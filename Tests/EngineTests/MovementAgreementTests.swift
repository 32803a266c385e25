import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Moving numbers on both engines") struct MovementAgreementTests {
    @Test("transposition by every order of axes")
    func transposition() {
        expectAgreement(of: [3, 5]) { $0[0].transposed() }
        for axes in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            expectAgreement(of: [2, 3, 4]) { $0[0].transposed(axes) }
            expectAgreement(of: [33, 1, 40]) { $0[0].transposed(axes) }
        }
        expectAgreement(of: [2, 3, 4, 5]) { $0[0].transposed([3, 1, 0, 2]) }
        expectAgreement(of: [250, 200]) { $0[0].transposed() }
        expectAgreement(of: [7]) { $0[0].transposed() }
        expectAgreement(of: []) { $0[0].transposed() }
    }

    @Test("every number of a matrix, of whole tiles and of others, in its new place")
    func transposedNumbers() {
        for (rows, columns) in [(16, 16), (32, 48), (15, 17), (33, 31), (1, 40), (100, 65), (4, 16)] {
            let numbers = (0..<rows * columns).map(Float.init)
            let expected = (0..<rows * columns).map { numbers[$0 % rows * columns + $0 / rows] }
            #expect(Tensor(numbers, shape: [rows, columns]).transposed().scalars() == expected)
            let doubles = Tensor(numbers.map(Double.init), shape: [rows, columns]).transposed()
            #expect(doubles.doubles == expected.map(Double.init))
        }
    }

    @Test("transposition by hand")
    func transpositionByHand() {
        let x = Tensor((0..<24).map(Float.init), shape: [2, 3, 4])
        let y = x.transposed([2, 0, 1])
        #expect(y.shape == [4, 2, 3])
        #expect(y.scalars().prefix(8) == [0, 4, 8, 12, 16, 20, 1, 5])
        #expect(y.transposed([1, 2, 0]).scalars() == x.scalars())
    }

    @Test("reshaping, concatenation and slices")
    func shapes() {
        expectAgreement(of: [2, 3, 4]) { $0[0].reshaped(to: [4, -1]) }
        expectAgreement(of: [2, 3, 4]) { $0[0].flattened() }
        for axis in 0..<3 {
            var other = [2, 3, 4]
            other[axis] = 5
            expectAgreement(of: [2, 3, 4], other) { concatenated([$0[0], $0[1], $0[0]], axis: axis) }
            expectAgreement(of: [2, 3, 4]) { $0[0].sliced(1..<2, axis: axis) }
            expectAgreement(of: [2, 3, 4]) { $0[0].sliced(0..<2, axis: axis) }
        }
        let x = Tensor((0..<6).map(Float.init), shape: [2, 3])
        #expect(x.sliced(1..<3, axis: 1).scalars() == [1, 2, 4, 5])
        #expect(concatenated([x, x.sliced(0..<1, axis: 1)], axis: 1).scalars() == [0, 1, 2, 0, 3, 4, 5, 3])
        #expect(x.reshaped(to: [3, -1]).shape == [3, 2])
        #expect(x.sliced(1..<1, axis: 1).shape == [2, 0])
    }

    @Test("gathered rows, repeated ones too")
    func gather() {
        let rows = Tensor([4, 0, 4, 2, 4] as [Int32])
        expectAgreement(of: [5, 3]) { $0[0].gathering(rows) }
        expectAgreement(of: [5]) { $0[0].gathering(rows) }
        expectAgreement(of: [5, 2, 3]) { $0[0].gathering(rows) }
        let table = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
        #expect(table.gathering(Tensor([1, 1, 0] as [Int32])).scalars() == [3, 4, 3, 4, 1, 2])
        let gradient = valueAndGradients(at: [table], in: .evaluation) {
            $0[0].gathering(Tensor([1, 1, 0] as [Int32])).sum()
        }
        #expect(gradient.gradients[0].scalars() == [1, 1, 2, 2])
    }

    @Test("conversions between types")
    func casts() {
        let x = Tensor([1.9, -1.9, 3e9, -3e9, .nan, .infinity, 0.5] as [Float])
        #expect(x.cast(to: .int32).scalars(Int32.self) == [1, -1, .max, .min, 0, .max, 0])
        #expect(Tensor([1, -7] as [Int32]).cast(to: .float32).scalars() == [1, -7])
        #expect(Tensor([0.1] as [Float]).cast(to: .float64).scalars(Double.self) == [Double(0.1 as Float)])
        #expect(Tensor([0.1, 1e300] as [Double]).cast(to: .float32).scalars() == [0.1, .infinity])
        expectAgreement(of: [3, 4]) { square($0[0].cast(to: .float64)).cast(to: .float32) }
    }
}
