import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Operations of one's own") struct RecordingTests {
    private func cube(_ x: Tensor) -> Tensor {
        .recording([x]) {
            $0[0] * $0[0] * $0[0]
        } pullback: { gradient, x, _ in
            [gradient * 3 * square(x[0])]
        }
    }

    /// x y of two tensors; no gradient flows to y.
    private func product(_ x: Tensor, _ y: Tensor) -> Tensor {
        .recording([x, y]) {
            $0[0] * $0[1]
        } pullback: { gradient, arguments, _ in
            [gradient * arguments[1], nil]
        }
    }

    @Test("have the value and the gradient that they say") func cubes() {
        let x = randomTensor([3, 4], type: .float64)
        #expect(cube(x).doubles == x.doubles.map { $0 * $0 * $0 })
        let errors = gradientErrors(at: [x]) { (cube($0[0] * 2) * $0[0]).sum() }
        #expect(errors[0] < 1e-8)
    }

    @Test("are constants of constants, and no gradient flows where the pullback has none") func constants() {
        let (x, y) = (Tensor([2, 3] as [Float]), Tensor([5, 7] as [Float]))
        #expect(cube(x).node == nil)
        let gradients = valueAndGradients(at: [x, y], in: .evaluation) { product($0[0], $0[1]).sum() }.gradients
        #expect(gradients.map(\.doubles) == [[5, 7], [0, 0]])
    }

    @Test("record nothing of what they compute inside") func inside() {
        _ = valueAndGradients(at: [Tensor([2] as [Float])], in: .evaluation) { watched in
            .recording([watched[0]]) { inner in
                #expect(inner[0].node == nil)
                return inner[0] * 2
            } pullback: { gradient, _, result in
                #expect(result.node == nil)
                return [gradient * 2]
            }.sum()
        }
    }

    @Test("stop the program where a gradient has another shape than its argument") func mistake() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = valueAndGradients(at: [.ones([2])], in: .evaluation) { x in
                Tensor.recording(x) {
                    $0[0].sum()
                } pullback: { gradient, _, _ in
                    [gradient]
                }
            }
        }
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(said.hasPrefix("recording: gradients [[]], expected [[2]] as the arguments'"), "\(said)")
    }
}
