import Core
import Figures
import TestSupport
import Testing

@testable import TabularModels

@Suite("What housing trainings are compared by") struct HousingLossTests {
    private let console = Console(isQuiet: true)

    private func trained(_ preset: String, _ change: (inout Housing) -> Void) throws -> Trained<Housing> {
        var experiment = try #require(HousingPreset.all.first { $0.name == preset }).experiment
        (experiment.dataset, experiment.rows, experiment.threads) = (InventedCoast.name, 300, 1)
        change(&experiment)
        let data = try experiment.readData(console)
        experiment.adopt(data)
        return try TrainingRun(experiment, data, in: nil, console: console).train()
    }

    @Test("the trainings that are compared have no dropout, and --dropout is its only source")
    func dropout() {
        #expect(HousingPreset.all.allSatisfy { $0.experiment.dropout == 0 })
    }

    @Test("untrained is the loss on all training rows before the first iteration, the same for every batch size")
    func untrained() throws {
        let whole = try trained("gd") { $0.recipe.steps = 1 }
        let parts = try trained("mini-batch") { $0.recipe.steps = 3 }
        let masked = try trained("gd") { ($0.recipe.steps, $0.dropout) = (1, 0.5) }
        let losses = try [whole, parts, masked].map { try HousingLosses($0) }
        #expect(Set(losses.map(\.untrained)).count == 1)
        // Gradient descent on all rows measures just that in its first iteration; with dropout it is another.
        #expect(abs(whole.state.latestLoss - losses[0].untrained) < 1e-6)
        #expect(abs(masked.state.latestLoss - losses[0].untrained) > 1e-4)
        #expect(losses.allSatisfy { $0.trained.isFinite && $0.trained != $0.untrained })
        #expect(HousingLosses(losses[1].json) == losses[1])
        #expect(
            losses[0].line(of: 1_240).hasPrefix("loss on all 1,240 training rows, dropout off: "))
        let lines = try masked.experiment.report(masked).lines
        #expect(lines.contains { $0.hasPrefix("dropout 0.5 is on in the losses of iterations") })
        #expect(try !whole.experiment.report(whole).lines.contains { $0.hasPrefix("dropout ") })
    }

    @Test("of mini-batches single losses are kept and drawn beside the means of epochs")
    func singleLosses() throws {
        #expect([3, 4_000, 60_000].map(Housing.stepInterval) == [1, 2, 30])
        // 240 training rows: 4 iterations an epoch.
        let trained = try trained("mini-batch") { $0.recipe.steps = 10 }
        let rows = try #require(trained.steps).rows
        #expect(rows.map(\.step) == Array(1...10) && rows.allSatisfy { $0.loss == $0.stepLoss })
        let curves = HousingCurves(trained.log, steps: rows, untrained: 1.5).training(nil, color: Palette.blue)
        #expect(curves.map(\.name) == ["training, every iteration", "training, mean of an epoch"])
        #expect(curves[0].xs == (1...10).map(Double.init) && curves[1].xs == [0, 4, 8])
        // An epoch's mean is over its rows, of which the last iteration has 48.
        let sum = zip(curves[0].ys, [64.0, 64, 64, 48]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(curves[1].ys[0] == 1.5 && abs(curves[1].ys[1] - sum / 240) < 1e-9)
        let whole = try self.trained("gd") { $0.recipe.steps = 10 }
        #expect(whole.steps == nil)
        let names = HousingCurves(whole.log, steps: [], untrained: 1).training(nil, color: Palette.blue).map(\.name)
        #expect(names == ["training"])
    }

    @Test("a sample of rows has its share of every class and comes to other rows with another seed")
    func sample() throws {
        var experiment = Housing()
        (experiment.dataset, experiment.rows) = (InventedCoast.name, 300)
        let data = try experiment.readData(console)
        #expect(data.training.count == 240 && data.test.count == 60)
        let labels = data.training.targets.scalars(Int32.self)
        for label in Int32(0)..<3 { #expect(labels.count { $0 == label } == 80) }
        #expect(data.facts.notes.contains("a sample of 300 of the table's 6,000 usable rows"))
        experiment.seed = 1
        #expect(try experiment.readData(console).testPlaces?.longitudes != data.testPlaces?.longitudes)
        (experiment.seed, experiment.rows) = (0, 6_000)
        var all = experiment
        all.rows = nil
        let whole = try [experiment, all].map { try $0.readData(console).testPlaces?.longitudes }
        #expect(whole[0] == whole[1], "as many as there are leave out none")
        for rows in [29, -1] {
            experiment.rows = rows
            #expect(throws: SettingError.self) { try experiment.check() }
        }
    }
}
