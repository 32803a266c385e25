import Core
import Foundation
import Testing

@testable import SequenceModels

@Suite("Character models") struct CharacterModelTests {
    private func model(_ cell: CellChoice, embedding: Int? = nil, layers: Int = 1, seed: UInt64 = 1)
        -> CharacterModel
    {
        var random = RandomStream(seed: seed, name: .initialization)
        return CharacterModel(
            cell, symbols: 5, hidden: 8, layers: layers, embedding: embedding, sigma: 0.1, random: &random)
    }

    private let text = (0..<60).map { UInt16([0, 3, 1, 4, 2][$0 % 5]) }

    @Test("a fresh model's loss is about log V", arguments: RecurrentCell.allCases)
    func beginning(_ cell: RecurrentCell) {
        for embedding in [nil, 3] {
            let score = CharacterScore(
                model(.builtIn(cell), embedding: embedding), on: text[...], mode: .streaming, length: 10)
            #expect(abs(score.loss - log(5.0)) < 0.05)
            #expect(abs(score.bits - score.loss / log(2.0)) < 1e-12)
            #expect(score.count == 59)
        }
    }

    @Test("a few steps learn a repeated word", arguments: RecurrentCell.allCases, CharacterMode.allCases)
    func learning(_ cell: RecurrentCell, _ mode: CharacterMode) throws {
        let model = model(.builtIn(cell), embedding: mode == .windowed ? 4 : nil, layers: 2)
        func train(_ source: some ExampleSource, _ size: Int) throws {
            let optimizer = Optimizer(.adam(), learningRate: 0.02)
            let method = TrainingMethod.descent(model, optimizer, filter: { $0.clipped(toValue: 5) }) { batch, state in
                model.loss(batch, mode, carrying: &state.carried)
            }
            let trainer = Trainer(
                model, method: method, random: RandomStreams(seed: 1), epochs: 60, batchSize: size,
                exampleCount: source.count, hooks: [])
            try trainer.train(on: source)
            #expect(trainer.state.carried.isEmpty)
        }
        if mode == .windowed {
            try train(TextWindows(text[...], length: 4), 16)
        } else {
            try train(ContinuousText(text[...], length: 7, streams: 2), 2)
        }
        let score = CharacterScore(model, on: text[...], mode: mode, length: 4)
        #expect(score.loss < 0.3)
        #expect(Double(score.right) > 0.9 * Double(score.count))
        // It continues as the text does.
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

    @Test("a stretch leaves its state under names, and the next one begins with it", arguments: RecurrentCell.allCases)
    func naming(_ cell: RecurrentCell) {
        let (model, names) = (model(.builtIn(cell), layers: 2), CarriedStateNames(.builtIn(cell), layers: 2))
        let source = ContinuousText(text[...], length: 7, streams: 2)
        var carried: [String: Tensor] = [:]
        #expect(names.state(in: carried) == nil)
        let first = model.loss(source.batch([0, 1]), .streaming, carrying: &carried).item
        let hidden = ["hidden_l0", "hidden_l1"]
        #expect(carried.keys.sorted() == (cell == .lstm ? ["cell_l0", "cell_l1"] : []) + hidden)
        #expect(names.match(carried, shape: [2, 8]) && !names.match(carried, shape: [1, 8]))
        let after = model(source.batch([0, 1]).inputs).state
        #expect(carried["hidden_l1"]?.doubles == after.hidden[1].doubles)
        #expect(cell != .lstm || carried["cell_l0"]?.doubles == after.cell[0].doubles)
        let second = model.loss(source.batch([2, 3]), .streaming, carrying: &carried).item
        let next = source.batch([2, 3])
        #expect(abs(second - softmaxCrossEntropy(model(next.inputs, from: after).logits, next.labels).item * 7) < 1e-4)
        #expect(first != second)
        carried["hidden_l1"] = nil
        #expect(!names.match(carried, shape: [2, 8]))
        carried["hidden_l2"] = after.hidden[1]
        #expect(!names.match(carried, shape: [2, 8]))
    }

    @Test("windows carry nothing")
    func nothingCarried() {
        var carried: [String: Tensor] = [:]
        _ = model(.lstm).loss(TextWindows(text[...], length: 4).batch([0, 3]), .windowed, carrying: &carried)
        #expect(carried.isEmpty)
    }

    @Test("the loss of a stretch is the sum over it")
    func sum() {
        let model = model(.rnn)
        let batch = ContinuousText(text[...], length: 6, streams: 3).batch([0, 1, 2])
        let mean = softmaxCrossEntropy(model(batch.inputs).logits, batch.labels).item
        var carried: [String: Tensor] = [:]
        #expect(abs(model.loss(batch, .streaming, carrying: &carried).item - 6 * mean) < 1e-4)
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
        var experiment = CharacterTraining()
        experiment.recipe.batchSize = 1
        experiment.sizes = CharacterSizes(length: 5, cell: cell.rawValue, hidden: 5)
        let data = try experiment.readData(Console(isQuiet: true))
        experiment.adopt(data)
        let rows = try GradientCheck(experiment, data).rows()
        #expect(rows.map(\.parameter).count == 6)
        #expect(rows.allSatisfy { $0.passes(1e-6) && !$0.passes(0) && $0.checked == min(30, $0.count) })
    }
}
