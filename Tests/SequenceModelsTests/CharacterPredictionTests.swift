import Testing

@testable import Engine
@testable import Foundations
@testable import SequenceModels
@testable import Tensors

@Suite("Teacher-forced predictions of a text") struct CharacterPredictionTests {
    private let text = String(repeating: "the cat sat on the mat.\n", count: 60)

    private func model(_ text: CharacterText, _ cell: CellChoice = .lstm) -> CharacterModel {
        var random = RandomStream(seed: 3, name: .initialization)
        return CharacterModel(cell, symbols: text.vocabulary.count, hidden: 9, random: &random)
    }

    @Test("a streaming model's predictions are those that its score counts, over a stretch's end and beyond")
    func streaming() throws {
        let text = try CharacterText(text, name: "cat")
        let model = model(text)
        let predictions = try CharacterPredictions(model, on: text.symbols[...], mode: .streaming, length: 25)
        #expect(predictions.first == 1 && predictions.places.count == 1_439 && text.symbols.count == 1_440)
        #expect(zip(predictions.places, text.symbols.dropFirst()).allSatisfy { $0.truth == $1 })
        // The whole text as one stretch.
        let inputs = Tensor(text.symbols.dropLast().map(Int32.init), shape: [1_439, 1])
        let logits = model(inputs).logits
        let loss = softmaxCrossEntropy(logits, Tensor(text.symbols.dropFirst().map(Int32.init))).item
        let score = predictions.score(0..<1_440)
        #expect(abs(score.loss - loss) < 1e-5 && score.count == 1_439)
        #expect(logits.argmax() == predictions.places.map { Int($0.predicted) })
        let (first, second) = (predictions.score(0..<1_000), predictions.score(1_000..<1_440))
        #expect(first.count == 999 && second.count == 440 && first.right + second.right == score.right)
    }

    @Test("a windowed model predicts what fills a window, as its score does")
    func windowed() throws {
        let text = try CharacterText(text, name: "cat")
        let model = model(text, .gru)
        let predictions = try CharacterPredictions(model, on: text.symbols[...], mode: .windowed, length: 7)
        let score = CharacterScore(model, on: text.symbols[...], mode: .windowed, length: 7)
        let own = predictions.score(0..<text.symbols.count)
        #expect(predictions.first == 7 && own.count == 1_433 && own.right == score.right)
        #expect(abs(own.loss - score.loss) < 1e-5)
    }

    @Test("the rank counts what is as likely or likelier, and the CSV has a row for each")
    func ranks() throws {
        let text = try CharacterText(text, name: "cat")
        let predictions = try CharacterPredictions(model(text), on: text.symbols[...], mode: .streaming, length: 25)
        #expect(predictions.places.allSatisfy { ($0.rank == 1) == $0.isRight && (1...13).contains($0.rank) })
        #expect(predictions.share(inTop: 13) == 1)
        let right = Double(predictions.places.count(where: \.isRight)) / 1_439
        #expect(predictions.share(inTop: 1) == right && predictions.share(inTop: 5) >= right)
        let csv = predictions.csv(text.vocabulary.symbols).split(separator: "\n")
        #expect(csv.count == 1_440)
        #expect(csv[0] == "position,character,predicted,probability,true_probability,true_rank")
        #expect(csv[1].hasPrefix("2,h,") && csv[3].hasPrefix("4,space,") && csv[23].hasPrefix("24,\\n,"))
        let place = predictions.places[0]
        let fields = csv[1].split(separator: ",")
        #expect(fields[3] == "\(place.probability)" && fields[5] == "\(place.rank)")
        let truth = try #require(Double(fields[4]))
        #expect(abs(-log(Tensor(truth)).item - predictions.score(1..<2).loss) < 1e-5)
    }

    @Test("text and predictions are aligned, with a mark under what is wrong")
    func aligned() throws {
        // ↵ for the end of a line; a wide character takes two cells of both lines.
        let symbols: [Unicode.Scalar] = ["\n", " ", "a", "b", "字"]
        func place(_ truth: UInt16, _ predicted: UInt16) -> CharacterPredictions.Place {
            .init(truth: truth, predicted: predicted, probability: 0.5, logTruth: -1, rank: truth == predicted ? 1 : 2)
        }
        let predictions = CharacterPredictions(
            first: 1, places: [place(3, 3), place(0, 2), place(4, 3), place(1, 1), place(2, 4)])
        let shown = PredictedText(predictions, of: [2, 3, 0, 4, 1, 2], symbols: symbols)
        #expect(
            shown.lines(first: 100) == [
                "text       ab↵字 a ", "predicted  ·bab  字", "wrong        ^^  ^",
            ])
        // Three cells a line.
        #expect(
            shown.lines(first: 4, width: 14) == [
                "text       ab↵", "predicted  ·ba", "wrong        ^", "", "text       字", "predicted  b ",
                "wrong      ^",
            ])
        #expect(shown.lines(first: 0).isEmpty)
    }
}
