import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import Tensors
@testable import Training

@Suite("Models of several parts") struct PartsTests {
    /// Two layers, each moved by its own rule.
    private struct Pair: Module {
        let first: Linear
        let second: Linear

        init(seed: UInt64) {
            var random = RandomStream(seed: seed, name: .initialization)
            first = Linear(64, 8, random: &random)
            second = Linear(8, 3, random: &random)
        }

        var parameters: [NamedParameter] {
            ("first", first)
            ("second", second)
        }
    }

    private func trainer(seed: UInt64 = 1, hooks: [any TrainingHook] = []) -> Trainer<Pair> {
        let model = Pair(seed: seed)
        let parts = [
            TrainedPart(model.first, name: "first", optimizer: Optimizer(.adam(), learningRate: 0.01)),
            TrainedPart(model.second, name: "second", optimizer: Optimizer(.sgd(momentum: 0.9), learningRate: 0.1)),
        ]
        let method = TrainingMethod(parts: parts) { state, batch in
            var loss = 0.0
            for part in state.parts {
                let (value, gradients) = valueAndGradients(
                    of: part.module.trainedParameters.map(\.parameter), in: .training()
                ) {
                    softmaxCrossEntropy(model.second(tanh(model.first(batch.inputs.flattened()))), batch.labels)
                }
                part.optimizer.update(part.module, along: gradients)
                loss = value.item
            }
            return loss
        }
        return Trainer(
            model, method: method, random: RandomStreams(seed: 1), epochs: 3, batchSize: 4, exampleCount: 10,
            hooks: hooks)
    }

    @Test("both optimizers go on from a checkpoint byte for byte")
    func resume() throws {
        try withTemporaryFolder { folder in
            let whole = trainer()
            try whole.train(on: TinyExamples(count: 10))
            for pause in [2, 3, 7] {
                let first = trainer(hooks: [StopAfter(steps: pause)])
                try first.train(on: TinyExamples(count: 10))
                try Checkpoint.save(first.state, configuration: "{}", to: folder + "/paused")
                let second = trainer(seed: 7)
                try Checkpoint(folder + "/paused").restore(second.state)
                #expect(second.state.parts.map(\.optimizer.step) == [pause, pause])
                try second.train(on: TinyExamples(count: 10))
                #expect(second.model.parameterBytes == whole.model.parameterBytes, "stopped after \(pause)")
            }
            let stored = try Safetensors.read(folder + "/paused")
            #expect(stored.tensors["optimizer/first.weight.exp_avg"]?.shape == [8, 64])
            #expect(stored.tensors["optimizer/second.bias.momentum_buffer"]?.shape == [3])
        }
    }

    @Test("a checkpoint of another division is refused")
    func otherParts() throws {
        try withTemporaryFolder { folder in
            try Checkpoint.save(trainer().state, configuration: "{}", to: folder + "/two")
            let whole = Trainer(
                Pair(seed: 1), optimizer: Optimizer(.sgd(), learningRate: 0.1), random: RandomStreams(seed: 1),
                epochs: 3,
                batchSize: 4, exampleCount: 10, hooks: []
            ) { model, batch in softmaxCrossEntropy(model.second(model.first(batch.inputs.flattened())), batch.labels) }
            #expect(message { try Checkpoint(folder + "/two").restore(whole.state) }.hasSuffix("with other settings"))
        }
    }

    @Test("checkpoints that are not kept go when the next is there")
    func keeping() throws {
        try withTemporaryFolder { folder in
            let run = RunFolder(folder)
            try AtomicFile.createFolder(run.checkpointFolder)
            let hook = CheckpointHook(run, configuration: "{}", keeping: { $0 == 1 })
            try trainer(hooks: [hook]).train(on: TinyExamples(count: 10))
            #expect(CheckpointFile.all(in: run).map(\.epoch) == [1, 3])
        }
    }
}

@Suite("Arrays of random numbers") struct RandomArrayTests {
    @Test("normal numbers have the moments of their distribution, and the first of many are those of a few")
    func normals() {
        var random = RandomStream(seed: 4, name: StreamName("noise"))
        let many = random.normals([100, 333])
        let numbers = many.doubles
        let mean = numbers.reduce(0, +) / Double(numbers.count)
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
        let fourth = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) * ($1 - mean) }
        #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.02)
        #expect(abs(fourth / Double(numbers.count) - 3) < 0.15)
        var again = RandomStream(seed: 4, name: StreamName("noise"))
        #expect(again.normals([7]).doubles == Array(numbers.prefix(7)))
        // What follows is new.
        #expect(again.normals([7]).doubles != Array(numbers.prefix(7)))
        var resumed = RandomStream(seed: 4, name: StreamName("noise"), position: random.position)
        #expect(resumed.normals([5]).bytes == random.normals([5]).bytes)
    }
}
