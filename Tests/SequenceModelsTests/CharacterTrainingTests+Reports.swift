import Figures
import TestSupport
import Testing

@testable import Figures
@testable import Files
@testable import Foundations
@testable import SequenceModels
@testable import Training

// What a training of characters shows.
extension CharacterTrainingTests {
    @Test("the smoothed loss remembers a tenth of the steps so far, 1,000 at most; that of min-char-rnn always 1,000")
    func smoothing() {
        var (short, minimal) = (
            SmoothedLoss(isMinimal: false, value: 3), SmoothedLoss(isMinimal: true, value: 3)
        )
        short.add(2, step: 1)
        minimal.add(2, step: 1)
        #expect(short.value == 2 && abs(minimal.value - 2.999) < 1e-12)
        // At step 20 two steps are remembered, so that a half is new.
        short.add(1, step: 20)
        #expect(short.value == 1.5)
        short.add(0.5, step: 40)
        #expect(short.value == 1.25)
        #expect([10_000, 1_000_000].map { SmoothedLoss.memory(step: $0, isMinimal: false) } == [1_000, 1_000])
        #expect(SmoothedLoss.memory(step: 5_000, isMinimal: false) == 500)
    }

    @Test("losses are nats per character, whatever a step sums; min-char-rnn's sum is shown besides")
    func unit() throws {
        // Up to ten steps, the smoothed loss is that of the last step.
        for preset in [CharacterPreset.hamlet, .windows] {
            let run = try run(preset) { ($0.recipe.epochs, $0.recipe.steps) = (7, 7) }
            let trained = try run.train()
            let smoothed = try #require(trained.state.figures[LossCurveHook.figure])
            let perCharacter = trained.state.latestLoss / (preset.name == "hamlet" ? 575 : 1)
            #expect(abs(smoothed - perCharacter) < 1e-12 && (1...3.5).contains(smoothed))
            let report = try run.experiment.report(trained)
            let bits = Readable.decimal(smoothed / 0.693147180559945309417, places: 3)
            #expect(
                report.lines[1].hasSuffix(
                    "; smoothed loss \(Readable.loss(smoothed)) nats per character (\(bits) bits)"))
            #expect(report.summary.number("smoothed_loss") == smoothed)
            #expect(report.summary["smoothed_sum_over_25"] == nil)
        }
        let run = try run { $0.recipe.steps = 1 }
        let trained = try run.train()
        // 15 symbols; the first step counts for a thousandth.
        let expected = 0.999 * 25 * 2.708050201102210 + 0.001 * trained.state.latestLoss
        let report = try run.experiment.report(trained)
        let sum = try #require(report.summary.number("smoothed_sum_over_25"))
        #expect(run.data.text.vocabulary.count == 15 && abs(sum - expected) < 1e-6)
        #expect(report.lines[1].hasSuffix("; smoothed sum over 25 characters \(Readable.decimal(expected))"))
        #expect(abs((report.summary.number("smoothed_loss") ?? 0) - expected / 25) < 1e-6)
    }

    @Test("the figure's axis says that nats per character are drawn, and of what they are the mean")
    func axis() throws {
        for (preset, label) in [
            (CharacterPreset.minimal, "nats per character"), (.windows, "nats per character (mean over windows)"),
        ] {
            let run = try run(preset) { $0.recipe.steps = 3 }
            let trained = try run.train()
            let panels = try #require(try run.experiment.report(trained).figures.first?.figure as? Panels)
            let chart = try #require(panels.figures.first as? LineChart)
            #expect(chart.y.title == label)
            #expect(chart.series[0].ys.last == trained.state.figures[LossCurveHook.figure])
        }
    }

    @Test("samples of different steps draw different numbers, those of one step the same")
    func sampleStreams() throws {
        let run = try run()
        let (model, text) = (try run.experiment.makeModel(), run.data.text)
        let samples = [0, 20, 20, 40].map { run.experiment.passage(by: model, after: $0, beginning: text) }
        #expect(samples[1] == samples[2] && Set(samples).count == 3)
        #expect(samples.allSatisfy { $0.count == 201 && $0.hasPrefix("t") })
    }

    @Test("the best step is that of the lowest validation loss, or else of the lowest smoothed loss")
    func best() throws {
        for share in [nil, 0.2] {
            let run = try run(.hamlet) {
                // So long steps that the loss rises again and again.
                ($0.validation, $0.recipe.learningRate, $0.recipe.epochs) = (share, 0.5, 10)
            }
            let trained = try run.train()
            // Each epoch is one step, and up to ten steps the smoothed loss is that of the step.
            let losses =
                share == nil
                ? trained.log.column(.trainLoss) : trained.log.column(.loss(.validation))
            let least = try #require(losses.min())
            let step = (losses.firstIndex(of: least) ?? -1) + 1
            let report = try run.experiment.report(trained)
            let name = share == nil ? "smoothed loss" : "validation loss"
            #expect(losses.count == 10 && report.summary["best_step"] == .integer(step))
            #expect(abs((report.summary.number("best_loss") ?? 0) - least) < 1e-12)
            #expect(
                report.lines[2].hasPrefix(
                    "best at step \(step): the lowest \(name), \(Readable.loss(least)) nats per character"))
            #expect(report.lines[2].hasSuffix("; the model is of the last step, 10") == (share == nil && step < 10))
        }
    }

    @Test("the description says what a step reads, and the vocabulary which number each symbol has")
    func stepAndVocabulary() throws {
        func words(_ preset: CharacterPreset, _ streams: Int) throws -> String? {
            let run = try run(preset) { $0.recipe.batchSize = streams }
            return run.experiment.description(of: try run.experiment.makeModel(), run.data)[0]
                .split(separator: "units, ").last.map(String.init)
        }
        #expect(try words(.minimal, 1) == "25 characters per step")
        #expect(try words(.minimal, 4) == "100 characters per step (4 streams of 25)")
        #expect(try words(.windows, 64) == "64 windows of 30 characters per step")
        let facts = try run(on: "a\n b\u{E9}", times: 9).experiment.knownText()
        #expect(
            facts.vocabularyTable == """
                number\tcode point\tsymbol
                0\tU+000A\t\\n
                1\tU+0020\tspace
                2\tU+0061\ta
                3\tU+0062\tb
                4\tU+00E9\t\u{E9}

                """)
    }

    @Test("the sums that version 0.1.0 kept of its steps become nats per character")
    func olderUnit() throws {
        let kept = try folder("older")
        let run = try run(in: kept) { $0.recipe.steps = 3 }
        let state = try run.train().state
        state.figures[LossCurveHook.figure] = nil
        state.figures["smoothed_loss"] = 50
        try AtomicFile.write(Array("step,smoothed_loss\n1,75\n3,50\n4,25\n".utf8), to: "\(kept.path)/loss.csv")
        let plan = TrainingPlan(epochs: 10, stepsPerEpoch: 23, batchSize: 1, steps: 230)
        let hook = LossCurveHook(
            Training(
                experiment: run.experiment, data: run.data, model: try run.experiment.makeModel(), plan: plan,
                folder: kept, console: console))
        try hook.trainingWillBegin(state)
        #expect(state.figures[LossCurveHook.figure] == 2 && state.figures["smoothed_loss"] == nil)
        #expect(hook.points.map(\.step) == [1, 3] && hook.points.map(\.loss) == [3, 2])
    }
}
