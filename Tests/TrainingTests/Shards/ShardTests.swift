import Core
import TestSupport
import Testing

@testable import Training

@Suite("Shards") struct ShardTests {
    private let place = TemporaryFolder()
    private let silent = Console(isQuiet: true)

    // MARK: - The tree

    @Test("shards and examples are divided without gap or overlap", arguments: [1, 2, 3, 6, 8])
    func division(count: Int) {
        let tree = ShardTree(shards: count)
        for ranks in 1...count {
            #expect((0..<ranks).flatMap { tree.shards(of: $0, among: ranks) } == Array(0..<count))
        }
        for examples in [0, 1, 5, 64] {
            #expect((0..<count).flatMap { tree.examples(of: $0, among: examples) } == Array(0..<examples))
        }
    }

    @Test("the tree of eight shards is that of four, twice; of six, that of four and that of two")
    func nodes() {
        #expect(ShardTree.middle(of: 0..<8) == 4 && ShardTree.middle(of: 4..<8) == 6)
        #expect(ShardTree.middle(of: 0..<6) == 4 && ShardTree.middle(of: 3..<4) == nil)
        #expect(ShardTree(shards: 8).nodes(within: 2..<5) == [2..<4, 4..<5])
        #expect(ShardTree(shards: 8).nodes(within: 4..<8) == [4..<8])
        #expect(ShardTree(shards: 6).nodes(within: 3..<6) == [3..<4, 4..<6])
    }

    @Test("sums are the same bits on any number of ranks", arguments: [1, 2, 5, 6, 8, 12])
    func sums(count: Int) throws {
        let (tree, length) = (ShardTree(shards: count), 50)
        var random = RandomStream(seed: 1, name: StreamName("test"))
        let numbers = (0..<count).map { _ in
            (0..<length).map { _ in Float(random.normal(standardDeviation: 1)) }
        }
        let whole = try sum(tree, numbers, ranks: 1)
        for ranks in 2...max(2, count) where ranks <= count {
            #expect(try sum(tree, numbers, ranks: ranks) == whole, "\(ranks)")
        }
    }

    /// Adds as ranks do: each its own nodes, and then the nodes of all.
    private func sum(_ tree: ShardTree, _ numbers: [[Float]], ranks: Int) throws -> [Float] {
        let length = numbers[0].count
        let copies = numbers.map { own in
            let copy = UnsafeMutablePointer<Float>.allocate(capacity: length)
            copy.update(from: own, count: length)
            return copy
        }
        defer { copies.forEach { $0.deallocate() } }
        var known: [Range<Int>: UnsafeMutablePointer<Float>] = [:]
        for rank in 0..<ranks {
            for node in tree.nodes(within: tree.shards(of: rank, among: ranks)) {
                known[node] = ShardTree.sum(node, of: length) { $0.count == 1 ? copies[$0.lowerBound] : nil }
            }
        }
        let all = try #require(ShardTree.sum(0..<tree.shards, of: length) { known[$0] })
        return (0..<length).map { all[$0] }
    }

    // MARK: - Trainings

    private func weights(_ experiment: TinyExperiment, steps: Int? = nil) throws -> [UInt32] {
        let data = try experiment.readData(silent)
        let trained = try TrainingRun(experiment, data, in: nil, console: silent).train(stepLimit: steps)
        return trained.model.parameters.flatMap(\.parameter.value.bitPatterns)
    }

    private func divided(_ shards: Int?, threads: Int = 1, points: Int = 20) -> TinyExperiment {
        var experiment = TinyExperiment()
        (experiment.recipe.shards, experiment.threads, experiment.points) = (shards, threads, points)
        return experiment
    }

    @Test("any number of threads ends in the same bytes, also where the last batch has fewer examples than shards")
    func threads() throws {
        for points in [20, 21] {
            let one = try weights(divided(4, points: points))
            for threads in [2, 3, 8] { #expect(try weights(divided(4, threads: threads, points: points)) == one) }
        }
    }

    @Test("shards change the rounding of a step, and nothing else")
    func rounding() throws {
        let (whole, parts) = (try weights(divided(nil)), try weights(divided(5)))
        for (a, b) in zip(whole, parts) {
            #expect(abs(Float(bitPattern: a) - Float(bitPattern: b)) < 1e-5)
        }
    }

    @Test("a run that was stopped within an epoch ends in the same bytes with another number of threads")
    func resumption() throws {
        let whole = try weights(divided(4))
        var experiment = divided(4)
        let data = try experiment.readData(silent)
        experiment.adopt(data)
        let folder = RunFolder("\(place.path)/run")
        for name in [folder.path, folder.checkpointFolder, folder.figureFolder] { try AtomicFile.createFolder(name) }
        _ = try TrainingRun(experiment, data, in: folder, console: silent).train(stepLimit: 6)
        experiment.threads = 3
        let rest = try TrainingRun(experiment, data, in: folder, console: silent).train(from: .latestCheckpoint)
        #expect(rest.model.parameters.flatMap(\.parameter.value.bitPatterns) == whole)
    }

    @Test("the configuration has the number of shards and one thread; without shards it has neither name")
    func configuration() throws {
        let data = try divided(4, threads: 3).readData(silent)
        let text = try TrainingRun(divided(4, threads: 3), data, in: nil, console: silent).configuration.text
        #expect(text.contains("\"shards\":4") || text.contains("\"shards\" : 4"))
        #expect(text.contains("\"threads\":1") || text.contains("\"threads\" : 1"))
        let plain = try TrainingRun(divided(nil, threads: 3), data, in: nil, console: silent).configuration.text
        #expect(!plain.contains("shards"))
    }

    @Test("an evaluation has the same bits on any number of threads, also with more threads than batches")
    func evaluation() {
        let examples = TensorExamples(
            inputs: randomTensor([23, 6]), labels: Tensor((0..<23).map { Int32($0 % 4) }, shape: [23]))
        var random = RandomStream(seed: 5, name: .initialization)
        let model = Linear(6, 4, random: &random)
        func score() -> ClassificationScore {
            ClassificationScore(on: examples, classes: 4, batchSize: 5) { batch in
                let outputs = model(batch.inputs)
                return (softmaxCrossEntropy(outputs, batch.labels), outputs.softmax())
            }
        }
        let whole = score()
        for threads in [1, 2, 9] {
            let divided = DividedEvaluation.$current.withValue(DividedEvaluation(.alone, threads: threads)) { score() }
            #expect(divided.loss.bitPattern == whole.loss.bitPattern && divided.confusion == whole.confusion)
            #expect(divided.predictions == whole.predictions && divided.confidences == whole.confidences)
        }
        #expect(DividedEvaluation(.alone, threads: 2).results(of: 0) { _ in [1] }.isEmpty)
    }

    @Test("the summary has the threads that were asked for, and what the steps have taken")
    func summary() throws {
        let data = try divided(4, threads: 3).readData(silent)
        let outcome = try TrainingRun(divided(4, threads: 3), data, in: nil, console: silent).perform(continuing: false)
        let ranks = try #require(outcome.summary.ranks)
        #expect(outcome.summary.threads == 3 && ranks.threads == 3)
        #expect(ranks.count == 1 && ranks.shards == 4 && ranks.steps == outcome.trained.state.step)
        #expect(ranks.secondsComputing > 0 && ranks.secondsWaiting == 0 && ranks.bytesSentPerStep == 0)
        let plain = try TrainingRun(divided(nil), data, in: nil, console: silent).perform(continuing: false)
        #expect(plain.summary.ranks == nil && plain.summary.json["ranks"] == nil)
    }

    @Test("streams of a part draw other numbers than the whole, the same from their beginning")
    func streams() {
        let (whole, part) = (RandomStreams(seed: 1), RandomStreams(seed: 1, part: "step 0 shard 1"))
        let first = part[.dropout].next()
        #expect(first != whole[.dropout].next())
        #expect(part[.dropout].next() != first)
        #expect(part.restarted[.dropout].next() == first)
    }

    @Test("a rank with another digest of its weights is named")
    func digests() {
        var messages = (0..<3).map { _ in ShardMessage(digest: 7) }
        #expect(ShardMessage.difference(messages, step: 200) == nil)
        messages[2].digest = 8
        let error = ShardMessage.difference(messages, step: 200)
        #expect(error?.message.hasPrefix("the weights of rank 2 differ from those of rank 0 after step 200: ") == true)
        #expect(error?.exitCode == ExitStatus.software)
    }

    @Test("a rank that waits more than it computes is named")
    func waiting() {
        let ranks = [RankTimes(all: 10, waiting: 1), RankTimes(all: 10, waiting: 6)]
        #expect(RankTimes.line(ranks) == "ranks: 6.5 s computing and 3.5 s waiting for others, on average")
        #expect(RankTimes.warning(ranks)?.contains("rank 1 waits") == true)
        #expect(RankTimes.warning([ranks[0]]) == nil)
    }
}
