import Core

/// How well a model predicts a text.
public struct CharacterScore: Equatable, Sendable {
    /// Nats per character.
    public let loss: Double
    /// The number of characters that the model predicts correctly.
    public let right: Int
    public let count: Int

    /// The fraction of them.
    public var accuracy: Double { Double(right) / Double(count) }

    /// Bits per character.
    public var bits: Double { loss / CharacterScore.natsPerBit }

    /// ln 2.
    public static let natsPerBit = 0.693147180559945309417

    /// Predicts every character of a text that can be predicted in this mode.
    ///
    /// - Parameters:
    ///   - model: reads the true characters and predicts the next.
    ///   - symbols: more than a window's length of them where the mode is windowed, otherwise two or more.
    ///   - mode: streaming or windowed, as the model was trained.
    ///   - length: T, the characters of a window; a streaming model ignores it.
    public init(_ model: CharacterModel, on symbols: ArraySlice<UInt16>, mode: CharacterMode, length: Int) {
        switch mode {
        case .windowed:
            self.init(Batches(of: TextWindows(symbols, length: length), size: 512)) { batch, table in
                model.last(batch.inputs, table: table)
            } table: {
                model.inputTable
            }
        case .streaming:
            // A short text is read as one stream; a long one is read faster by many streams.
            let streams = symbols.count < 20_000 ? 1 : 32
            let source = ContinuousText(symbols, length: streams == 1 ? 1_000 : 100, streams: streams)
            var state: RecurrentState?
            self.init(Batches(of: source, size: streams)) { batch, table in
                let (logits, after) = model(batch.inputs, from: state, table: table)
                state = after
                return logits
            } table: {
                model.inputTable
            }
        }
    }

    /// - Parameter loss: in nats, summed over `count` characters.
    init(lossSum loss: Double, right: Int, count: Int) {
        (self.loss, self.right, self.count) = (loss / Double(max(1, count)), right, count)
    }

    private init(_ batches: some Sequence<Batch>, logits: (Batch, Tensor) -> Tensor, table: () -> Tensor) {
        var (sum, right, count) = (0.0, 0, 0)
        let table = table()
        for batch in batches {
            let logits = logits(batch, table)
            let labels = batch.labels.scalars(Int32.self)
            sum += softmaxCrossEntropy(logits, batch.labels).item * Double(labels.count)
            right += zip(logits.argmax(), labels).count { $0 == Int($1) }
            count += labels.count
        }
        loss = sum / Double(count)
        self.right = right
        self.count = count
    }
}
