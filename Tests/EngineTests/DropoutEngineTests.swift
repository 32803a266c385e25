import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Dropout on both engines") struct DropoutEngineTests {
    @Test("both engines draw the same mask", arguments: [0.1, 0.5, 0.9])
    func sameMask(_ rate: Double) {
        for shape in [[1], [3], [255], [256], [257], [1_000], [70_001], [4, 5, 6]] {
            expectAgreement(of: shape) { $0[0].droppedOut(rate: rate, key: 0x1234_5678_9ABC_DEF0, counter: 77) }
        }
    }

    @Test("the mask goes on where the counter says, beyond 32 bits too")
    func counter() {
        let ones = Tensor.ones([2_048])
        let whole = ones.droppedOut(rate: 0.5, key: 3, counter: 0xFFFF_FFF8).scalars()
        let rest = ones.droppedOut(rate: 0.5, key: 3, counter: 0xFFFF_FFF8 + 64).scalars()
        #expect(whole[512...] == rest[..<1_536])
        expectAgreement([ones]) { $0[0].droppedOut(rate: 0.5, key: 3, counter: 0xFFFF_FFF8) }
    }

    @Test("elements are zeroed at the rate and the rest scaled, so that the mean stays")
    func rate() {
        let result = Tensor.ones([100_000]).droppedOut(rate: 0.25, key: 1, counter: 0).scalars()
        #expect(Set(result) == [0, 1 / 0.75])
        let kept = Double(result.count { $0 != 0 }) / 100_000
        // Five standard errors of a binomial share.
        #expect((kept - 0.75).magnitude < 0.007)
        #expect(Tensor.ones([10]).droppedOut(rate: 0, key: 1, counter: 0).scalars() == Array(repeating: 1, count: 10))
    }

    @Test("in blocks, the gradient takes the mask of the forward pass", arguments: [16, 17])
    func gradientMask(_ channels: Int) {
        let inputs = randomTensors([[2, 3, 6, 6], [channels, 3, 3, 3], [2, channels, 4, 4]])
        var mask: [Double] = []
        let gradients = valueAndGradients(at: inputs, in: .evaluation) {
            let shown = $0[0].conv2D($0[1])
            let dropped = shown.droppedOut(rate: 0.5, key: 9, counter: 0)
            mask = zip(dropped.doubles, shown.doubles).map { $1 == 0 ? 0 : ($0 / $1).rounded() }
            // The gradient arrives in row-major order, for the weighting lies so.
            return (dropped * $0[2]).sum()
        }.gradients
        #expect(Set(mask) == [0, 2])
        // The same network with the mask as a constant.
        let constant = Tensor(mask, shape: [2, channels, 4, 4]).cast(to: .float32)
        let expected = valueAndGradients(at: inputs, in: .evaluation) { ($0[0].conv2D($0[1]) * constant * $0[2]).sum() }
            .gradients
        for (a, b) in zip(gradients, expected) { #expect(relativeDifference(a.doubles, b.doubles) < 1e-5) }
    }
}
