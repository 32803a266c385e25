import Core
import Foundation
import Testing

@testable import GenerativeModels

@Suite("Training two networks") struct TrainingTests {
    /// A few drawn characters within -1 … 1.
    static let examples: ByteExamples = {
        var examples = ImageDataset.strokes(training: 20, test: 0).training
        (examples.scale, examples.offset) = (2 / 255, -1)
        return examples
    }()

    private struct Killed: Error {}

    /// As the paper on dcgan has it, one small learning rate for both networks.
    private static let slow: AdversarialTraining = {
        var experiment = AdversarialTraining()
        experiment.recipe.optimizer = .adam(beta1: 0.5)
        return experiment
    }()

    /// A trainer of three epochs of five steps, and its step. The average moves every tenth.
    private func trainer(
        _ name: String, seed: UInt64 = 0, between: @escaping () throws -> Void = {}, hooks: [any TrainingHook] = []
    ) throws -> Trainer<AdversarialModel> {
        let model = try NetworkTests.model(name, seed: seed)
        var step = AdversarialStep(model, AdversarialTraining(try GANTrainEntries.model(name)))
        step.betweenUpdates = between
        let method = TrainingMethod(parts: step.parts) { [step] state, batch in
            let result = try step(batch, state.random)
            AdversarialFigures.add(result, of: batch.count, to: state)
            return result.generatorLoss
        }
        return Trainer(
            model, method: method, random: RandomStreams(seed: 5), epochs: 3, batchSize: 4, exampleCount: 20,
            hooks: [AdversarialFigures()] + hooks)
    }

    private func bytes(_ state: TrainingState, in folder: String) throws -> Data {
        try Checkpoint.save(state, configuration: "{}", to: folder + "/state")
        return try Data(contentsOf: URL(filePath: folder + "/state"))
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kumiki-gan-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test(
        "one that ends between the two updates goes on from its checkpoint byte for byte", arguments: NetworkTests.names
    )
    func killed(_ name: String) throws {
        try withFolder { folder in
            let whole = try trainer(name)
            try whole.train(on: Self.examples)
            let expected = try bytes(whole.state, in: folder)

            let run = RunFolder(folder)
            try AtomicFile.createFolder(run.checkpointFolder)
            var steps = 0
            let first = try trainer(
                name,
                between: {
                    steps += 1
                    if steps == 8 { throw Killed() }
                }, hooks: [CheckpointHook(run, configuration: "{}")])
            #expect(throws: Killed.self) { try first.train(on: Self.examples) }
            let last = try #require(CheckpointFile.all(in: run).last)
            #expect(last == CheckpointFile(epoch: 1))
            let second = try trainer(name, seed: 9)
            try Checkpoint(last.path(in: run)).restore(second.state)
            try second.train(on: Self.examples)
            #expect(try bytes(second.state, in: folder) == expected)
        }
    }

    @Test("a checkpoint of another architecture is refused")
    func otherArchitecture() throws {
        try withFolder { folder in
            try Checkpoint.save(trainer("gan").state, configuration: "{}", to: folder + "/gan")
            let other = try trainer("dcgan")
            #expect(throws: FileError.self) { try Checkpoint(folder + "/gan").restore(other.state) }
        }
    }

    @Test("figures are means over the epoch's pictures")
    func figures() throws {
        final class Looker: TrainingHook {
            var seen: [[Double]] = []
            func epochDidEnd(_ state: TrainingState) throws {
                seen.append(AdversarialFigures.metrics.compactMap { state.metric($0) })
            }
        }
        let looker = Looker()
        try trainer("gan", hooks: [looker]).train(on: Self.examples)
        #expect(looker.seen.count == 3 && looker.seen.allSatisfy { $0.count == 4 })
        // At first nothing is known: log 2 for each of the three judgments, and a half.
        let first = looker.seen[0]
        #expect(abs(first[1] - 0.69) < 0.1 && abs(first[2] - 0.5) < 0.2 && abs(first[3] - 0.5) < 0.2)
    }

    @Test("a few steps on one batch teach the discriminator")
    func learning() throws {
        let model = try NetworkTests.model("dcgan")
        let step = AdversarialStep(model, Self.slow)
        let batch = Self.examples.batch(Array(0..<Int32(16))[...])
        let random = RandomStreams(seed: 0)
        let results = try (0..<12).map { _ in try step(batch, random) }
        #expect(results[11].onReal > 0.75 && results[11].discriminatorLoss < results[0].discriminatorLoss)
        #expect(results.allSatisfy { $0.generatorLoss.isFinite })
    }

    @Test("label smoothing holds the discriminator's certainty back")
    func smoothing() throws {
        func certainty(_ smoothing: Double) throws -> Double {
            var experiment = Self.slow
            experiment.labelSmoothing = smoothing
            let step = AdversarialStep(try NetworkTests.model("dcgan"), experiment)
            let batch = Self.examples.batch(Array(0..<Int32(8))[...])
            let random = RandomStreams(seed: 0)
            return try (0..<10).map { _ in try step(batch, random).onReal }.last ?? 0
        }
        #expect(try certainty(0.3) < certainty(0))
    }
}
