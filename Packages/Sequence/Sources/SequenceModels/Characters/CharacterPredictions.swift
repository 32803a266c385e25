import Core

/// A model's predictions at every place of a text, given the true characters before it (teacher forcing).
///
/// A streaming model reads the whole text as one stream; a windowed model reads the window before each character.
public struct CharacterPredictions: Sendable {
    /// One character and its prediction.
    public struct Place: Sendable {
        public let truth: UInt16
        /// The most probable symbol.
        public let predicted: UInt16
        /// The probability of the most probable symbol.
        public let probability: Float
        /// The probability of the true one, as its natural logarithm.
        public let logTruth: Float
        /// The number of symbols that are at least as probable as the true one, itself included: 1 where it is
        /// predicted.
        public let rank: Int32

        public var isRight: Bool { predicted == truth }
    }

    /// Characters before the first one that is predicted.
    public let first: Int
    /// The predicted characters, in the text's order.
    public private(set) var places: [Place] = []

    /// Characters that a streaming model reads together.
    private static let stretch = 1_000
    /// Windows that are read together.
    private static let windows = 512

    /// - Parameters:
    ///   - model: reads the true characters and predicts the next.
    ///   - symbols: more than a window's length of them where the mode is windowed, otherwise two or more.
    ///   - mode: streaming or windowed, as the model was trained.
    ///   - length: T, the characters of a window; a streaming model ignores it.
    /// - Throws: `ToolError` after an interruption.
    public init(
        _ model: CharacterModel, on symbols: ArraySlice<UInt16>, mode: CharacterMode, length: Int
    ) throws(ToolError) {
        let table = model.inputTable
        switch mode {
        case .windowed:
            first = length
            for batch in Batches(of: TextWindows(symbols, length: length), size: Self.windows) {
                add(model.last(batch.inputs, table: table), batch.labels.scalars(Int32.self))
                if Interruption.isRequested { throw Interruption.error() }
            }
        case .streaming:
            first = 1
            var (at, state): (Int, RecurrentState?) = (symbols.startIndex, nil)
            while at < symbols.endIndex - 1 {
                let end = min(at + Self.stretch, symbols.endIndex - 1)
                let inputs = Tensor(symbols[at..<end].map(Int32.init), shape: [end - at, 1])
                let (logits, after) = model(inputs, from: state, table: table)
                add(logits, symbols[(at + 1)...end].map(Int32.init))
                (at, state) = (end, after)
                if Interruption.isRequested { throw Interruption.error() }
            }
        }
    }

    /// Predictions that are known.
    init(first: Int, places: [Place]) { (self.first, self.places) = (first, places) }

    private mutating func add(_ logits: Tensor, _ labels: [Int32]) {
        let width = logits.shape[1]
        let logarithms = logits.logSoftmax()
        let (numbers, chances) = (logarithms.scalars(Float.self), exp(logarithms).scalars(Float.self))
        for (row, (best, label)) in zip(logits.argmax(), labels).enumerated() {
            let truth = numbers[row * width + Int(label)]
            let likelier = (0..<width).count { numbers[row * width + $0] >= truth }
            places.append(
                Place(
                    truth: UInt16(label), predicted: UInt16(best), probability: chances[row * width + best],
                    logTruth: truth, rank: Int32(best == Int(label) ? 1 : likelier)))
        }
    }

    /// How well a part of the text is predicted.
    ///
    /// - Parameter positions: of the text, from 0; those that are not predicted are left out.
    public func score(_ positions: Range<Int>) -> CharacterScore {
        let part = places[positions.clamped(to: first..<(first + places.count)).shifted(by: -first)]
        return CharacterScore(
            lossSum: part.reduce(0) { $0 - Double($1.logTruth) }, right: part.count(where: \.isRight), count: part.count
        )
    }

    /// The share of the predicted characters that are among the most probable few.
    public func share(inTop most: Int) -> Double {
        Double(places.count { $0.rank <= Int32(most) }) / Double(max(1, places.count))
    }

    /// A row for each predicted character: its position in the text, from 1; itself; the most probable symbol and its
    /// probability; the probability of the true one, and its rank.
    public func csv(_ symbols: [Unicode.Scalar]) -> String {
        let names = symbols.map(\.shown)
        var text = CSVTable.line([
            "position", "character", "predicted", "probability", "true_probability", "true_rank",
        ])
        let truths = exp(Tensor(places.map(\.logTruth))).scalars(Float.self)
        for (number, place) in places.enumerated() {
            text += CSVTable.line([
                "\(first + number + 1)", names[Int(place.truth)], names[Int(place.predicted)], "\(place.probability)",
                "\(truths[number])", "\(place.rank)",
            ])
        }
        return text
    }
}

extension Range<Int> {
    fileprivate func shifted(by offset: Int) -> Range<Int> { (lowerBound + offset)..<(upperBound + offset) }
}
