import Testing

@testable import Core

@Suite("The comparison of engines") struct EngineAgreementTests {
    /// Expects that the comparison finds what `body` gets differently on the fast engine; a known issue that does not
    /// come up fails the test.
    private func expectFinding(_ body: (Tensor, _ isFast: Bool) -> Tensor) {
        withKnownIssue {
            expectAgreement(of: [3, 4]) { body($0[0], ComputeContext.engine.name == "oneDNN") }
        }
    }

    @Test("finds results and gradients that differ")
    func differences() {
        expectFinding { $1 ? $0 * 1.000_01 : $0 }
        expectFinding { $1 ? $0.detached : $0 }
        expectFinding { $1 ? $0 + .nan : $0 }
        expectFinding { $1 ? $0 : $0.reshaped(to: [4, 3]) }
        #expect(largestDifference([1, .infinity, .nan], [1, .infinity, .nan]) == 0)
        #expect(largestDifference([1, .infinity], [1, -.infinity]) == .infinity)
        #expect(largestDifference([.nan], [1]) == .infinity)
        #expect(largestDifference([4.5], [4]) == 0.125)
    }
}
