import Core
import Foundation
import SequenceModels
import Testing

@Suite("Character models") struct CharacterModelTests {
    private func model(_ cell: RecurrentCell, embedding: Int? = nil, layers: Int = 1, seed: UInt64 = 1)
        -> CharacterModel
    {
        var random = RandomStream(seed: seed, name: "init")
        return CharacterModel(
            cell, symbols: 5, hidden: 8, layers: layers, embedding: embedding, spread: 0.1, random: &random)
    }

    private let text = (0..<60).map { UInt16([0, 3, 1, 4, 2][$0 % 5]) }

    @Test("a fresh model's loss is about log V", arguments: RecurrentCell.allCases)
    func beginning(_ cell: RecurrentCell) {
        for embedding in [nil, 3] {
            let score = CharacterScore(model(cell, embedding: embedding), on: text[...], mode: .streaming, length: 10)
            #expect(abs(score.loss - log(5.0)) < 0.05)
            #expect(abs(score.bits - score.loss / log(2.0)) < 1e-12)
            #expect(score.count == 59)
        }
    }

    @Test("a few steps learn a repeated word", arguments: RecurrentCell.allCases, CharacterMode.allCases)
    func learning(_ cell: RecurrentCell, _ mode: CharacterMode) throws {
        let model = model(cell, embedding: mode == .windowed ? 4 : nil, layers: 2)
        let loss = CharacterLoss(mode)
        let hooks: [any TrainingHook] = []
        func train(_ source: some ExampleSource, _ size: Int) throws {
            let trainer = Trainer(
                model, optimizer: Optimizer(.adam(), learningRate: 0.02), random: RandomStreams(seed: 1), epochs: 60,
                batchSize: size, exampleCount: source.count, hooks: hooks, filter: { $0.clipped(toValue: 5) }
            ) { loss($0, $1) }
            try trainer.train(on: source)
        }
        if mode == .windowed {
            try train(TextWindows(text[...], length: 4), 16)
        } else {
            try train(TextStretches(text[...], length: 7, streams: 2), 2)
        }
        let score = CharacterScore(model, on: text[...], mode: mode, length: 4)
        #expect(score.loss < 0.3)
        #expect(Double(score.right) > 0.9 * Double(score.count))
        // It goes on as the text does.
        var sampler = CharacterSampler(
            model, prompt: [0, 3, 1, 4], choice: .greedy, window: mode == .windowed ? 4 : nil, seed: 1)
        #expect((0..<6).map { _ in sampler.next()[0] } == [2, 0, 3, 1, 4, 2])
    }

    @Test("symbols in stretches with the state carried are the symbols at once")
    func carrying() {
        let model = model(.lstm)
        let symbols = Tensor(text.prefix(12).map(Int32.init), shape: [12, 1])
        let whole = model(symbols).logits.doubles
        let first = model(symbols.sliced(0..<5))
        let second = model(symbols.sliced(5..<12), from: first.state, table: model.inputTable)
        let joined = first.logits.doubles + second.logits.doubles
        #expect(zip(whole, joined).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test("the carried state survives being named")
    func naming() {
        let loss = CharacterLoss(.streaming)
        let source = TextStretches(text[...], length: 7, streams: 2)
        _ = loss(model(.lstm, layers: 2), source.batch([0, 1]))
        let carried = loss.carried
        #expect(carried.keys.sorted() == ["cell_l0", "cell_l1", "hidden_l0", "hidden_l1"])
        let other = CharacterLoss(.streaming)
        other.carried = carried
        #expect(other.carried.mapValues(\.doubles) == carried.mapValues(\.doubles))
        other.carried = [:]
        #expect(other.state == nil)
    }

    @Test("the loss of a stretch is the sum over it")
    func sum() {
        let model = model(.rnn)
        let batch = TextStretches(text[...], length: 6, streams: 3).batch([0, 1, 2])
        let mean = softmaxCrossEntropy(model(batch.inputs).logits, batch.labels).item
        #expect(abs(CharacterLoss(.streaming)(model, batch).item - 6 * mean) < 1e-4)
    }

    @Test("samples depend on the seed alone, and follow the probabilities")
    func sampling() {
        let model = model(.gru)
        func draw(_ seed: UInt64, _ choice: CharacterSampler.Choice) -> [[UInt16]] {
            var sampler = CharacterSampler(model, prompt: [1], choice: choice, count: 3, seed: seed)
            return (0..<300).map { _ in sampler.next() }
        }
        #expect(draw(7, .temperature(1)) == draw(7, .temperature(1)))
        #expect(draw(7, .temperature(1)) != draw(8, .temperature(1)))
        // Near zero the likeliest always wins.
        #expect(draw(7, .temperature(1e-4)) == draw(8, .greedy))
        // A fresh model finds all symbols about as likely.
        let counts = draw(7, .temperature(1)).joined().reduce(into: [:]) { $0[$1, default: 0] += 1 }
        #expect(counts.count == 5)
        #expect(counts.values.allSatisfy { (90...280).contains($0) })
    }

    @Test("gradients are right, and a wrong tolerance is not met", arguments: RecurrentCell.allCases)
    func gradients(_ cell: RecurrentCell) throws {
        let text = try CharacterText(HamletSoliloquy.text, name: "Hamlet")
        let entries = CharacterGradientCheck(cell, hidden: 5, length: 5).run(on: text, seed: 0)
        #expect(entries.map(\.parameter).count == 6)
        #expect(entries.allSatisfy { $0.error < 1e-6 && $0.error > 0 && $0.checked == min(60, $0.count) })
    }

    @Test("recipes clip as they say")
    func clipping() {
        var recipe = CharacterRecipeEntry.minimal.recipe
        let model = recipe.makeModel(symbols: 5, seed: 0)
        let gradients = valueAndGradients(of: model, in: .training()) {
            model.parameters.map { ($0.parameter.value * 100).sum() }.reduce(Tensor(Float(0)), +)
        }.gradients
        #expect(recipe.clipped(gradients).tensors.allSatisfy { $0.doubles.allSatisfy { $0 == 5 } })
        recipe.clipValue = nil
        recipe.clipNorm = 3
        #expect(abs(recipe.clipped(gradients).norm - 3) < 1e-3)
    }
}
