import TestSupport
import Testing

@testable import CommandLine
@testable import Foundations
@testable import Training

/// Training as it is watched, drawn into a captured stream with a clock that stands still.
@Suite struct ProgressTests {
    private static let wipe = "\r\u{1B}[K"

    private func live(width: Int, hasColor: Bool = false) -> CapturedConsole {
        CapturedConsole(terminal: Terminal(isInteractive: true, hasColor: hasColor, width: { width }))
    }

    @Test func theLiveLineSaysAll() {
        let captured = live(width: 100)
        let progress = TrainingProgress(on: captured.console, rounds: 2, examplesPerRound: 1000)
        progress.beginRound()
        captured.clock.pass(500)
        progress.advance(by: 500, loss: 0.5)
        #expect(
            captured.messages.writes == [
                "\repoch 1/2 ▕██████████                              ▏ 25 %  1,000 examples/s  loss 0.5000  2 s left\u{1B}[K"
            ])
    }

    @Test func itIsRedrawnTenTimesASecondAtMost() {
        let captured = live(width: 80)
        let progress = TrainingProgress(on: captured.console, rounds: 1, examplesPerRound: 2000)
        progress.beginRound()
        for _ in 0..<1000 {
            captured.clock.pass(1)
            progress.advance(by: 1, loss: 1)
        }
        #expect(captured.messages.writes.count == 10)
    }

    @Test func otherWordsWipeItFirst() throws {
        let captured = live(width: 80)
        let progress = TrainingProgress(on: captured.console, rounds: 1, examplesPerRound: 10)
        progress.advance(by: 1, loss: 1)
        captured.console.note("saved")
        #expect(captured.messages.writes.dropFirst() == [Self.wipe, "saved\n"])
        captured.clock.pass(100)
        progress.advance(by: 1, loss: 1)
        try captured.console.result("found")
        #expect(captured.messages.writes.last == Self.wipe && captured.results.text == "found\n")
    }

    @Test func finishedEpochsStayAndTheRestIsWiped() {
        let captured = live(width: 60)
        let progress = TrainingProgress(on: captured.console, rounds: 10, examplesPerRound: 10)
        captured.clock.pass(1000)
        progress.advance(by: 10, loss: 0.25)
        progress.endRound()
        #expect(
            captured.messages.writes.dropFirst() == [Self.wipe, "epoch  1/10  loss 0.2500  10.0 examples/s  1.0 s\n"])
        captured.clock.pass(1000)
        progress.advance(by: 5, loss: 0.25)
        progress.finish()
        progress.finish()
        #expect(captured.messages.writes.count == 5 && captured.messages.writes.last == Self.wipe)
    }

    @Test func anErrorThatUnwindsWipesIt() {
        let captured = live(width: 60)
        do {
            let progress = TrainingProgress(on: captured.console, rounds: 1, examplesPerRound: 10)
            progress.advance(by: 1, loss: 1)
        }
        #expect(captured.messages.writes.last == Self.wipe)
    }

    @Test func elsewhereEveryEpochHasALine() {
        let captured = CapturedConsole()
        let progress = TrainingProgress(on: captured.console, rounds: 2, examplesPerRound: 60_000)
        for loss in [0.5, 0.25] {
            progress.beginRound()
            for step in 1...2 {
                captured.clock.pass(500)
                progress.advance(by: 30_000, loss: loss * Double(step))
            }
            // Evaluation: its time is not training's.
            captured.clock.pass(9000)
            progress.endRound(noting: ["test accuracy 84.3 %"])
        }
        #expect(
            captured.messages.text == """
                epoch 1/2  loss 0.7500  test accuracy 84.3 %  60,000 examples/s  1.0 s
                epoch 2/2  loss 0.3750  test accuracy 84.3 %  60,000 examples/s  1.0 s

                """)
    }

    @Test func manyEpochsHaveAHundredLinesAtMost() {
        let captured = CapturedConsole()
        let progress = TrainingProgress(
            on: captured.console, rounds: 1003, examplesPerRound: 1, lossName: "G loss")
        for _ in 0..<1003 {
            progress.beginRound()
            captured.clock.pass(100)
            progress.advance(by: 1, loss: 2)
            progress.endRound()
        }
        #expect(captured.messages.writes.count == 51)
        #expect(
            captured.messages.writes.first
                == "epoch    20/1,003  G loss 2.0000  10.0 examples/s  100 ms  1 min 38 s left\n")
        #expect(captured.messages.writes.last == "epoch 1,003/1,003  G loss 2.0000  10.0 examples/s  100 ms\n")
        #expect(
            [1, 100, 101, 200, 201, 500, 501, 1000, 1001, 60_000].map(TrainingProgress.stride)
                == [1, 1, 2, 2, 5, 5, 10, 10, 20, 1000])
    }

    @Test func quietShowsNothing() {
        let captured = CapturedConsole(
            isQuiet: true, terminal: Terminal(isInteractive: true, hasColor: true, width: { 80 }))
        let progress = TrainingProgress(on: captured.console, rounds: 1, examplesPerRound: 1)
        progress.beginRound()
        captured.clock.pass(1000)
        progress.advance(by: 1, loss: 1)
        progress.endRound()
        progress.finish()
        #expect(captured.messages.writes.isEmpty && captured.results.writes.isEmpty)
    }

    @Test func aResumedRunGoesOnWhereItStopped() {
        let captured = live(width: 70)
        let progress = TrainingProgress(on: captured.console, rounds: 10, finished: 5, examplesPerRound: 100)
        captured.clock.pass(2000)
        progress.advance(by: 100, loss: 1)
        #expect(
            captured.messages.text
                == "\repoch  6/10 ▕█████▍   ▏ 60 %  50.0 examples/s  loss 1.0000  8 s left\u{1B}[K")
    }

    @Test func aNonFiniteLossIsShown() {
        let captured = CapturedConsole()
        let progress = TrainingProgress(on: captured.console, rounds: 1, examplesPerRound: 1)
        captured.clock.pass(1000)
        progress.advance(by: 1, loss: .nan)
        progress.endRound()
        #expect(captured.messages.text == "epoch 1/1  loss nan  1.0 examples/s  1.0 s\n")
    }

    @Test(arguments: [
        (100, "epoch 3/10 ▕█████████████████▊                   ▏ 48 %  61,234 examples/s  loss 0.4312  12 s left"),
        (60, "epoch 3/10 ▕███████▋        ▏ 48 %  loss 0.4312  12 s left"),
        (50, "epoch 3/10 48 %  loss 0.4312  12 s left"),
        (30, "epoch 3/10 48 %  loss 0.4312"),
        (20, "epoch 3/10 48 %"),
        (8, "epoch 3"),
        (1, ""),
        (0, ""),
    ])
    func theLineFits(width: Int, expected: String) {
        let line = ProgressLine(
            label: "epoch 3/10", fraction: 0.4826, rate: "61,234 examples/s", loss: "loss 0.4312", left: "12 s left")
        let text = line.text(width: width, hasColor: false)
        #expect(text == expected)
        #expect(TextWidth.cells(in: text) <= max(0, width - 1))
    }

    @Test func colorStandsAroundTheBarAlone() {
        let line = ProgressLine(label: "epoch 1/1", fraction: 1)
        #expect(
            line.text(width: 29, hasColor: true) == "epoch 1/1 ▕\u{1B}[36m██████████\u{1B}[39m▏100 %")
    }

    @Test(arguments: [(-1.0, "    "), (0, "    "), (0.125, "▌   "), (0.5, "██  "), (0.99, "███▉"), (2, "████")])
    func barsGrowByEighths(fraction: Double, bar: String) {
        #expect(ProgressLine.bar(fraction, cells: 4) == bar)
    }
}
