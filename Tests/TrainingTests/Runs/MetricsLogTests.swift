import Foundation
import TestSupport
import Testing

@testable import Training

@Suite("The metrics log") struct MetricsLogTests {
    /// The file's lines with the seconds, which differ from run to run, cut off.
    private func lines(_ run: RunFolder) throws -> [String] {
        try String(contentsOfFile: run.metricsFile, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",").dropLast().joined(separator: ",")
        }
    }

    /// Notes a figure that tells how often it was measured.
    private func evaluation(from start: Double) -> EvaluationHook {
        var value = start
        return EvaluationHook {
            value += 1
            return [Measurement(Metric("accuracy"), value)]
        }
    }

    @Test("a line for each epoch, under a header")
    func lines() throws {
        try withTemporaryFolder { folder in
            let (run, log) = (RunFolder(folder), MetricsLog(RunFolder(folder)))
            try tinyTrainer(hooks: [evaluation(from: 0), log]).train(on: TinyExamples(count: 10))
            let losses = log.column("train_loss")
            #expect(losses.count == 3)
            #expect(
                try lines(run) == ["epoch,step,learning_rate,train_loss,accuracy"]
                    + (0..<3).map { "\($0 + 1),\(3 * $0 + 3),0.05,\(losses[$0]),\($0 + 1)" })
            #expect(log.column("accuracy") == [1, 2, 3])
            #expect(log.column("nothing").isEmpty)
        }
    }

    @Test("after going on from a checkpoint, later epochs' lines are written anew")
    func resume() throws {
        try withTemporaryFolder { folder in
            let run = RunFolder(folder)
            let whole = MetricsLog(run)
            try tinyTrainer(hooks: [evaluation(from: 0), whole]).train(on: TinyExamples(count: 10))
            let expected = try lines(run)

            // Stopped in the second epoch, so the lines of epochs two and three are of a future that is undone.
            let paused = tinyTrainer(hooks: [StopAfter(steps: 4)])
            try paused.train(on: TinyExamples(count: 10))
            try Checkpoint.save(paused.state, configuration: "{}", to: folder + "/c")
            let log = MetricsLog(run)
            let trainer = tinyTrainer(hooks: [evaluation(from: 1), log])
            try Checkpoint(folder + "/c").restore(trainer.state)
            try trainer.train(on: TinyExamples(count: 10))
            #expect(try lines(run) == expected)
            #expect(log.column("train_loss") == whole.column("train_loss"))
        }
    }

    @Test("a run that starts anew forgets lines that stand there; a log without a run writes nothing")
    func anew() throws {
        try withTemporaryFolder { folder in
            let run = RunFolder(folder)
            try "epoch,x\n1,2\n7,8\n".write(toFile: run.metricsFile, atomically: true, encoding: .utf8)
            try tinyTrainer(epochs: 1, hooks: [MetricsLog(run)]).train(on: TinyExamples(count: 10))
            #expect(try lines(run).count == 2)
            let log = MetricsLog(nil)
            try tinyTrainer(epochs: 2, hooks: [log]).train(on: TinyExamples(count: 10))
            #expect(log.column("epoch") == [1, 2])
        }
    }

    @Test("infinite and missing figures are kept as such")
    func specialNumbers() throws {
        try withTemporaryFolder { folder in
            // The first figure chooses the weights and has to be finite; the others may be what they are.
            let figures = EvaluationHook {
                [("d", -0.5), ("a", .infinity), ("b", .nan), ("c", 1e300)].map { Measurement(Metric($0), $1) }
            }
            try tinyTrainer(epochs: 1, hooks: [figures, MetricsLog(RunFolder(folder))]).train(
                on: TinyExamples(count: 10))
            #expect(try lines(RunFolder(folder)).last?.hasSuffix(",-0.5,inf,nan,1e+300") == true)
        }
    }
}
