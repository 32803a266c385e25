import Testing

@testable import Files
@testable import Foundations
@testable import SequenceModels
@testable import Training

private final class Lines: TextSink {
    var text = ""
    func write(_ more: String) throws(OutputFailure) { text += more }
}

// What a training of characters says while it runs, and what it is before its first step.
extension CharacterTrainingTests {
    /// The lines of epochs that a training writes where there is no terminal.
    private func epochLines(_ run: TrainingRun<CharacterTraining>, from start: TrainingRun<CharacterTraining>.Start)
        throws -> [Substring]
    {
        let lines = Lines()
        let console = Console(messages: lines, terminal: Terminal(isInteractive: false))
        _ = try TrainingRun(run.experiment, run.data, in: run.folder, console: console).train(from: start)
        return lines.text.split(separator: "\n").filter { $0.hasPrefix("epoch ") }
    }

    @Test("every epoch has a line with its mean loss; a limit on steps and a stop within an epoch are counted")
    func epochs() throws {
        // 576 characters are 23 stretches of 25.
        let whole = try run { $0.recipe.epochs = 3 }
        let all = try epochLines(whole, from: .beginning)
        #expect(all.count == 3 && all[0].hasPrefix("epoch 1/3  loss ") && all[2].hasPrefix("epoch 3/3  loss "))
        let losses = try whole.train().log.column(.trainLoss)
        for (line, loss) in zip(all, losses) {
            #expect(line.contains("  loss \(Readable.loss(loss)) nats/character  "), "\(line)")
        }
        #expect(all[0].contains(" left") && !all[2].contains(" left"))

        // Of ten epochs two are begun.
        let kept = try folder("limited")
        let limited = try run(in: kept) { $0.recipe.steps = 30 }
        let short = try epochLines(limited, from: .beginning)
        #expect(short.count == 2 && short[0].hasPrefix("epoch 1/2  "))
        #expect(short[1].hasPrefix("epoch 2/2, 7 of 23 steps  loss ") && !short[1].contains(" left"))
        // What is left of the second epoch: its loss is of all its steps.
        let further = try run(in: kept) { ($0.recipe.epochs, $0.recipe.steps) = (3, nil) }
        let rest = try epochLines(further, from: .latestCheckpoint)
        #expect(rest.count == 2)
        for (line, same) in zip(rest, all.dropFirst()) {
            #expect(line.split(separator: "  ").prefix(3) == same.split(separator: "  ").prefix(3))
        }
    }

    @Test("of a thousand epochs a hundred have lines, with the validation where it is measured")
    func many() throws {
        let run = try run(.hamlet) { ($0.recipe.epochs, $0.validation) = (200, 0.2) }
        let lines = try epochLines(run, from: .beginning)
        #expect(lines.count == 100 && lines[0].hasPrefix("epoch   2/200  loss "))
        #expect(lines.last?.contains("  validation ") == true && lines.last?.hasPrefix("epoch 200/200") == true)
    }

    @Test("no step keeps the model as it begins, with a sample; from there a run continues as any other")
    func noStep() throws {
        let kept = try folder("none")
        let begun = try run(in: kept) { $0.recipe.steps = 0 }
        let outcome = try begun.perform(continuing: false)
        let model = try begun.experiment.makeModel()
        #expect(outcome.trained.state.step == 0 && outcome.summary.weights == "untrained")
        for (own, first) in zip(outcome.trained.model.parameters, model.parameters) {
            #expect(own.parameter.value.doubles == first.parameter.value.doubles, "\(own.name)")
        }
        let samples = String(decoding: try WholeFile.read("\(kept.path)/samples.txt"), as: UTF8.self)
        #expect(samples.hasPrefix("step 0, smoothed loss 2.7081 nats per character:\nt"))
        #expect(outcome.lines[0].hasPrefix("the text itself: ") && outcome.trained.log.rows.isEmpty)
        #expect(try begun.dryRun().loss > 2 * 25)

        let change: (inout CharacterTraining) -> Void = { ($0.recipe.epochs, $0.recipe.steps) = (2, nil) }
        let further = try run(.minimal, in: kept, change).train(from: .latestCheckpoint)
        #expect(weights(further) == weights(try run(.minimal, change).train()))
    }

    @Test("the description says how many examples an epoch has, and the shapes of a step's numbers")
    func shapes() throws {
        func words(_ preset: CharacterPreset, _ rows: Int) throws -> String {
            let own = try run(preset) { $0.recipe.batchSize = rows }
            return own.experiment.description(of: try own.experiment.makeModel(), own.data)[1]
        }
        // 576 characters; 546 windows of 30 have a next one.
        #expect(
            try words(.windows, 100)
                == "an epoch: 546 windows, 6 steps; shapes of a step: inputs 30 × 100 (characters × windows), true "
                + "next characters 100, logits 100 × 15 (one per symbol)")
        #expect(
            try words(.minimal, 4)
                == "an epoch: 20 stretches, 5 steps; shapes of a step: inputs 25 × 4 (characters × streams), true next "
                + "characters 100, logits 100 × 15 (one per symbol)")
        let step = try run(.windows) { $0.recipe.steps = 1 }
        #expect(try step.experiment.report(step.train()).summary["windows"] == .integer(546))
    }
}
