import TestSupport
import Testing

@testable import Datasets
@testable import Engine
@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("The trainer and its hooks") struct TrainerTests {
    /// Notes every call with where training stands.
    private final class Recorder: TrainingHook {
        let name: String
        var calls: [String] = []
        var losses: [Double] = []
        var onStep: (TrainingState) throws -> Void = { _ in }
        var onEpoch: (TrainingState) throws -> Void = { _ in }
        static func place(of state: TrainingState) -> String { "\(state.epoch).\(state.stepInEpoch)" }

        init(_ name: String = "") { self.name = name }

        private func note(_ call: String, _ state: TrainingState) {
            calls.append("\(name)\(call) \(Self.place(of: state))")
        }

        func trainingWillBegin(_ state: TrainingState) throws { note("begin", state) }
        func epochWillBegin(_ state: TrainingState) throws { note("epoch", state) }
        func stepWillBegin(_ state: TrainingState) throws { note("step", state) }
        func stepDidEnd(_ state: TrainingState) throws {
            note("stepped", state)
            losses.append(state.latestLoss)
            try onStep(state)
        }
        func epochDidEnd(_ state: TrainingState) throws {
            note("epoch done", state)
            try onEpoch(state)
        }
        func trainingDidEnd(_ state: TrainingState) throws { note("end", state) }
    }

    private struct Refused: Error {}

    @Test("hooks are called in order, with the counters they expect")
    func order() throws {
        let recorder = Recorder()
        let trainer = tinyTrainer(epochs: 2, hooks: [recorder])
        try trainer.train(on: TinyExamples(count: 10))
        let epoch = { (e: Int) in
            ["epoch \(e).0"] + (0..<3).flatMap { ["step \(e).\($0)", "stepped \(e).\($0 + 1)"] }
                + ["epoch done \(e + 1).0"]
        }
        #expect(recorder.calls == ["begin 0.0"] + epoch(0) + epoch(1) + ["end 2.0"])
        #expect(trainer.state.isFinished)
        #expect(trainer.state.step == 6)
        #expect(trainer.state.optimizer.step == 6)
        #expect(trainer.state.stopReason == nil)
    }

    @Test("several hooks take turns in the order given")
    func turns() throws {
        final class Shared: TrainingHook {
            let name: String
            let list: List
            init(_ name: String, _ list: List) { (self.name, self.list) = (name, list) }
            func stepDidEnd(_ state: TrainingState) throws { list.names.append(name) }
        }
        final class List { var names: [String] = [] }
        let list = List()
        try tinyTrainer(epochs: 1, hooks: [Shared("a", list), Shared("b", list)]).train(on: TinyExamples(count: 10))
        #expect(list.names == ["a", "b", "a", "b", "a", "b"])
    }

    @Test("the mean loss weighs the smaller last batch by its examples")
    func meanLoss() throws {
        let recorder = Recorder()
        var recorded = 0.0
        recorder.onEpoch = { recorded = $0.metric("train_loss") ?? .nan }
        let trainer = tinyTrainer(epochs: 1, hooks: [recorder])
        try trainer.train(on: TinyExamples(count: 10))
        let losses = recorder.losses
        let expected = (4 * losses[0] + 4 * losses[1] + 2 * losses[2]) / 10
        #expect((trainer.state.meanLoss - expected).magnitude < 1e-12)
        #expect(recorded == trainer.state.meanLoss)
    }

    @Test("a stop within an epoch ends after that step, a stop at its last step completes the epoch")
    func stops() throws {
        let trainer = tinyTrainer(hooks: [StopAfter(steps: 4)])
        try trainer.train(on: TinyExamples(count: 10))
        #expect(trainer.state.stopReason == .interrupted)
        #expect((trainer.state.epoch, trainer.state.stepInEpoch) == (1, 1))
        let recorder = Recorder()
        let second = tinyTrainer(hooks: [StopAfter(steps: 3), recorder])
        try second.train(on: TinyExamples(count: 10))
        #expect((second.state.epoch, second.state.stepInEpoch) == (1, 0))
        #expect(recorder.calls.suffix(2) == ["epoch done 1.0", "end 1.0"])
    }

    @Test("the first reason to stop stands, also one given after an epoch")
    func stopReasons() throws {
        let recorder = Recorder()
        recorder.onEpoch = {
            $0.stop(.noImprovement)
            $0.stop(.interrupted)
        }
        let trainer = tinyTrainer(hooks: [recorder])
        try trainer.train(on: TinyExamples(count: 10))
        #expect(trainer.state.stopReason == .noImprovement)
        #expect(trainer.state.epoch == 1)
        let interrupted = tinyTrainer(hooks: [InterruptionHook { true }])
        try interrupted.train(on: TinyExamples(count: 10))
        #expect(interrupted.state.stopReason == .interrupted)
        #expect(interrupted.state.step == 1)
    }

    @Test("a hook's error ends training")
    func error() throws {
        let recorder = Recorder()
        recorder.onStep = { _ in throw Refused() }
        let trainer = tinyTrainer(hooks: [recorder])
        #expect(throws: Refused.self) { try trainer.train(on: TinyExamples(count: 10)) }
        #expect(recorder.calls == ["begin 0.0", "epoch 0.0", "step 0.0", "stepped 0.1"])
    }

    @Test("a loss that is no number ends training with its place")
    func notFinite() throws {
        let model = tinyNetwork()
        let trainer = Trainer(
            model, optimizer: Optimizer(.sgd(), learningRate: 0.1), random: RandomStreams(seed: 1), epochs: 2,
            batchSize: 5, exampleCount: 10, hooks: [DivergenceGuard()]
        ) { model, batch in
            let loss = softmaxCrossEntropy(model(batch.inputs), batch.labels)
            return batch.labels.scalars(Int32.self).contains(0) && loss.item > -1 ? loss * .nan : loss
        }
        #expect {
            try trainer.train(on: TinyExamples(count: 10))
        } throws: {
            String(describing: $0)
                == "the training has diverged: the loss is not a number at step 1 of epoch 1; a smaller --lr may help"
        }
    }

    @Test("the schedule sets the rate of every step")
    func schedule() throws {
        let recorder = Recorder()
        var rates: [Double] = []
        recorder.onStep = { rates.append($0.optimizer.learningRate) }
        let schedule = LearningRateSchedule.step(epochs: 1, factor: 0.5)
        try tinyTrainer(epochs: 2, hooks: [ScheduleHook(schedule), recorder])
            .train(on: TinyExamples(count: 10))
        #expect(rates == [0.05, 0.05, 0.05, 0.025, 0.025, 0.025])
    }

    @Test("evaluation notes its figures after the training loss, anew every epoch")
    func evaluation() throws {
        let recorder = Recorder()
        var metrics: [[String]] = []
        recorder.onEpoch = { metrics.append($0.metrics.map { "\($0.name) \($0.name == "epochs" ? $0.value : 0)" }) }
        var epochs = 0.0
        let hook = EvaluationHook {
            epochs += 1
            return [
                Measurement(Metric("epochs"), epochs), Measurement(Metric("other"), 5), Measurement(Metric("other"), 6),
            ]
        }
        try tinyTrainer(epochs: 2, hooks: [hook, recorder]).train(on: TinyExamples(count: 10))
        #expect(metrics == [1, 2].map { ["train_loss 0.0", "epochs \(Double($0))", "other 0.0"] })
    }

    @Test(
        "the same seed trains to the same bytes, another seed to others",
        arguments: [.sgd(momentum: 0.9), .adam()] as [UpdateRule])
    func seeds(_ rule: UpdateRule) throws {
        let trained = try ([1, 1, 2] as [UInt64]).map { seed in
            let trainer = tinyTrainer(rule, seed: seed)
            try trainer.train(on: TinyExamples(count: 10))
            return trainer.model.parameterBytes
        }
        #expect(trained[0] == trained[1])
        #expect(trained[0] != trained[2])
    }

    @Test("every epoch shows each example once, in an order of its own")
    func shuffling() throws {
        final class Watched: ExampleSource {
            var shown: [Int32] = []
            let count = 10
            func batch(_ numbers: ArraySlice<Int32>) -> Batch {
                shown += numbers
                return TinyExamples(count: 10).batch(numbers)
            }
        }
        let examples = Watched()
        try tinyTrainer(epochs: 2).train(on: examples)
        let (first, second) = (Array(examples.shown.prefix(10)), Array(examples.shown.suffix(10)))
        #expect(examples.shown.count == 20)
        #expect(first.sorted() == Array(0..<10) && second.sorted() == Array(0..<10))
        #expect(first != second)
    }
}
