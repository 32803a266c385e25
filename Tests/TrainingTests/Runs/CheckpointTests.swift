import Foundation
import TestSupport
import Testing

@testable import Engine
@testable import Files
@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("Checkpoints") struct CheckpointTests {
    static let rules: [UpdateRule] = [.sgd(momentum: 0.9), .adam(), .sgd()]

    /// A trainer that differs from another in its first weights alone, as one does before it is restored.
    private func freshTrainer(_ rule: UpdateRule, hooks: [any TrainingHook] = []) -> Trainer<Sequential> {
        tinyTrainer(rule, model: tinyNetwork(seed: 77), hooks: hooks)
    }

    @Test("going on from any step ends byte for byte as if never stopped", arguments: rules)
    func resume(_ rule: UpdateRule) throws {
        try withTemporaryFolder { folder in
            let examples = TinyExamples(count: 10)
            let whole = tinyTrainer(rule)
            try whole.train(on: examples)
            try Checkpoint.save(whole.state, configuration: "{}", to: folder + "/whole")
            let expected = try Data(contentsOf: URL(fileURLWithPath: folder + "/whole"))
            // Three steps an epoch: 3 and 6 are epoch ends, the others lie within.
            for pause in 1...8 {
                let first = tinyTrainer(rule, hooks: [StopAfter(steps: pause)])
                try first.train(on: examples)
                #expect(first.state.step == pause)
                try Checkpoint.save(first.state, configuration: "{}", to: folder + "/paused")
                let second = freshTrainer(rule)
                try Checkpoint(folder + "/paused").restore(second.state)
                #expect(second.state.step == pause)
                #expect(second.model.parameterBytes == first.model.parameterBytes)
                try second.train(on: examples)
                #expect(second.model.parameterBytes == whole.model.parameterBytes, "stopped after step \(pause)")
                try Checkpoint.save(second.state, configuration: "{}", to: folder + "/resumed")
                let resumed = try Data(contentsOf: URL(fileURLWithPath: folder + "/resumed"))
                #expect(resumed == expected, "stopped after step \(pause)")
                #expect(second.state.meanLoss == whole.state.meanLoss)
            }
        }
    }

    @Test("a checkpoint from before the first step goes on too", arguments: rules)
    func beforeTheFirstStep(_ rule: UpdateRule) throws {
        try withTemporaryFolder { folder in
            let first = tinyTrainer(rule)
            try Checkpoint.save(first.state, configuration: "{}", to: folder + "/start")
            let second = freshTrainer(rule)
            try Checkpoint(folder + "/start").restore(second.state)
            try first.train(on: TinyExamples(count: 10))
            try second.train(on: TinyExamples(count: 10))
            #expect(first.model.parameterBytes == second.model.parameterBytes)
        }
    }

    @Test("saving changes nothing")
    func savingIsSilent() throws {
        try withTemporaryFolder { folder in
            final class SaveAlways: TrainingHook {
                let file: String
                init(_ file: String) { self.file = file }
                func stepDidEnd(_ state: TrainingState) throws {
                    try Checkpoint.save(state, configuration: "{}", to: file)
                }
            }
            let (plain, saving) = (tinyTrainer(), tinyTrainer(hooks: [SaveAlways(folder + "/c")]))
            try plain.train(on: TinyExamples(count: 10))
            try saving.train(on: TinyExamples(count: 10))
            #expect(plain.model.parameterBytes == saving.model.parameterBytes)
        }
    }

    @Test("weights alone are read back to equal outputs, with the configuration")
    func weights() throws {
        try withTemporaryFolder { folder in
            let (model, other) = (tinyNetwork(), tinyNetwork(seed: 5))
            try Checkpoint.saveWeights(of: model, configuration: "{\"a\":1}", to: folder + "/m")
            let checkpoint = try Checkpoint(folder + "/m")
            #expect(checkpoint.configuration == "{\"a\":1}")
            try checkpoint.restoreWeights(of: other)
            let x = randomTensor([3, 1, 8, 8])
            #expect(model(x).bytes == other(x).bytes)
        }
    }

    @Test("counts are read back exactly, beyond what float32 tells apart")
    func counts() throws {
        struct Counter: Module {
            let count: Parameter
            var parameters: [NamedParameter] { ("count", count) }
        }
        try withTemporaryFolder { folder in
            let (model, other) = (
                Counter(count: Parameter(Tensor(Int32(16_777_217)), isTrained: false)),
                Counter(count: Parameter(Tensor(Int32(0)), isTrained: false))
            )
            try Checkpoint.saveWeights(of: model, configuration: "{}", to: folder + "/m")
            try Checkpoint(folder + "/m").restoreWeights(of: other)
            #expect(other.count.value.scalars(Int32.self) == [16_777_217])
        }
    }

    @Test("a file that does not fit is refused with one line that says why")
    func errors() throws {
        try withTemporaryFolder { folder in
            let file = folder + "/c"
            let trainer = tinyTrainer(hooks: [StopAfter(steps: 2)])
            try trainer.train(on: TinyExamples(count: 10))
            try Checkpoint.save(trainer.state, configuration: "{}", to: file)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
            func refusal(_ other: Trainer<Sequential>) -> String {
                message { try Checkpoint(file).restore(other.state) }.replacing(folder, with: "")
            }

            #expect(refusal(tinyTrainer(seed: 2)) == "/c: was written by a training with other settings")
            let fewer = Trainer(
                tinyNetwork(), optimizer: Optimizer(.sgd(momentum: 0.9), learningRate: 0.05),
                random: RandomStreams(seed: 1), epochs: 3, batchSize: 4, exampleCount: 9, hooks: []
            ) { softmaxCrossEntropy($0($1.inputs), $1.labels) }
            #expect(refusal(fewer) == "/c: was written by a training with other settings")
            var random = RandomStream(seed: 1, name: .initialization)
            let other = Sequential(Flatten(), Linear(64, 3, random: &random))
            #expect(
                refusal(tinyTrainer(model: other))
                    == "/c: contains no '1.weight', so it belongs to another model, expected 1.weight, 1.bias")
            let smaller = Sequential(Conv2D(1, 4, kernelSize: 3, padding: 1, random: &random))
            #expect(
                refusal(tinyTrainer(model: smaller))
                    == "/c: contains '4.bias', which the model does not have, so it belongs to another model")
            #expect(
                refusal(tinyTrainer(model: tinyNetwork(channels: 5)))
                    == "/c: tensor '0.weight': shape [16, 1, 3, 3], expected [5, 1, 3, 3]")
            #expect(
                refusal(tinyTrainer(.adam())).hasPrefix("/c: no tensor 'optimizer/0.weight.exp_avg', expected one of"))

            try bytes.prefix(bytes.count - 7).write(to: URL(fileURLWithPath: file))
            #expect(refusal(trainer).hasPrefix("/c: "))
            try Checkpoint.saveWeights(of: trainer.model, configuration: "{}", to: file)
            #expect(refusal(trainer) == "/c: contains only weights, expected a checkpoint to continue from")
            try FileManager.default.removeItem(atPath: file)
            #expect(refusal(trainer).hasPrefix("/c: "))
        }
    }

    @Test("a refused file leaves the model's weights as they were")
    func refusalChangesNothing() throws {
        try withTemporaryFolder { folder in
            let trainer = tinyTrainer(hooks: [StopAfter(steps: 2)])
            try trainer.train(on: TinyExamples(count: 10))
            try Checkpoint.save(trainer.state, configuration: "{}", to: folder + "/c")
            for other in [tinyTrainer(.adam(), model: tinyNetwork(seed: 9)), tinyTrainer(seed: 2)] {
                let before = other.model.parameterBytes
                _ = message { try Checkpoint(folder + "/c").restore(other.state) }
                #expect(other.model.parameterBytes == before)
                #expect(other.state.step == 0 && other.state.optimizer.step == 0)
            }
        }
    }

    @Test("the hook saves every few epochs, after the last and where training stops, and clears what is superseded")
    func hook() throws {
        try withTemporaryFolder { folder in
            func files(_ run: RunFolder) -> [String] { CheckpointFile.all(in: run).map(\.name) }
            let run = RunFolder(folder + "/run")
            try AtomicFile.createFolder(run.checkpointFolder)
            let hook = { CheckpointHook(run, configuration: "{}", every: 2) }
            try tinyTrainer(hooks: [StopAfter(steps: 2), hook()]).train(on: TinyExamples(count: 10))
            #expect(files(run) == ["epoch-0000-step-000002.safetensors"])
            let second = tinyTrainer(hooks: [StopAfter(steps: 5), hook()])
            try Checkpoint(CheckpointFile(epoch: 0, step: 2).path(in: run)).restore(second.state)
            try second.train(on: TinyExamples(count: 10))
            #expect(files(run) == ["epoch-0002.safetensors", "epoch-0002-step-000001.safetensors"])
            let third = tinyTrainer(hooks: [hook()])
            try Checkpoint(try #require(CheckpointFile.all(in: run).last).path(in: run)).restore(third.state)
            try third.train(on: TinyExamples(count: 10))
            #expect(files(run) == ["epoch-0002.safetensors", "epoch-0003.safetensors"])
        }
    }

    @Test("names of checkpoints are made and read")
    func names() {
        let files = [
            CheckpointFile(epoch: 0), CheckpointFile(epoch: 10), CheckpointFile(epoch: 10, step: 412),
            CheckpointFile(epoch: 12_345, step: 1_234_567),
        ]
        #expect(
            files.map(\.name) == [
                "epoch-0000.safetensors", "epoch-0010.safetensors", "epoch-0010-step-000412.safetensors",
                "epoch-12345-step-1234567.safetensors",
            ])
        #expect(files.compactMap { CheckpointFile(name: $0.name) } == files)
        #expect(files.shuffled().sorted() == files)
        for name in [
            "epoch-10.safetensors", "epoch-0010.safetensors.tmp", "xepoch-0010.safetensors",
            "epoch-0010-step-1.safetensors",
        ] {
            #expect(CheckpointFile(name: name) == nil)
        }
    }
}
