import Foundation
import TestSupport
import Testing

@testable import Files
@testable import Training

@Suite("Checkpoints that cannot be read") struct DamagedCheckpointTests {
    /// A run of three epochs, each with its checkpoint.
    private func run(in folder: String) throws -> RunFolder {
        let run = RunFolder(folder)
        try AtomicFile.createFolder(run.checkpointFolder)
        try tinyTrainer(hooks: [CheckpointHook(run, configuration: "{}")]).train(on: TinyExamples(count: 10))
        return run
    }

    private func damage(_ epochs: ClosedRange<Int>, of run: RunFolder, _ change: ([UInt8]) -> [UInt8]) throws {
        for epoch in epochs {
            let file = CheckpointFile(epoch: epoch).path(in: run)
            try AtomicFile.write(change(try WholeFile.read(file)), to: file)
        }
    }

    @Test(
        "the newest that can be read is taken, and damaged ones after it are set aside",
        arguments: [
            (3...3, { @Sendable in Array($0.prefix(200)) }), (3...3, { @Sendable in $0.dropLast() + [] }),
            (2...3, { @Sendable _ in [] }), (2...3, { @Sendable in Array($0.prefix(8)) + [0] + $0.dropFirst(9) }),
        ] as [(ClosedRange<Int>, @Sendable ([UInt8]) -> [UInt8])])
    func fallback(epochs: ClosedRange<Int>, change: @Sendable ([UInt8]) -> [UInt8]) throws {
        try withTemporaryFolder { folder in
            let run = try run(in: folder)
            try damage(epochs, of: run, change)
            var words: [String] = []
            let latest = try #require(try CheckpointFile.latest(in: run) { words.append($0) })
            #expect(latest.file == CheckpointFile(epoch: epochs.lowerBound - 1))
            #expect(CheckpointFile.all(in: run).last == latest.file)
            #expect(words.count == epochs.count)
            for epoch in epochs {
                let file = CheckpointFile(epoch: epoch).path(in: run)
                #expect(FileManager.default.fileExists(atPath: file + ".damaged"))
                #expect(words.contains { $0.hasPrefix(file + ": ") && $0.hasSuffix("kept as \(file).damaged") })
            }
            let trainer = tinyTrainer()
            try latest.contents.restore(trainer.state)
            #expect(trainer.state.epoch == latest.file.epoch)
        }
    }

    @Test("where none can be read, the error is the newest one's, and all files stay")
    func none() throws {
        try withTemporaryFolder { folder in
            let run = try run(in: folder)
            try damage(1...3, of: run) { Array($0.prefix(100)) }
            let newest = CheckpointFile(epoch: 3).path(in: run)
            #expect(message { _ = try CheckpointFile.latest(in: run) { _ in } }.hasPrefix(newest + ": "))
            #expect(CheckpointFile.all(in: run).map(\.epoch) == [1, 2, 3])
        }
    }

    @Test("a run without checkpoints has no latest one")
    func empty() throws {
        try withTemporaryFolder { folder in
            let latest = try CheckpointFile.latest(in: RunFolder(folder)) { _ in }
            #expect(latest == nil)
        }
    }

    @Test("while training goes on, the epoch before the newest stays, whichever are kept")
    func spare() throws {
        try withTemporaryFolder { folder in
            let run = RunFolder(folder)
            try AtomicFile.createFolder(run.checkpointFolder)
            let hook = { CheckpointHook(run, configuration: "{}", keeping: { _ in false }) }
            // Three steps make an epoch: two epochs and a step.
            try tinyTrainer(hooks: [StopAfter(steps: 7), hook()]).train(on: TinyExamples(count: 10))
            #expect(CheckpointFile.all(in: run) == [CheckpointFile(epoch: 2), CheckpointFile(epoch: 2, step: 1)])
            let trainer = tinyTrainer(hooks: [hook()])
            try Checkpoint(CheckpointFile(epoch: 2, step: 1).path(in: run)).restore(trainer.state)
            try trainer.train(on: TinyExamples(count: 10))
            #expect(CheckpointFile.all(in: run) == [CheckpointFile(epoch: 3)])
        }
    }

    @Test("weights that are no finite numbers are refused by name", arguments: [Float.nan, .infinity, -.infinity])
    func weights(value: Float) throws {
        try withTemporaryFolder { folder in
            let run = try run(in: folder)
            let file = CheckpointFile(epoch: 3).path(in: run)
            var contents = try Safetensors.read(file)
            let name = try #require(contents.tensors.keys.filter { !$0.contains("/") }.min())
            let whole = try #require(contents.tensors[name])
            var numbers = whole.floats()
            numbers[1] = value
            contents.tensors[name] = FileArray(numbers, shape: whole.shape)
            try contents.write(to: file)
            #expect(
                message { _ = try Checkpoint(file) }
                    == "\(file): tensor '\(name)': number 2 of \(numbers.count) is \(value), expected finite weights")
            let latest = try CheckpointFile.latest(in: run) { _ in }
            #expect(latest?.file == CheckpointFile(epoch: 2))
            // What a number of 64 bits holds may be too large for one of 32.
            contents.tensors[name] = FileArray(whole.doubles().map { _ in 1e300 }, shape: whole.shape)
            try contents.write(to: file)
            #expect(message { _ = try Checkpoint(file) }.contains("tensor '\(name)': number 1"))
            // The optimizer's running values may be anything.
            contents.tensors[name] = whole
            let slot = try #require(contents.tensors.keys.filter { $0.hasPrefix("optimizer/") }.min())
            let values = try #require(contents.tensors[slot])
            contents.tensors[slot] = FileArray(values.floats().map { _ in value }, shape: values.shape)
            try contents.write(to: file)
            _ = try Checkpoint(file)
        }
    }
}
