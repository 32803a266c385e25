import Testing

@testable import Foundations
@testable import SequenceModels
@testable import Tensors
@testable import Training

@Suite("The counting experiment") struct CountingTests {
    private let console = Console(isQuiet: true)

    private func run(_ experiment: Counting, in folder: RunFolder? = nil) throws -> TrainingRun<Counting> {
        TrainingRun(experiment, try experiment.readData(console), in: folder, console: console)
    }

    private func stored(_ text: String) throws -> Counting {
        try RunConfigurationFile<Counting>(Array(text.utf8), file: "config.json").experiment
    }

    @Test("plain networks take more and smaller steps, and the harder languages more units or shorter strings")
    func defaults() {
        func sizes(_ cell: CellEntry) -> [[Int]] {
            CountingLanguage.all.map { language in
                let experiment = Counting(language, cell: cell)
                return [experiment.hidden, experiment.maxN, experiment.recipe.epochs ?? 0]
            }
        }
        #expect(sizes(.srn) == [[2, 10, 200], [3, 10, 200], [3, 6, 200], [6, 4, 200]])
        for cell in [CellEntry.lstm, .gru] {
            #expect(sizes(cell) == [[2, 10, 50], [2, 10, 50], [3, 10, 50], [4, 10, 50]])
        }
        #expect(CellEntry.counting.map { Counting(cell: $0).recipe.learningRate } == [0.01, 0.02, 0.05])
    }

    @Test("a share of the n between the shortest and the longest is held out of the training strings")
    func heldOut() throws {
        var experiment = Counting()
        #expect(try experiment.readData(console).heldOut.isEmpty)
        for (share, count) in [(0.01, 1), (0.25, 2), (0.5, 4), (0.9, 7)] {
            experiment.validation = share
            let data = try experiment.readData(console)
            #expect(Set(data.heldOut).count == count && data.heldOut.allSatisfy { (2..<10).contains($0) })
            #expect(try experiment.readData(console).heldOut == data.heldOut)
            let strings = experiment.examples(of: data)
            for epoch in [0, 50, 199] {
                let ns = strings.batch(Array(0..<1600)[...], epoch: epoch).labels.scalars(Int32.self)
                #expect(Set(ns).isDisjoint(with: data.heldOut.map { Int32($0) }))
                if epoch == 199 { #expect(Set(ns).count == 10 - count && ns.first == 1 && ns.last == 10) }
            }
        }
        let first = try experiment.readData(console).heldOut
        let others = try (1...5).map { (seed: UInt64) in
            experiment.seed = seed
            return try experiment.readData(console).heldOut
        }
        #expect(others.contains { $0 != first })
    }

    @Test("with held-out n the best epoch is chosen by their squared error, and the score is of that epoch's weights")
    func validation() throws {
        var experiment = Counting(cell: .lstm)
        (experiment.maxN, experiment.validation, experiment.recipe.epochs) = (6, 0.5, 8)
        // So long steps that the error rises again and again.
        (experiment.recipe.learningRate, experiment.recipe.schedule) = (0.2, .constant)
        let trained = try run(experiment).train()
        let errors = trained.log.column(.squaredError(.validation))
        let best = try #require(errors.min())
        #expect(errors.count == 8 && errors.last != best)
        #expect(trained.kept.epoch == (errors.firstIndex(of: best) ?? -1) + 1)
        #expect(trained.kept.metric == .squaredError(.validation) && trained.kept.value == best)
        #expect(trained.model.score(on: trained.data.heldOut).squaredError == best)
        #expect(trained.score == trained.model.score(on: 1...6))
        #expect(trained.log.column(.squaredError(.test)).isEmpty)
        let names = trained.measurements.map(\.metric.name)
        #expect(names == ["squared_error", "wrong", "validation_squared_error", "validation_wrong"])
        let report = try experiment.report(trained)
        let known = (1...6).filter { !trained.data.heldOut.contains($0) }
        let ns = trained.data.heldOut.map(String.init).joined(separator: ", ")
        for (words, score) in [
            ("n from 1 to 6", trained.score), ("of these, n in training", trained.model.score(on: known)),
            ("n held out, which choose the epoch: \(ns)", trained.model.score(on: trained.data.heldOut)),
        ] {
            let line = "\(words): squared error \(Readable.loss(score?.squaredError ?? -1)), "
            #expect(report.lines.contains { $0.hasPrefix(line) }, "\(line)")
        }
        #expect(
            report.summary.number("trained_squared_error") == trained.model.score(on: known).squaredError)
    }

    @Test("without any, every epoch is scored on all n, and its greatest n is recorded")
    func metrics() throws {
        var experiment = Counting()
        (experiment.maxN, experiment.recipe.epochs) = (4, 5)
        let trained = try run(experiment).train()
        #expect(trained.log.column(.maxN) == [2, 3, 4, 4, 4])
        #expect(trained.log.column(.squaredError(.test)).count == 5 && trained.log.column(.wrong(.test)).count == 5)
        #expect(trained.log.column(.squaredError(.test)).last == trained.score?.squaredError)
        #expect(trained.kept.metric == nil && trained.kept.epoch == 5)
        // As many steps without epochs grow alike.
        (experiment.recipe.epochs, experiment.recipe.steps) = (nil, 500)
        let steps = try run(experiment).train()
        #expect(steps.log.column(.maxN) == [2, 3, 4, 4, 4] && steps.score == trained.score)
    }

    @Test("a step is clipped, a dry run's as well")
    func clipping() throws {
        var experiment = Counting()
        (experiment.recipe.optimizer, experiment.recipe.learningRate) = (.sgd(), 1)
        func length(_ clipNorm: Double?) throws -> Double {
            experiment.recipe.clipNorm = clipNorm
            let (before, after) = (try experiment.makeModel(), try run(experiment).train(stepLimit: 1).model)
            let changes = zip(before.parameters, after.parameters).flatMap { old, new in
                zip(old.parameter.value.doubles, new.parameter.value.doubles).map { $1 - $0 }
            }
            return changes.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        #expect(abs(try length(0.001) - 0.001) < 1e-6)
        #expect(try length(nil) > 0.002)
    }

    @Test("a run of version 0.1.0 is read as the experiment that it was")
    func upgrade() throws {
        let old = """
            {"cell":"lstm","language":"anb2n","recipe":{"batchSize":8,"epochs":3,"forgetBias":3,"gradientNorm":0.2,
             "growth":0.5,"hidden":5,"learningRate":0.1,"longest":7,"optimizer":"adam","schedule":"cosine",
             "stringsPerEpoch":800},"seed":7,"threads":2,"tool":"anbn-train","version":"0.1.0"}
            """
        var expected = Counting(CountingLanguage.all[1], cell: .lstm)
        (expected.hidden, expected.maxN, expected.stringsPerEpoch) = (5, 7, 800)
        (expected.growth, expected.forgetBias, expected.seed, expected.threads) = (0.5, 3, 7, 2)
        expected.recipe = Recipe(
            epochs: 3, batchSize: 8, learningRate: 0.1, optimizer: .adam(), weightDecay: 0, schedule: .cosine(),
            clipNorm: 0.2)
        #expect(try stored(old) == expected)
        // Momentum was 0.9 for every tool's "sgd" that had no other.
        for (name, optimizer) in [("sgd", OptimizerChoice.sgd(momentum: 0.9)), ("nesterov", .nesterov())] {
            let text = old.replacing("\"adam\"", with: "\"\(name)\"")
            #expect(try stored(text).recipe.optimizer == optimizer)
        }
    }

    @Test("what no training can have is refused by name")
    func nonsense() {
        func refusal(_ change: (inout Counting) -> Void) -> String? {
            var experiment = Counting()
            change(&experiment)
            do { try experiment.checkAll() } catch { return (error as? SettingError)?.setting }
            return nil
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0.language = "anbm" } == "language")
        #expect(refusal { $0.cell = "rnn" } == "cell")
        for hidden in [0, 1_001] { #expect(refusal { $0.hidden = hidden } == "hidden") }
        for maxN in [1, 1_001] { #expect(refusal { $0.maxN = maxN } == "maxN") }
        for count in [0, .max] { #expect(refusal { $0.stringsPerEpoch = count } == "stringsPerEpoch") }
        for growth in [-0.1, 1.1, .nan, .infinity] { #expect(refusal { $0.growth = growth } == "growth") }
        for bias in [-11, 11, .nan] {
            #expect(refusal { ($0.cell, $0.forgetBias) = ("lstm", bias) } == "forgetBias")
        }
        #expect(refusal { ($0.cell, $0.forgetBias) = ("lstm", 3) } == nil)
        #expect(refusal { ($0.cell, $0.forgetBias) = ("gru", 3) } == "forgetBias")
        for n in [0, 1_001] { #expect(refusal { $0.showN = n } == "showN") }
        #expect(refusal { ($0.maxN, $0.validation) = (2, 0.5) } == "validation")
        #expect(refusal { ($0.maxN, $0.validation) = (3, 0.5) } == nil)
    }

    @Test("every leaf of a configuration replaced by something absurd is refused or harmless, never a trap")
    func leaves() throws {
        var experiment = Counting(CountingLanguage.all[3], cell: .lstm)
        (experiment.forgetBias, experiment.validation) = (3, 0.5)
        let text = try RunConfigurationFile(experiment).text
        for match in text.matches(of: #/:(-?[0-9.e+]+|"[^"]*"|true|false|null)/#) {
            for absurd in [
                "-1", "1e300", "1e-300", "4611686018427387904", "\"nonsense\"", "\"\"", "null", "[]", "-0.5",
            ] {
                var damaged = text
                damaged.replaceSubrange(match.range, with: ":" + absurd)
                guard let stored = try? stored(damaged) else { continue }
                let data = try stored.readData(console)
                _ = try stored.makeModel()
                for epoch in [0, 1, 1_000_000] { _ = stored.examples(of: data).batch([0, 1], epoch: epoch) }
            }
        }
        let damaged = text.replacing("\"cell\":\"lstm\"", with: "\"cell\":\"gnu\"")
        #expect { try stored(damaged) } throws: { "\($0)" == "config.json: cell is 'gnu', expected srn, lstm, gru" }
    }

    @Test("a film's moments are among the epochs that every training saves")
    func moments() {
        #expect(Counting.moments(until: 3, every: 1) == [1, 2])
        #expect(Counting.moments(until: 200, every: 10) == [10, 20, 40, 70, 110, 150])
        #expect(Counting.moments(until: 47, every: 2) == [2, 6, 10, 18, 26, 36])
        #expect(Counting.moments(until: 0, every: 1).isEmpty && Counting.moments(until: 1, every: 1).isEmpty)
    }

    @Test("what is shown may change when a run continues, and nothing else")
    func continuation() {
        var (run, asked) = (Counting(), Counting(cell: .gru))
        (asked.showN, asked.isAnimated) = (3, true)
        run.takeContinuation(of: asked)
        #expect(run.showN == 3 && run.isAnimated && run.cell == "srn")
    }
}
