import Testing

@testable import Training

@Suite("Units of length") struct LengthUnitTests {
    @Test("iterations are what a pass over all examples in one step is called, where an experiment counts them")
    func names() {
        #expect(LengthUnit.iterations.passName(stepsPerEpoch: 1) == "iteration")
        #expect(LengthUnit.iterations.passName(stepsPerEpoch: 2) == "epoch")
        #expect(LengthUnit.epochs.passName(stepsPerEpoch: 1) == "epoch")
        #expect(LengthUnit.iterations.aStep == "an iteration" && LengthUnit.epochs.aStep == "a step")
    }

    @Test("a summary tells iterations, and the epochs that they make")
    func summary() {
        var summary = RunSummary(tool: "t")
        (summary.epochs, summary.seconds, summary.secondsPerEpoch, summary.lengthUnit) = (7, 2, 0.25, .iterations)
        summary.extra["steps"] = 20
        #expect(summary.lines.contains { $0.contains("20 iterations (7 epochs), 2.0 s, 100 ms per iteration") })
        summary.extra["steps"] = 7
        #expect(summary.lines.contains { $0.contains("  7 iterations, 2.0 s, 286 ms per iteration") })
        summary.lengthUnit = .epochs
        #expect(summary.lines.contains { $0.contains("7 epochs, 2.0 s, 250 ms per epoch") })
    }
}
