import TestSupport
import Testing

@testable import Engine
@testable import Tensors

@Suite("The comparison of engines") struct EngineAgreementTests {
    /// What the comparison says of a function that the fast engine gets differently.
    private func found(_ body: (Tensor, _ isFast: Bool) -> Tensor) -> String {
        disagreement([randomTensor([3, 4])]) { body($0[0], ComputeContext.engine.name == "oneDNN") } ?? "nothing"
    }

    @Test("finds results and gradients that differ")
    func differences() {
        #expect(found { x, _ in x } == "nothing")
        #expect(found { $1 ? $0 * 1.000_01 : $0 }.hasPrefix("result of shape [3, 4]: off by 1"))
        #expect(found { $1 ? $0.detached : $0 }.hasPrefix("gradient by input 0 of shape [3, 4]: off by 1.0"))
        #expect(found { $1 ? $0 + .nan : $0 } == "result of shape [3, 4]: off by inf")
        #expect(found { $1 ? $0 : $0.reshaped(to: [4, 3]) } == "result: shape [3, 4], expected [4, 3]")
        #expect(relativeDifference([1, .infinity, .nan], [1, .infinity, .nan]) == 0)
        #expect(relativeDifference([1, .infinity], [1, -.infinity]) == .infinity)
        #expect(relativeDifference([.nan], [1]) == .infinity)
        #expect(relativeDifference([4.5], [4]) == 0.125)
    }
}
