import Core
import Testing

@testable import Training

@Suite("Reports of ranks") struct RankReportTests {
    @Test("seconds and bytes are averaged over the ranks, bytes also over the steps")
    func averages() {
        let ranks = [
            StepTimes(steps: 10, seconds: 6, waiting: 1, bytes: 1_000),
            StepTimes(steps: 10, seconds: 6, waiting: 3, bytes: 2_000),
        ]
        let report = RankReport(ranks, shards: 8, threads: 2)
        #expect(report.secondsComputing == 4 && report.secondsWaiting == 2 && report.bytesSentPerStep == 150)
        #expect(
            report.json.text
                == "{\"count\":2,\"shards\":8,\"threads\":2,\"steps\":10,\"seconds_computing\":4,"
                + "\"seconds_waiting\":2,\"bytes_sent_per_step\":150}")
        #expect(RankReport([StepTimes()], shards: 1, threads: 1).bytesSentPerStep == 0)
    }

    @Test("a step that throws is not counted")
    func failure() {
        struct Failure: Error {}
        var times = StepTimes()
        times.measure(.alone) {}
        #expect(throws: Failure.self) { try times.measure(.alone) { throw Failure() } }
        #expect(times.steps == 1 && times.seconds > 0 && times.waiting == 0 && times.bytes == 0)
    }
}
