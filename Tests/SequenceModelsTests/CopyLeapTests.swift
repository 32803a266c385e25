import TestSupport
import Testing

@testable import Files
@testable import SequenceModels
@testable import Training

@Suite("The copying experiment") struct CopyLeapTests {
    private let place = TemporaryFolder()
    private let console = Console(isQuiet: true)

    /// A log of epochs with these shares of exact copies.
    private func log(_ shares: [Double]) throws -> MetricsLog {
        let folder = RunFolder("\(place.path)/\(shares.count)-\(shares.reduce(0, +))")
        try AtomicFile.createFolder(folder.path)
        var text = "epoch,validation_loss,validation_exact_copies\n"
        for (number, share) in shares.enumerated() { text += "\(number + 1),0.\(number + 1),\(share)\n" }
        try AtomicFile.write(Array(text.utf8), to: folder.metricsFile)
        return try MetricsLog(reading: folder)
    }

    @Test("the greatest fall of exact copies is explained, a small one is not")
    func leap() throws {
        let leap = try #require(CopyLeap(log([0, 0.5, 0.2, 0.9, 0.1, 1]), on: .validation))
        #expect(leap.epoch == 4 && leap.exact == [0.9, 0.1] && leap.losses == [0.4, 0.5])
        let words = leap.words(symbols: 9, different: 4)
        #expect(
            words[0] == "exact copies fell from 90.0 % to 10.0 % from epoch 4 to 5, while the loss went from 0.4000 to "
                + "0.5000:"
        )
        #expect(words[1].contains("all 9 places, and there are 4 different sequences"))
        #expect(try CopyLeap(log([0, 0.3, 0.1, 0.8]), on: .validation) == nil)
        #expect(try CopyLeap(log([0.9]), on: .validation) == nil)
    }

    @Test("training, validation and test sequences are three sets; a share of the training's replaces the drawn one")
    func sets() throws {
        var experiment = Copying()
        experiment.task = "random"
        (experiment.trainingSequences, experiment.validationSequences, experiment.testSequences) = (40, 30, 20)
        let drawn = try experiment.readData(console)
        let validation = try #require(drawn.validation)
        #expect([drawn.training.count, validation.count, drawn.test.count] == [40, 30, 20])
        #expect(validation.symbols.prefix(200) != drawn.test.symbols.prefix(200))
        // Version 0.1.0 drew the same test sequences.
        let known = CopyTask.all[1].sequences(20, bits: 8, seed: 0, purpose: "validation")
        #expect(drawn.test.symbols == known.symbols && experiment.hasValidation(drawn))
        experiment.validation = 0.25
        let share = try experiment.readData(console)
        #expect(share.training.count == 30 && share.validation?.count == 10)
        (experiment.validation, experiment.validationSequences) = (nil, 0)
        let none = try experiment.readData(console)
        #expect(none.validation == nil && !experiment.hasValidation(none))
    }

    @Test("the network is the one that an earlier version trained; only the choice of its epoch is new")
    func sameTraining() throws {
        var experiment = Copying()
        CopyPreset.all[1].apply(to: &experiment)
        (experiment.bits, experiment.trainingSequences, experiment.testSequences) = (3, 64, 8)
        experiment.recipe.epochs = 2
        func losses(_ validation: Int) throws -> [Double] {
            experiment.validationSequences = validation
            let data = try experiment.readData(console)
            return try TrainingRun(experiment, data, in: nil, console: console).train().log.column(.trainLoss)
        }
        let with = try losses(8)
        #expect(try losses(0) == with && with.count == 2)
    }
}
