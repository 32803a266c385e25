import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Convolutions on both engines") struct ConvolutionAgreementTests {
    @Test("channels in and out, one picture and five", arguments: [1, 3, 8, 16, 17, 32], [1, 3, 8, 16, 17, 32])
    func channels(_ inputs: Int, _ outputs: Int) {
        for batch in [1, 5] {
            expectAgreement(of: [batch, inputs, 7, 6], [outputs, inputs, 3, 3], [outputs], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], padding: 1)
            }
        }
    }

    @Test("one channel first: the gradient comes back in blocks", arguments: [8, 16, 32], [0, 1, 2] as [Padding2D])
    func oneChannel(_ outputs: Int, _ padding: Padding2D) {
        for (batch, pools) in [(1, true), (5, true), (3, false)] {
            expectAgreement(
                of: [batch, 1, 9, 12], [outputs, 1, 3, 3], [outputs], [16, outputs, 3, 3], tolerance: 1e-5
            ) {
                let first = $0[0].conv2D($0[1], bias: $0[2], padding: padding, rectifier: .leakyReLU(slope: 0.3))
                let second = first.conv2D($0[3], padding: 1)
                return pools ? second.maxPool2D(2) : second
            }
        }
    }

    @Test("strides", arguments: [Size2D(1, 1), Size2D(2, 2), Size2D(2, 1), Size2D(3, 4)])
    func strides(_ stride: Size2D) {
        for channels in [1, 16] {
            expectAgreement(of: [3, channels, 13, 12], [16, channels, 5, 3], [16], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], stride: stride, padding: 2)
            }
        }
    }

    @Test(
        "paddings, asymmetric ones too",
        arguments: [
            0, 1, Padding2D(top: 1, left: 0, bottom: 2, right: 0), Padding2D(top: 0, left: 2, bottom: 0, right: 1),
            Padding2D(top: 0, left: 0, bottom: 1, right: 1),
        ])
    func paddings(_ padding: Padding2D) {
        for channels in [3, 16] {
            expectAgreement(of: [2, channels, 8, 9], [8, channels, 4, 4], tolerance: 1e-5) {
                $0[0].conv2D($0[1], padding: padding)
            }
        }
    }

    @Test("a fused rectifier", arguments: [.relu, .leakyReLU(slope: 0.3)] as [Rectifier])
    func rectifier(_ rectifier: Rectifier) {
        for channels in [3, 16, 17] {
            expectAgreement(of: [2, channels, 6, 6], [17, channels, 3, 3], [17], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], rectifier: rectifier)
            }
        }
    }

    @Test("few channels in, whose gradient is laid down window by window", arguments: [1, 2, 3, 5])
    func fewChannels(_ inputs: Int) {
        for (batch, stride) in [(1, Size2D(1, 1)), (5, Size2D(2, 2)), (3, Size2D(2, 3))] {
            for padding in [0, 1, Padding2D(top: 2, left: 0, bottom: 1, right: 1)] as [Padding2D] {
                expectAgreement(of: [batch, inputs, 9, 11], [32, inputs, 4, 4], [32], tolerance: 1e-5) {
                    $0[0].conv2D($0[1], bias: $0[2], stride: stride, padding: padding, rectifier: .relu)
                }
            }
        }
        // The gradient comes from another convolution, in blocks; and a transposed convolution ends in few channels.
        expectAgreement(of: [4, inputs, 8, 8], [16, inputs, 3, 5], [16, 16, 3, 3], tolerance: 1e-5) {
            $0[0].conv2D($0[1], padding: 2).conv2D($0[2])
        }
        expectAgreement(of: [4, 16, 7, 6], [16, inputs, 4, 4], tolerance: 1e-5) {
            $0[0].convTranspose2D($0[1], stride: 2, padding: 1, extra: 1)
        }
    }

    @Test("windows of one cell")
    func oneCell() {
        expectAgreement(of: [4, 16, 5, 5], [32, 16, 1, 1], tolerance: 1e-5) { $0[0].conv2D($0[1]) }
    }

    @Test("windows of the whole picture, of pictures in blocks and in rows", arguments: [3, 16, 24], [1, 32])
    func wholeWindow(_ inputs: Int, _ outputs: Int) {
        for batch in [1, 4] {
            expectAgreement(of: [batch, inputs, 5, 4], [outputs, inputs, 5, 4], [outputs], tolerance: 1e-5) {
                $0[0].conv2D($0[1], bias: $0[2], rectifier: .leakyReLU(slope: 0.2))
            }
            expectAgreement(
                of: [batch, 8, 7, 6], [inputs, 8, 3, 3], [outputs, inputs, 5, 4], tolerance: 1e-5
            ) { $0[0].conv2D($0[1]).conv2D($0[2]) }
            expectAgreement(of: [batch, outputs, 1, 1], [outputs, inputs, 5, 4], [8, inputs, 3, 3], tolerance: 1e-5) {
                $0[0].convTranspose2D($0[1]).conv2D($0[2])
            }
        }
    }

    @Test("pictures large enough for several threads")
    func large() {
        expectAgreement(of: [16, 1, 28, 28], [16, 1, 3, 3], [16], tolerance: 1e-5) {
            $0[0].conv2D($0[1], bias: $0[2], padding: 1, rectifier: .relu)
        }
        expectAgreement(of: [8, 16, 14, 14], [32, 16, 3, 3], [32], tolerance: 1e-5) {
            $0[0].conv2D($0[1], bias: $0[2], padding: 1)
        }
    }

    @Test("worked out by hand")
    func byHand() {
        let picture = Tensor((1...9).map(Float.init), shape: [1, 1, 3, 3])
        let window = Tensor([1, 0, 0, -1] as [Float], shape: [1, 1, 2, 2])
        #expect(picture.conv2D(window).scalars() == [-4, -4, -4, -4])
        let one = Tensor([1] as [Float])
        // Only the lower right window reaches its lower right zero, for there the padding is.
        let padding = Padding2D(top: 0, left: 0, bottom: 1, right: 1)
        #expect(
            picture.conv2D(window, bias: one, padding: padding).scalars() == [-3, -3, 4, -3, -3, 7, 8, 9, 10])
        #expect(picture.conv2D(window, bias: one, stride: 2, padding: padding).scalars() == [-3, 4, 8, 10])
    }
}
