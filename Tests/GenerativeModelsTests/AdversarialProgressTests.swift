import Core
import Testing

@testable import GenerativeModels

@Suite("The progress of two networks") struct AdversarialProgressTests {
    @Test("the time left follows from the pace so far, and is left out of short trainings and at the end")
    func timeLeft() {
        // Five of twenty epochs.
        #expect(AdversarialProgress.timeLeft(after: 20, share: 0.25, longerThan: 60) == "1 min 0 s")
        #expect(AdversarialProgress.timeLeft(after: 15, share: 0.25, longerThan: 60) == nil)
        #expect(AdversarialProgress.timeLeft(after: 15, share: 0.25) == "45 s")
        #expect(AdversarialProgress.timeLeft(after: 90, share: 1, longerThan: 60) == nil)
        #expect(AdversarialProgress.timeLeft(after: 0.1, share: 0) == nil)
    }

    @Test(
        "at most a hundred lines",
        arguments: [(1, 1), (100, 1), (101, 2), (200, 2), (201, 5), (501, 10), (1_001, 20), (2_001, 50), (5_001, 100)])
    func strides(epochs: Int, stride: Int) { #expect(AdversarialProgress.stride(for: epochs) == stride) }
}
