import Foundations

/// How convolutions of one geometry are computed: the ways that suit it, in the order in which they are tried.
struct ConvolutionPlan {
    /// A way to compute convolutions, and why it is tried before those that follow.
    struct Candidate {
        let algorithm: any ConvolutionAlgorithm.Type
        /// What it gains, as measured on the shapes of the tools.
        let reason: String
    }

    /// All ways; the first that suits geometry and arguments computes.
    ///
    /// A gradient that comes out of max pooling goes first, because it has one number a window: whatever the geometry, the
    /// work shrinks by the window's cells. The last way computes everything.
    static var candidates: [Candidate] {
        [
            Candidate(
                algorithm: PooledWeightGradient.self,
                reason: "1 channel and 2 × 2 pooling in one pass: 40 µs instead of 130 (decision 008)"),
            Candidate(
                algorithm: SparseConvolution.self,
                reason: "one number for each pooling window: 0.23 ms instead of 0.66 (decision 007)"),
            Candidate(
                algorithm: WholeWindowConvolution.self,
                reason: "a window as large as the picture is a product without reordering (decision 058)"),
            Candidate(
                algorithm: FewChannelConvolution.self,
                reason: "oneDNN pads few channels to 16: 0.3 ms instead of 2 (decision 057)"),
            Candidate(
                algorithm: WinogradConvolution.self,
                reason: "fewer multiplications, its transforms included (decision 066)"),
            Candidate(
                algorithm: OneChannelConvolution.self,
                reason: "oneDNN pads one channel to 8: 0.3 ms instead of 3 (decision 018)"),
            Candidate(
                algorithm: PoolingDeferral.self,
                reason: "a convolution that waits for its pooling is never written to memory (decision 008)"),
            Candidate(algorithm: DirectConvolution.self, reason: "oneDNN's own, which computes every geometry"),
        ]
    }

    let ways: [any ConvolutionAlgorithm]

    init(for geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        ways = Self.candidates.compactMap { $0.algorithm.init(geometry, on: engine) }
    }

    /// The result of the first way that has one.
    func first<Result>(_ compute: (any ConvolutionAlgorithm) -> Result?) -> Result {
        for way in ways {
            if let result = compute(way) { return result }
        }
        Contract.fail("conv2D", "no way computes it")
    }
}
