import TestSupport
import Testing

@testable import Files
@testable import Foundations
@testable import TabularModels
@testable import Tensors
@testable import Training

@Suite("The housing experiment") struct HousingExperimentTests {
    private let console = Console(isQuiet: true)

    private func coast(_ preset: String = "gd", _ change: (inout Housing) -> Void = { _ in }) throws -> Housing {
        var experiment = try #require(HousingPreset.all.first { $0.name == preset }).experiment
        experiment.dataset = InventedCoast.name
        change(&experiment)
        return experiment
    }

    private func trained(_ standard: Housing) throws -> Trained<Housing> {
        var experiment = standard
        let data = try experiment.readData(console)
        experiment.adopt(data)
        return try TrainingRun(experiment, data, in: nil, console: console).train()
    }

    private func stored(_ text: String) throws -> Housing {
        try RunConfigurationFile<Housing>(Array(text.utf8), file: "config.json").experiment
    }

    @Test(
        "presets have a task, a network and a recipe of their own, the first of each task is its default, and their steps are their own"
    )
    func presets() {
        #expect(HousingPreset.all.map(\.name) == ["gd", "mini-batch", "adam", "mini-batch-adam", "waves"])
        #expect(HousingPreset.all(isRegression: false)[0].experiment == Housing())
        var experiment = Housing()
        (experiment.seed, experiment.recipe.patience, experiment.validation) = (5, 3, 0.2)
        for preset in HousingPreset.all { preset.apply(to: &experiment) }
        var adam = Housing()
        for name in ["waves", "mini-batch-adam", "adam"] {
            HousingPreset.all.first { $0.name == name }?.apply(to: &adam)
        }
        #expect(adam == HousingPreset.all[2].experiment, "whatever was there before")
        #expect(experiment.seed == 5 && experiment.recipe.patience == 3 && experiment.validation == 0.2)
        #expect(experiment.task == .regression && experiment.hidden == [256, 256, 256] && experiment.waves == 32)
        #expect(experiment.recipe.steps == 4_000 && Housing().recipe.steps == 60_000)
        #expect(experiment.recipe.rule == .adam(weightDecay: 0.0001, decoupled: true))
    }

    @Test("validation rows come from the training rows, tenth by tenth; what is fitted is fitted without them")
    func validationRows() throws {
        let plain = try coast().readData(console)
        let divided = try coast { $0.validation = 0.25 }.readData(console)
        #expect(plain.validation == nil && plain.training.count == 4_800)
        #expect(divided.training.count == 3_600 && divided.validation?.count == 1_200)
        #expect(divided.testPlaces?.longitudes == plain.testPlaces?.longitudes, "the test rows stay the same")
        #expect(divided.preparation != plain.preparation)
        // Both parts have their share of every tenth, and so of every third.
        for part in [divided.training, try #require(divided.validation)] {
            let labels = part.targets.scalars(Int32.self)
            for label in Int32(0)..<3 {
                #expect(abs(Double(labels.count { $0 == label }) / Double(labels.count) - 1.0 / 3) < 0.02)
            }
        }
        // Rows of the mean and deviation of the fitted numbers are the training rows.
        let columns = divided.training.inputs
        let sums = columns.sum(axes: [0]).doubles
        for sum in sums { #expect(abs(sum / Double(divided.training.count)) < 1e-4) }
    }

    @Test("a share that leaves no rows on one side is refused")
    func shares() throws {
        for (share, rows) in [(0.001, 40), (0.9, 8)] {
            let experiment = try coast { $0.validation = share }
            let table = TableRead(table: InventedCoast.table(rows: rows), layout: .california, format: "drawn")
            #expect {
                try HousingData(table, name: "coast", for: experiment)
            } throws: {
                "\($0)".hasPrefix("--validation \(share) of ") || "\($0)".hasPrefix("coast: ")
            }
        }
    }

    @Test("the epoch of the highest validation accuracy is kept, and the test rows are scored once, with its weights")
    func bestClasses() throws {
        let trained = try trained(
            coast("mini-batch-adam") {
                // So long steps that the accuracy falls again and again.
                ($0.recipe.learningRate, $0.recipe.steps, $0.recipe.epochs, $0.validation) = (0.1, nil, 12, 0.2)
            })
        let accuracies = trained.log.column(.accuracy(.validation))
        let best = try #require(accuracies.max())
        #expect(accuracies.count == 12 && accuracies.last != best)
        #expect(trained.kept.metric == .accuracy(.validation) && trained.kept.value == best)
        #expect(accuracies[trained.kept.epoch - 1] == best)
        #expect(trained.log.column(.loss(.test)).isEmpty)
        let (data, experiment) = (trained.data, trained.experiment)
        #expect(experiment.score(trained.model, on: .validation, of: data)?.classes?.accuracy == best)
        #expect(experiment.score(trained.model, on: .test, of: data)?.loss == trained.score?.loss)
        let names = trained.measurements.map(\.metric.name)
        #expect(names == ["test_loss", "test_accuracy", "validation_loss", "validation_accuracy"])
    }

    @Test("of a regression the epoch of the lowest validation error is kept")
    func bestRegression() throws {
        let trained = try trained(
            coast("waves") {
                ($0.hidden, $0.recipe.learningRate, $0.recipe.schedule) = ([8], 0.3, .constant)
                ($0.recipe.steps, $0.recipe.epochs, $0.validation) = (nil, 8, 0.2)
            })
        let errors = trained.log.column(.rmse(.validation))
        #expect(errors.count == 8 && errors.last != errors.min())
        #expect(trained.kept.metric == .rmse(.validation) && trained.kept.value == errors.min())
    }

    @Test("patience ends a training that does not become better, also where few epochs are measured")
    func patience() throws {
        let trained = try trained(
            coast("mini-batch-adam") {
                // 60 steps an epoch, so that one epoch of four is measured.
                ($0.recipe.learningRate, $0.recipe.steps, $0.validation) = (0.1, 60 * 2_400, 0.2)
                $0.recipe.patience = 6
            })
        #expect(trained.state.stopReason == .noImprovement && trained.state.epoch < 400)
        // The last epoch is measured, too, and may be the best.
        #expect(trained.log.column(.epoch).last == Double(trained.state.epoch))
        #expect(trained.log.column(.loss(.validation)).count == trained.log.column(.epoch).count)
        let losses = zip(trained.log.column(.accuracy(.validation)), trained.log.column(.loss(.validation)))
        let best = try #require(losses.map { (-$0, $1) }.min { $0 < $1 })
        #expect(trained.kept.metric == .accuracy(.validation) && trained.kept.value == -best.0)
        let figures = try trained.experiment.report(trained).figures.map(\.name)
        #expect(figures == ["learning-curves", "confusion", "map"])
    }

    @Test("hundreds of rows and a few checkpoints, however many epochs")
    func pace() throws {
        for (epochs, evaluation, saving) in [(1, 1, 1), (599, 1, 29), (1_200, 2, 60), (60_000, 100, 3_000)] {
            let plan = TrainingPlan(epochs: epochs, stepsPerEpoch: 1, batchSize: 9, steps: epochs)
            let pace = Housing().pace(of: plan)
            #expect(pace.evaluation == evaluation && pace.rows == evaluation && pace.saving == saving)
            #expect(pace.steps == nil, "an iteration over all rows has its row of the metrics")
        }
    }

    private static let oldRun = """
        {"dataset":"coast","missing":"drop","preparation":{"boundaries":[99700,151933.33],"deviation":66601.87,
         "inputs":{"numbers":[
          {"deviation":1.5,"mean":-120,"median":-120.35,"name":"longitude","scale":"linear"},
          {"deviation":2.25,"mean":36.5,"median":36.55,"name":"latitude","scale":"linear"},
          {"deviation":10.5,"mean":33.5,"median":34,"name":"housing_median_age","scale":"linear"},
          {"deviation":0.5,"mean":7.75,"median":2362,"name":"total_rooms","scale":"logarithmic"},
          {"deviation":0.5,"mean":6.25,"median":442,"name":"total_bedrooms","scale":"logarithmic"},
          {"deviation":0.5,"mean":7,"median":1130,"name":"population","scale":"logarithmic"},
          {"deviation":0.5,"mean":6,"median":400,"name":"households","scale":"logarithmic"},
          {"deviation":0.25,"mean":1.5,"median":3.6174,"name":"median_income","scale":"logarithmic"}],
         "texts":[],"waves":{"frequencies":[[-0.69850886,-0.72172236]],"inputs":[0,1]}},"mean":136469.88},
         "recipe":{"batchSize":64,"dropout":0,"hasLogarithms":true,"hasProximity":false,"hidden":[16],
         "isRectified":true,"iterations":100,"learningRate":0.001,"optimizer":"adamw","schedule":"one-cycle","waves":1,
         "weightDecay":0.0001},"seed":7,"target":"regression","threads":2,"tool":"housing-train","version":"0.1.0"}
        """

    @Test("a run of version 0.1.0 is read as the experiment that it was, with what it has learned of its rows")
    func upgrade() throws {
        let old = try stored(Self.oldRun)
        var expected = try coast("waves") {
            ($0.hidden, $0.waves, $0.missing, $0.seed, $0.threads) = ([16], 1, .drop, 7, 2)
            ($0.recipe.steps, $0.recipe.batchSize) = (100, 64)
        }
        expected.preparation = old.preparation
        #expect(old == expected)
        let preparation = try #require(old.preparation)
        #expect(preparation.boundaries == [99700, 151933.33] && preparation.mean == 136469.88)
        #expect(preparation.deviation == 66601.87 && preparation.inputs.width == 10)
        #expect(preparation.inputs.numbers[7].median == 3.6174)
        #expect(preparation.inputs.numbers[7].scale == .logarithmic)
        #expect(preparation.inputs.waves?.frequencies == [[-0.69850886, -0.72172236]])
        #expect(try old.makeModel().parameterCount == 10 * 16 + 16 + 16 + 1)
        // Momentum was 0 for both, so that nesterov trained as plain descent; a batch size that is missing means all rows.
        for (name, optimizer) in [("sgd", OptimizerChoice.sgd()), ("nesterov", .nesterov(momentum: 0))] {
            let text = Self.oldRun.replacing("\"adamw\"", with: "\"\(name)\"").replacing("\"batchSize\":64,", with: "")
            let old = try stored(text)
            #expect(old.recipe.optimizer == optimizer && old.recipe.batchSize == nil)
            #expect(old.recipe.rule == .sgd(weightDecay: 0.0001))
        }
        #expect(throws: FileError.self) { try stored(Self.oldRun.replacing("\"adamw\"", with: "\"adan\"")) }
    }

    @Test("what no training can have is refused by name")
    func nonsense() throws {
        var sound = try coast("waves")
        sound.adopt(try sound.readData(console))
        func refusal(_ change: (inout Housing) -> Void) -> String? {
            var experiment = sound
            change(&experiment)
            do { try experiment.checkAll() } catch { return (error as? SettingError)?.setting }
            return nil
        }
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0.dataset = "" } == "dataset")
        #expect(refusal { $0.data = "" } == "data")
        for hidden in [[], [0], [20, 65_537], Array(repeating: 1, count: 17)] {
            #expect(refusal { $0.hidden = hidden } == "hidden")
        }
        for dropout in [-0.1, 1, .nan, .infinity] { #expect(refusal { $0.dropout = dropout } == "dropout") }
        for waves in [-1, 65_537] { #expect(refusal { $0.waves = waves } == "waves") }
        #expect(refusal { $0.validation = 0.95 } == "validation")
    }

    @Test("a preparation that no rows can have is refused by name")
    func damagedPreparation() throws {
        for (part, damage, setting) in [
            ("99700,151933.33", "151933.33,99700", "preparation.boundaries"),
            ("99700,151933.33", "1", "preparation.boundaries"),
            ("66601.87", "0", "preparation.deviation"),
            ("\"deviation\":1.5", "\"deviation\":-1", "preparation.inputs.longitude.deviation"),
            ("longitude", "longitud", "preparation.inputs.numbers"),
            ("[0,1]", "[0,8]", "preparation.inputs.waves.inputs"),
            ("[0,1]", "[0,-1]", "preparation.inputs.waves.inputs"),
            ("[0,1]", "[0]", "preparation.inputs.waves.frequencies"),
        ] {
            let text = Self.oldRun.replacing(part, with: damage)
            #expect(text != Self.oldRun)
            #expect { try stored(text) } throws: { "\($0)".hasPrefix("config.json: \(setting) is ") }
        }
        #expect(throws: FileError.self) { try stored(Self.oldRun.replacing("66601.87", with: "1e300")) }
        // One that is missing is refused where a model is made.
        #expect {
            try Housing().makeModel()
        } throws: {
            "\($0)" == "preparation is missing, expected medians and deviations of the training rows"
        }
    }

    @Test("where the data are may change when a run continues, and nothing else")
    func continuation() {
        var (run, asked) = (Housing(), Housing())
        (asked.data, asked.dataset, asked.hidden, asked.missing) = ("elsewhere", "coast", [3], .drop)
        run.takeContinuation(of: asked)
        #expect(run.data == "elsewhere" && run.dataset == nil && run.hidden == [20, 20] && run.missing == .median)
    }
}
