import Figures
import TestSupport
import Testing

@testable import Engine
@testable import Files
@testable import Foundations
@testable import SequenceModels
@testable import Tensors
@testable import Training

@Suite("The character experiment") struct CharacterTrainingTests {
    let place = TemporaryFolder()
    let console = Console(isQuiet: true)

    /// A training on a small text, and the text.
    func run(
        _ preset: CharacterPreset = .minimal, on text: String = "the cat sat on the mat, and the dog on the log. ",
        times: Int = 12, in folder: RunFolder? = nil, _ change: (inout CharacterTraining) -> Void = { _ in }
    ) throws -> TrainingRun<CharacterTraining> {
        try place.write(Array(String(repeating: text, count: times).utf8), to: "text.txt")
        var training = CharacterTraining()
        preset.apply(to: &training)
        (training.texts, training.sizes.hidden) = (["\(place.path)/text.txt"], 12)
        change(&training)
        let data = try training.readData(console)
        training.adopt(data)
        try training.checkAll()
        return TrainingRun(training, data, in: folder, console: console)
    }

    func stored(_ text: String) throws -> CharacterTraining {
        try RunConfigurationFile<CharacterTraining>(Array(text.utf8), file: "config.json").experiment
    }

    @Test(
        "the text's end alone chooses the epoch; score, lines and summary are of its weights",
        arguments: ["rnn", "lstm"])
    func validation(cell: String) throws {
        let run = try run {
            ($0.sizes.cell, $0.validation) = (cell, 0.2)
            // So long steps that the loss rises again and again.
            ($0.recipe.epochs, $0.recipe.optimizer, $0.recipe.learningRate) = (10, .adam(), 0.1)
        }
        #expect(run.data.validation.count == 115 && run.data.validation.endIndex == run.data.text.symbols.count)
        let trained = try run.train()
        let losses = trained.log.column(.loss(.validation))
        let best = try #require(losses.min())
        #expect(losses.count == 10 && losses.last != best)
        #expect(trained.kept.epoch == (losses.firstIndex(of: best) ?? -1) + 1)
        #expect(trained.kept.metric == .loss(.validation) && trained.kept.value == best)
        let score = try #require(run.experiment.score(trained.model, on: .validation, of: run.data))
        #expect(score.loss == best && trained.score == score)
        #expect(
            trained.measurements.map(\.metric.name) == ["validation_loss", "validation_bits", "validation_accuracy"])
        let report = try run.experiment.report(trained)
        #expect(
            report.lines[0].hasPrefix("validation: \(Readable.decimal(best / CharacterScore.natsPerBit, places: 3)) "))
        #expect(report.lines[1].hasSuffix(" after the last"))
        #expect(report.summary.number("bits_per_character") == score.bits)
        let summary = RunSummary(trained)
        #expect(summary.validationLoss == best && summary.testLoss == nil)
        #expect(summary.trainLoss == trained.log.value(.trainLoss, epoch: trained.kept.epoch))
    }

    @Test("without a validation part nothing is measured along the way, and the last weights are measured on the text")
    func plain() throws {
        let run = try run { $0.recipe.epochs = 3 }
        let trained = try run.train()
        #expect(trained.kept.epoch == 3 && trained.kept.metric == nil && trained.measurements.isEmpty)
        #expect(trained.log.column(.loss(.validation)).isEmpty)
        let report = try run.experiment.report(trained)
        let score = CharacterScore(trained.model, on: run.data.training, mode: .streaming, length: 25)
        #expect(
            report.lines[0].hasPrefix("the text itself: \(Readable.decimal(score.bits, places: 3)) bits per character"))
        #expect(!report.lines[1].contains("after the last"))
        #expect(report.summary["measured_on"] == "training text")
        // The loss of an epoch is nats per character, whatever a step sums.
        let losses = trained.log.column(.trainLoss)
        #expect(losses.count == 3 && losses.last == trained.state.meanLoss / 25)
    }

    @Test("a training that ends within an epoch keeps the best of the whole ones, as it does when it continues")
    func withinEpoch() throws {
        let run = try run { ($0.validation, $0.recipe.steps) = (0.2, 25) }
        let trained = try run.train()
        #expect(trained.state.stepsPerEpoch == 18)
        #expect(trained.kept.step == 18 && trained.state.epoch == 1 && trained.state.step == 25)
        #expect(trained.score?.loss == trained.kept.value)
        #expect(trained.kept.value == trained.log.value(.loss(.validation), epoch: 1))
    }

    @Test("every training is measured and saved some twenty times")
    func pace() {
        func interval(_ epochs: Int) -> [Int] {
            let plan = TrainingPlan(epochs: epochs, stepsPerEpoch: 1, batchSize: 1, steps: epochs)
            let pace = CharacterTraining().pace(of: plan)
            return [pace.evaluation, pace.rows, pace.saving]
        }
        #expect(
            [1, 39, 40, 1_000, 8_000].map(interval) == [
                [1, 1, 1], [1, 1, 1], [2, 1, 2], [50, 1, 50], [400, 4, 400],
            ])
    }

    @Test("small networks compute with one thread, large ones with all, and any with what was asked for")
    func threads() throws {
        func threads(_ preset: CharacterPreset, _ change: (inout CharacterTraining) -> Void = { _ in }) -> Int {
            var training = CharacterTraining()
            preset.apply(to: &training)
            change(&training)
            return training.threads
        }
        #expect([CharacterPreset.hamlet, .minimal].map { threads($0) } == [1, 1])
        let all = ComputeContext.threads
        #expect([CharacterPreset.windows, .shakespeare].map { threads($0) } == [all, all])
        #expect(threads(.windows) { $0.recipe.batchSize = 1 } == 1)
        #expect(threads(.windows) { ($0.threads, $0.recipe.batchSize) = (3, 1) } == 3)
        // Once begun, a run has its number, wherever it continues.
        let text = try RunConfigurationFile(try run().experiment).text
        #expect(text.contains("\"threads\":1"))
        #expect(try stored(text.replacing("\"threads\":1", with: "\"threads\":7")).threads == 7)
    }

    @Test("what is known of a text is its name, its length, its symbols and how it begins")
    func facts() throws {
        let experiment = try run(on: "bad cab ", times: 3) { ($0.sizes.mode, $0.sizes.length) = (.windowed, 5) }
            .experiment
        let facts = try experiment.knownText()
        #expect(facts.name == "text.txt" && facts.characters == 24)
        #expect(facts.vocabulary == " abcd" && facts.opening == "bad c")
        #expect(try run(on: "bad cab ", times: 3).experiment.knownText().opening == "b")
        #expect(try stored(RunConfigurationFile(experiment).text) == experiment)
        #expect(throws: ToolError.self) { try CharacterTraining().makeModel() }
    }

    @Test(
        "a text of other characters, or in another order, is another text",
        arguments: [
            ("cafe\u{301} ", "caf\u{E9}e "), ("\u{C5}a", "\u{212B}a"), ("abab", "acac"), ("ab", "abb"), ("abc", "bac"),
            ("abcab", "abbac"),
        ])
    func otherText(one: String, other: String) throws {
        #expect(try run(on: one).experiment.text == run(on: one).experiment.text)
        #expect(try run(on: one).experiment.text != run(on: other).experiment.text)
    }

    @Test("a text of a single symbol is refused, as nothing can be learned of it")
    func oneSymbol() throws {
        #expect(throws: CharacterText.Problem.singleSymbol("text.txt", "a", count: 40)) {
            try run(on: "a", times: 40)
        }
    }

    @Test("gradients are clipped as the recipe says")
    func clipping() throws {
        let run = try run { $0.recipe.clipNorm = nil }
        let model = try run.experiment.makeModel()
        let gradients = valueAndGradients(of: model, in: .training()) {
            model.parameters.map { ($0.parameter.value * 100).sum() }.reduce(Tensor(Float(0)), +)
        }.gradients
        let clipped = try #require(run.experiment.recipe.clipping?(gradients))
        #expect(clipped.tensors.allSatisfy { $0.doubles.allSatisfy { $0 == 5 } })
    }

    // MARK: - Runs that continue

    @Test(
        "a run that was cut short within an epoch ends with the same weights", arguments: RecurrentCell.allCases,
        [3, 24, 30])
    func resumption(cell: RecurrentCell, steps: Int) throws {
        func change(_ training: inout CharacterTraining) {
            (training.sizes.cell, training.sizes.layers, training.sizes.dropout) = (cell.rawValue, 2, 0.3)
            (training.recipe.epochs, training.recipe.batchSize) = (3, 2)
        }
        let whole = try run(in: folder("whole"), change).train()
        _ = try run(in: folder("part")) {
            change(&$0); $0.recipe.steps = steps
        }.train()
        let continued = try run(in: RunFolder("\(place.path)/part"), change).train(from: .latestCheckpoint)
        #expect(weights(continued) == weights(whole) && continued.state.step == whole.state.step)
        #expect(
            continued.hook(LossCurveHook.self)?.points.map(\.loss) == whole.hook(LossCurveHook.self)?.points.map(\.loss)
        )
        #expect(continued.log.column(.trainLoss) == whole.log.column(.trainLoss))
    }

    @Test("a checkpoint whose carried state is damaged is refused", arguments: ["missing", "shape", "stranger"])
    func damagedState(damage: String) throws {
        let part = try folder("part")
        _ = try run(in: part) { ($0.sizes.cell, $0.recipe.steps) = ("lstm", 5) }.train()
        let file = try #require(CheckpointFile.all(in: part).last).path(in: part)
        let known = try Safetensors.read(file)
        var tensors = known.tensors
        #expect(tensors["carried/hidden_l0"]?.shape == [1, 12] && tensors["carried/cell_l0"] != nil)
        switch damage {
        case "missing": tensors["carried/cell_l0"] = nil
        case "shape": tensors["carried/cell_l0"] = FileArray([Float](repeating: 0, count: 12), shape: [12, 1])
        default: tensors["carried/cell_l1"] = tensors["carried/cell_l0"]
        }
        try Safetensors(tensors: tensors, metadata: known.metadata).write(to: file)
        #expect { try run(in: part) { $0.sizes.cell = "lstm" }.train(from: .latestCheckpoint) } throws: {
            "\($0)" == "\(file): does not carry the state of this network"
        }
    }

    @Test("a checkpoint of another text is refused, though its shapes are the same")
    func foreignCheckpoint() throws {
        let part = try folder("part")
        _ = try run(on: "abcd ", in: part) { $0.recipe.epochs = 1 }.train()
        #expect { try run(on: "abce ", in: part).train(from: .latestCheckpoint) } throws: {
            "\($0)".contains(": was written by a training with other settings: text.vocabulary")
        }
    }

    @Test("files may have been moved, and samples may be more or fewer; nothing else may change")
    func continuation() {
        var (run, asked) = (CharacterTraining(), CharacterTraining())
        CharacterPreset.minimal.apply(to: &asked)
        (asked.sampleEvery, asked.texts, asked.lowercase) = (7, ["b/text.txt"], true)
        run.takeContinuation(of: asked)
        #expect(run.sampleEvery == 7 && run.texts.isEmpty && !run.lowercase && run.sizes == CharacterTraining().sizes)
        run.texts = ["a/text.txt"]
        run.takeContinuation(of: asked)
        #expect(run.texts == ["b/text.txt"])
    }

    func folder(_ name: String) throws -> RunFolder {
        let run = RunFolder("\(place.path)/\(name)")
        try AtomicFile.createFolder(run.checkpointFolder)
        return run
    }

    func weights(_ trained: Trained<CharacterTraining>) -> [Double] {
        trained.model.parameters.flatMap(\.parameter.value.doubles)
    }

    // MARK: - What files say

    @Test("a run of version 0.1.0 is read as the experiment that it was")
    func upgrade() throws {
        let old = """
            {"characters":24,"lowercase":true,"opening":"b","recipe":{"batchSize":2,"cell":"gru","clipNorm":3,
             "clipValue":5,"dropout":0.3,"embedding":6,"epochs":4,"hidden":24,"layers":2,"learningRate":0.002,"length":25,
             "mode":"streaming","optimizer":"adam","schedule":"cosine","spread":0.01},"sampleEvery":9,"seed":7,"steps":20,
             "textName":"text.txt","texts":["\(place.path)/text.txt"],"threads":2,"tool":"charrnn","validation":0.1,
             "version":"0.1.0","vocabulary":" abcd"}
            """
        let expected = try run(on: "bad cab ", times: 3) {
            $0.sizes = CharacterSizes(
                length: 25, cell: "gru", hidden: 24, layers: 2, embedding: 6, sigma: 0.01, dropout: 0.3)
            $0.recipe = Recipe(
                epochs: 4, steps: 20, batchSize: 2, learningRate: 0.002, optimizer: .adam(), weightDecay: 0,
                schedule: .cosine(), clipValue: 5, clipNorm: 3)
            ($0.lowercase, $0.sampleEvery, $0.seed, $0.threads, $0.validation) = (true, 9, 7, 2, 0.1)
        }.experiment
        let read = try stored(old)
        #expect(read.text?.fingerprint == nil)
        var continued = read
        try continued.adopt(expected.readData(console))
        #expect(continued == read, "what was not kept is not compared")
        var begun = read
        begun.text?.fingerprint = expected.text?.fingerprint
        #expect(begun == expected)
        // Momentum was 0.9, adamw decayed nothing, and what was not named had no value.
        for (name, optimizer) in [("sgd", OptimizerChoice.sgd(momentum: 0.9)), ("adamw", .adamw())] {
            let recipe = try stored(old.replacing("\"adam\"", with: "\"\(name)\"")).recipe
            #expect(recipe.optimizer == optimizer && recipe.weightDecay == 0)
        }
        var plain = old.replacing("\"validation\":0.1", with: "\"validation\":0")
        for absent in [
            "\"dropout\":0.3,", "\"embedding\":6,", ",\"schedule\":\"cosine\"", ",\"spread\":0.01", "\"steps\":20,",
            "\"sampleEvery\":9,", "\"clipNorm\":3,",
        ] { plain = plain.replacing(absent, with: "") }
        let least = try stored(plain)
        #expect(least.sizes == CharacterSizes(length: 25, cell: "gru", hidden: 24, layers: 2))
        #expect(least.recipe.schedule == .constant && least.recipe.steps == nil && least.recipe.clipNorm == nil)
        #expect(least.validation == nil && least.sampleEvery == nil)
    }

    @Test("what no training can have is refused by name")
    func nonsense() throws {
        func refusal(_ change: (inout CharacterTraining) -> Void) -> String? {
            var training = CharacterTraining()
            change(&training)
            do { try training.checkAll() } catch { return (error as? SettingError)?.setting }
            return nil
        }
        #expect(refusal { _ in } == nil)
        for count in [0, -1, 1_000_001, .max] { #expect(refusal { $0.sizes.length = count } == "sizes.length") }
        for count in [0, -1, 16_385, .max] {
            #expect(refusal { $0.sizes.hidden = count } == "sizes.hidden")
            #expect(refusal { $0.sizes.embedding = count } == "sizes.embedding")
        }
        for count in [0, 65] { #expect(refusal { $0.sizes.layers = count } == "sizes.layers") }
        #expect(refusal { $0.sizes.cell = "srn" } == "sizes.cell")
        for sigma in [0, -1, 11, .nan, .infinity] { #expect(refusal { $0.sizes.sigma = sigma } == "sizes.sigma") }
        for rate in [-0.1, 0.91, .nan] { #expect(refusal { $0.sizes.dropout = rate } == "sizes.dropout") }
        for count in [0, -1, .max] { #expect(refusal { $0.sampleEvery = count } == "sampleEvery") }
        #expect(refusal { $0.texts = ["a.txt", ""] } == "texts")
        #expect(refusal { $0.threads = 0 } == "threads")
        #expect(refusal { $0.recipe.batchSize = nil } == "recipe.batchSize")
        #expect(refusal { ($0.recipe.batchSize, $0.sizes.mode) = (nil, .windowed) } == nil)
    }

    @Test("a file's text without an opening, or with other symbols than its own, is refused")
    func damagedFacts() throws {
        let text = try RunConfigurationFile(try run(on: "bad cab ", times: 3).experiment).text
        for (known, damaged, line) in [
            (
                "\"opening\":\"b\"", "\"opening\":\"\"",
                "text.opening is '', expected one symbol or more of the vocabulary"
            ),
            (
                "\"opening\":\"b\"", "\"opening\":\"z\"",
                "text.opening is 'z', expected one symbol or more of the vocabulary"
            ),
            (
                "\" abcd\"", "\"\"",
                "text.vocabulary is 0 characters, expected 1 to 65,536 different symbols in their order"
            ),
            (
                "\" abcd\"", "\" abdc\"",
                "text.vocabulary is 5 characters, expected 1 to 65,536 different symbols in their order"
            ),
            ("\"characters\":24", "\"characters\":0", "text.characters is 0, expected 2 to 1000000000000"),
            ("\"name\":\"text.txt\"", "\"name\":\"\"", "text.name is '', expected the name of a text"),
            (",\"threads\":1", "", "threads is not given, expected 1 to 4096"),
        ] {
            #expect(text.contains(known))
            #expect { try stored(text.replacing(known, with: damaged)) } throws: { "\($0)" == "config.json: \(line)" }
        }
    }
}
