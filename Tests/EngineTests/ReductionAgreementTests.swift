import CoreLoops
import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Reductions and softmax on both engines") struct ReductionAgreementTests {
    static let axes: [[Int]?] = [
        nil, [], [0], [1], [2], [3], [-1], [0, 1], [0, 2], [1, 3], [0, 2, 3], [1, 2, 3], [3, 0],
    ]

    @Test("sums, means and extremes over many axes", arguments: axes, [false, true])
    func reductions(_ axes: [Int]?, _ keepingAxes: Bool) {
        for shape in [[2, 3, 4, 5], [1, 7, 1, 33], [5, 1, 16, 2]] {
            let x = distinctTensor(shape)
            expectAgreement([x]) { $0[0].sum(axes: axes, keepingAxes: keepingAxes) }
            expectAgreement([x]) { $0[0].mean(axes: axes, keepingAxes: keepingAxes) }
            expectAgreement([x]) { $0[0].max(axes: axes, keepingAxes: keepingAxes) }
            expectAgreement([x]) { $0[0].min(axes: axes, keepingAxes: keepingAxes) }
        }
    }

    @Test("reductions large enough for several threads")
    func large() {
        for axes in [[0], [1], [0, 1]] {
            expectAgreement(of: [400, 300], tolerance: 1e-5) { $0[0].sum(axes: axes) }
            expectAgreement([distinctTensor([400, 300])]) { $0[0].max(axes: axes) }
        }
        expectAgreement(of: [16, 32, 14, 14], tolerance: 1e-5) { $0[0].sum(axes: [0, 2, 3]) }
    }

    @Test("long sums lose little to rounding")
    func longSums() {
        // Added one after the other in float32, a million tenths come to 100,958.
        let tenths = Tensor(repeating: 0.1, shape: [1_000_000])
        let tenth = Double(0.1 as Float)
        let sums = [
            tenths.sum(), tenths.reshaped(to: [250_000, 4]).sum(axes: [0]),
            tenths.reshaped(to: [10_000, 100]).sum(axes: [0]),
        ]
        for sum in sums {
            let expected = tenth * 1_000_000 / Double(sum.count)
            for value in sum.doubles { #expect((value / expected - 1).magnitude < 2e-6) }
        }
    }

    @Test("sums of millions of numbers of alternating magnitude lose little to rounding")
    func longAlternatingSums() {
        // Added one after the other in float32, they come to 1.3 % less.
        let count = 1 << 24
        let pairs = Tensor(repeating: 0.1, shape: [count / 2, 2]) + Tensor([0, 1_000] as [Float])
        let (small, large) = (Double(0.1 as Float), Double(1_000.1 as Float))
        let sum = Double(count / 2) * (small + large)
        #expect((pairs.sum().item / sum - 1).magnitude < 1e-6)
        let squares = Double(count / 2) * (small * small + large * large)
        let measured = withExtendedLifetime(pairs) { loop_sum_of_squares(pairs.buffer.rowMajor(Float.self), count) }
        // Each of 32 sums in float64 has 2¹⁹ terms, and each addition rounds by at most 2⁻⁵³.
        #expect((measured / squares - 1).magnitude < 0x1p-34)
    }

    @Test("sums are added in the order that sums.h gives", arguments: [1, 7, 8, 63, 64, 100, 333, 1_000, 1_024])
    func order(_ count: Int) {
        let numbers: [Float] = (0..<count).map { number in
            let place = (number * 7_919) % 1_001 - 300
            return Float(place * (1 + number % 5)) / 7
        }
        var (sum, at) = (Float(0), 0)
        func add(_ vectors: Int, of lanes: Int) {
            guard at + vectors * lanes <= count else { return }
            var sums = [Float](repeating: 0, count: vectors * lanes)
            sums[0] = sum
            while at + sums.count <= count {
                for lane in sums.indices { sums[lane] += numbers[at + lane] }
                at += sums.count
            }
            for vector in 1..<max(1, vectors) {
                for lane in 0..<lanes { sums[lane] += sums[vector * lanes + lane] }
            }
            sum = sums[1..<lanes].reduce(sums[0], +)
        }
        add(4, of: 16)
        add(1, of: 8)
        for number in numbers[at...] { sum += number }
        var measured = Float(0)
        loop_reduce(loop_sum, numbers, &measured, 1, count, 1)
        #expect(measured == sum)
        #expect(Tensor(numbers).sum().item == Double(sum))
    }

    @Test("not-a-number wins every reduction", arguments: Reduction.allCases)
    func specialNumbers(_ reduction: Reduction) {
        for place in [0, 7, 20, 39] {
            var numbers = (0..<40).map { Float($0) }
            numbers[place] = .nan
            let x = Tensor(numbers)
            #expect(Tensor(x.engine.reduce(reduction, x.buffer, axes: [0])).item.isNaN)
        }
        let infinite = Tensor([1, .infinity, -2, -.infinity] as [Float], shape: [2, 2])
        #expect(infinite.max().item == .infinity)
        #expect(infinite.min(axes: [0]).scalars() == [-2, -.infinity])
    }

    @Test(
        "softmax and its logarithm",
        arguments: [[1], [7], [3, 10], [2, 3, 17], [1, 1], [4, 1], [200, 300]] as [Shape])
    func softmax(_ shape: Shape) {
        expectAgreement([randomTensor(shape, in: -8..<8)]) { $0[0].softmax() }
        expectAgreement([randomTensor(shape, in: -8..<8)]) { $0[0].logSoftmax() }
    }

    @Test("softmax of huge, tiny and masked numbers")
    func extremeSoftmax() {
        let x = Tensor([1e30, 0, -1e30, 1000, 1000, -1000, -.infinity, 0, 1] as [Float], shape: [3, 3])
        expectAgreement([x]) { $0[0].softmax() }
        #expect(Array(x.softmax().scalars().prefix(6)) == [1, 0, 0, 0.5, 0.5, 0])
        let logarithms = ComputeContext.with(ReferenceEngine.shared) { x.logSoftmax().doubles }
        #expect(relativeDifference(x.logSoftmax().doubles, logarithms) < 1e-6)
    }

    @Test("cross entropy", arguments: [(1, 2), (5, 10), (64, 10), (3, 1), (300, 200)])
    func crossEntropy(_ sizes: (Int, Int)) {
        let labels = cyclicLabels(sizes.0, classes: sizes.1)
        expectAgreement([randomTensor([sizes.0, sizes.1], in: -5..<5)]) { softmaxCrossEntropy($0[0], labels) }
        expectAgreement([randomTensor([sizes.0, sizes.1], in: -60..<60)]) { softmaxCrossEntropy($0[0], labels) }
    }

    @Test("the other losses")
    func losses() {
        let targets = randomTensor([6, 4], seed: 5, in: 0..<1)
        expectAgreement(of: [6, 4], in: -5..<5) { binaryCrossEntropy(logits: $0[0], targets: targets) }
        expectAgreement(of: [6, 4]) { meanSquaredError($0[0], targets) }
        expectAgreement(of: [6, 4]) { halfSquaredError($0[0], targets) }
    }
}
