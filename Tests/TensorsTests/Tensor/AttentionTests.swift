import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("Attention and layer normalization") struct AttentionTests {
    /// Projections of self-attention and of attention to a memory, of several head widths.
    static let cases: [(projections: [Shape], heads: Int)] = [
        ([[2, 5, 24]], 2), ([[3, 20, 18]], 1), ([[2, 3, 8], [2, 5, 16]], 2), ([[1, 18, 32], [1, 33, 64]], 2),
    ]

    @Test("both engines agree", arguments: cases) func agreement(_ shapes: [Shape], _ heads: Int) {
        let inputs = randomTensors(shapes, in: -2..<2)
        expectAgreement(inputs, tolerance: 5e-6) { attention($0, heads: heads).output }
    }

    @Test("both engines agree under masks") func masks() {
        let packed = randomTensors([[2, 5, 24]])
        expectAgreement(packed) { attention($0, heads: 2, mask: causalMask(5)).output }
        let apart = randomTensors([[2, 3, 8], [2, 4, 16]])
        expectAgreement(apart) {
            attention($0, heads: 2, mask: paddingMask(lengths: [4, 1], longest: 4)).output
        }
    }

    @Test("both engines draw the same dropout") func dropout() {
        let draw = DropoutDraw(rate: 0.4, key: 7, counter: 3)
        expectAgreement(randomTensors([[2, 5, 24]])) { attention($0, heads: 2, dropout: draw).output }
    }

    @Test("gradients match differences") func gradients() {
        let draw = DropoutDraw(rate: 0.4, key: 7, counter: 3)
        for (shapes, heads, mask) in [
            ([[2, 3, 12]], 2, causalMask(3, type: .float64)),
            ([[1, 2, 4], [1, 3, 8]], 1, paddingMask(lengths: [2], longest: 3, type: .float64)),
        ] as [([Shape], Int, Tensor)] {
            let inputs = randomTensors(shapes, type: .float64)
            for draw in [nil, draw] {
                let errors = gradientErrors(at: inputs) {
                    let output = attention($0, heads: heads, mask: mask, dropout: draw).output
                    return (output * randomTensor(output.shape, seed: 9, type: .float64)).sum()
                }
                for error in errors { #expect(error <= 1e-7) }
            }
        }
    }

    @Test("a causal row looks at itself and before; one without sight gets zeros") func sight() {
        let x = randomTensor([1, 4, 12])
        let weights = attention([x], heads: 1, mask: causalMask(4)).weights.doubles
        for i in 0..<4 {
            for j in 0..<4 where j > i { #expect(weights[4 * i + j] == 0) }
            #expect(abs(weights[(4 * i)..<(4 * i + 4)].reduce(0, +) - 1) < 1e-6)
        }
        let blind = paddingMask(lengths: [0], longest: 4)
        for engine in [OneDNNEngine.shared, ReferenceEngine.shared] as [any ComputeEngine] {
            let output = ComputeContext.with(engine) { attention([x], heads: 1, mask: blind).output.doubles }
            #expect(output == [Double](repeating: 0, count: 16))
        }
    }

    @Test("layer normalization: engines agree and gradients match", arguments: [1, 5, 8, 33])
    func layerNorm(_ width: Int) {
        expectAgreement(randomTensors([[3, 4, width], [width], [width]]), tolerance: 1e-5) {
            $0[0].layerNorm(weight: $0[1], bias: $0[2], epsilon: width == 1 ? 1 : 1e-5)
        }
        let inputs = randomTensors([[3, width], [width], [width]], type: .float64)
        let errors = gradientErrors(at: inputs) {
            let y = $0[0].layerNorm(weight: $0[1], bias: $0[2])
            return (y * randomTensor(y.shape, seed: 9, type: .float64)).sum()
        }
        for (index, error) in errors.enumerated() where width > 1 || index > 0 { #expect(error <= 1e-7) }
    }

    @Test("layer normalization by hand") func byHand() {
        let y = Tensor([1, 3, -2, 2] as [Float], shape: [2, 2])
            .layerNorm(weight: Tensor([2, 1] as [Float]), bias: Tensor([0, 5] as [Float]), epsilon: 0)
        #expect(y.scalars() == [-2, 6, -2, 6])
    }

    @Test("positions are sines and cosines") func positions() {
        let y = SinusoidalPositions(width: 4, longest: 3)(.zeros([1, 2, 4])).doubles
        let expected = [0, 1, 0, 1, 0.8414709848, 0.5403023059, 0.0099998333, 0.9999500004]
        for (value, expected) in zip(y, expected) { #expect(abs(value - expected) < 1e-6) }
    }
}
