import Core

/// What the units of a model do along a text: the cells of an LSTM's last layer, the hidden state of the others (after
/// Karpathy, Johnson, Fei-Fei, "Visualizing and Understanding Recurrent Networks", 2015).
struct CharacterStates {
    /// The characters that are read.
    private let text: [Unicode.Scalar]
    /// The units whose values vary most, by number, each with a value after every character.
    private let units: [(number: Int, values: [Double])]
    private let predictions: [String]
    private let name: String

    /// Characters of a page, and of the picture; units of both.
    private static let (most, drawn, mostUnits) = (400, 72, 16)

    /// - Parameters:
    ///   - model: the model, which reads the text from its beginning.
    ///   - symbols: the text; its first characters are used.
    ///   - vocabulary: of the model.
    init?(_ model: CharacterModel, on symbols: ArraySlice<UInt16>, _ vocabulary: Vocabulary) {
        let read = symbols.prefix(Self.most)
        guard read.count > 1 else { return nil }
        let inputs = Tensor(read.map(Int32.init), shape: [read.count, 1])
        let (_, _, layers) = model.recurrent(symbols: inputs, table: model.inputTable)
        guard let last = layers.last else { return nil }
        let (states, width) = ((last.cells ?? last.hidden).doubles, model.recurrent.width)
        name = last.cells == nil ? "unit" : "cell"
        let columns = (0..<width).map { unit in
            (number: unit, values: stride(from: unit, to: states.count, by: width).map { states[$0] })
        }
        let spreads = columns.map { SampleStatistics($0.values).deviation }
        units = columns.indices.sorted { (spreads[$1], $0) < (spreads[$0], $1) }.prefix(Self.mostUnits).map {
            columns[$0]
        }
        text = read.map { vocabulary.symbols[Int($0)] }
        let (logits, _) = model(inputs)
        let (best, chances) = (logits.argmax(), logits.softmax().doubles)
        let count = vocabulary.count
        predictions = best.enumerated().map { place, symbol in
            let chance = Readable.percent(chances[place * count + symbol], places: 0)
            return "predicts \(vocabulary.symbols[symbol].shown) (\(chance))"
        }
    }

    /// Every unit's values in colors, a column for each character.
    func figure(_ title: String) -> any Figure {
        let count = min(Self.drawn, text.count)
        let most = max(1e-9, units.flatMap { $0.values.prefix(count) }.map(abs).max() ?? 1)
        return HeatMap(
            "\(title): \(name) states along the text", x: "character", y: name,
            values: units.map { Array($0.values.prefix(count)) }, rowLabels: units.map { "\($0.number + 1)" },
            columnLabels: text.prefix(count).map { $0.properties.isWhitespace ? "␣" : "\($0)" }, colors: .blueRed,
            range: -most...most, numbers: .none, cellSide: 14)
    }

    /// The same for more characters and one unit at a time.
    var live: LiveStrips {
        LiveStrips(
            tokens: text.map { "\($0)" }, units: units.map { LiveStrips.Unit("\(name) \($0.number + 1)", $0.values) },
            notes: predictions)
    }
}
