import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Pooling on both engines") struct PoolingAgreementTests {
    /// Window, stride and padding: side by side, overlapping, with gaps, padded, oblong, ending before the border.
    static let windows: [(Size2D, Size2D, Size2D)] = [
        (2, 2, 0), (3, 2, 0), (3, 1, 1), (2, 3, 0), (3, 2, 1), (Size2D(2, 3), Size2D(1, 2), Size2D(1, 0)), (5, 5, 2),
        (1, 1, 0), (1, 2, 0),
    ]

    @Test("the largest of each window, rectified or not", arguments: windows, [false, true])
    func maximum(_ window: (Size2D, Size2D, Size2D), _ rectifying: Bool) {
        for shape in [[2, 3, 8, 8], [3, 16, 9, 7], [1, 17, 6, 10]] {
            expectAgreement([distinctTensor(shape)]) {
                $0[0].maxPool2D(window.0, stride: window.1, padding: window.2, rectifying: rectifying)
            }
        }
    }

    @Test("the largest of each window in the layout a convolution leaves", arguments: windows, [false, true])
    func maximumOfBlocks(_ window: (Size2D, Size2D, Size2D), _ rectifying: Bool) {
        for channels in [8, 16, 17, 32] {
            // A window of one cell passes pictures on, in blocks, and so keeps their numbers apart.
            expectAgreement([distinctTensor([2, channels, 8, 9]), identityWindow(channels)]) {
                $0[0].conv2D($0[1]).maxPool2D(
                    window.0, stride: window.1, padding: window.2, rectifying: rectifying)
            }
        }
    }

    /// Weights of 1 × 1 windows that copy each channel.
    private func identityWindow(_ channels: Int) -> Tensor {
        Tensor(
            (0..<channels * channels).map { $0 / channels == $0 % channels ? 1 : 0 } as [Float],
            shape: [channels, channels, 1, 1])
    }

    @Test(
        "means over windows that divide evenly and not",
        arguments: [1, 2, 3, 4, 7, 8, 11, Size2D(1, 5), Size2D(10, 3)] as [Size2D])
    func means(_ size: Size2D) {
        for shape in [[2, 3, 8, 8], [1, 16, 7, 9]] {
            expectAgreement(of: shape) { $0[0].averagePool2D(to: size) }
        }
        for channels in [8, 16, 17] {
            expectAgreement(of: [2, channels, 7, 8], [16, channels, 3, 3], tolerance: 4e-6) {
                $0[0].conv2D($0[1], padding: 1).averagePool2D(to: size)
            }
        }
    }

    @Test("pictures large enough for several threads")
    func large() {
        expectAgreement([distinctTensor([16, 16, 28, 28], spacing: 1e-4)]) { $0[0].maxPool2D(2) }
        expectAgreement([distinctTensor([8, 16, 29, 27], spacing: 1e-4)]) { $0[0].maxPool2D(3, stride: 2) }
        expectAgreement(of: [16, 16, 28, 28]) { $0[0].averagePool2D(to: 5) }
    }

    @Test("not-a-number wins and infinities are kept")
    func specialNumbers() {
        let x = Tensor([.nan, 1, 2, 3, -.infinity, .infinity, 4, 5] as [Float], shape: [1, 2, 2, 2])
        expectAgreement([x]) { $0[0].maxPool2D(2) }
        #expect(x.maxPool2D(2).scalars()[0].isNaN)
        #expect(x.maxPool2D(2).scalars()[1] == .infinity)
    }

    @Test("worked out by hand")
    func byHand() {
        let x = Tensor([1, 2, 3, -4, -5, -6, -7, -8, 9] as [Float], shape: [1, 1, 3, 3])
        #expect(x.maxPool2D(2, stride: 1).scalars() == [2, 3, -4, 9])
        #expect(x.maxPool2D(2, stride: 1, rectifying: true).scalars() == [2, 3, 0, 9])
        #expect(x.maxPool2D(2, stride: 2, padding: 1).scalars() == [1, 3, -4, 9])
        // Rows 0 ..< 2 and 1 ..< 3, columns alike: the middle belongs to every mean.
        #expect(x.averagePool2D(to: 2).scalars() == [-1.5, -1.5, -6, -2.5])
        let gradients = valueAndGradients(at: [x], in: .evaluation) { $0[0].maxPool2D(2, stride: 1).sum() }.gradients
        #expect(gradients[0].scalars() == [0, 1, 1, 1, 0, 0, 0, 0, 1])
    }
}
