import Core

/// The loss of a training step, and the state that streaming carries from step to step.
public final class CharacterLoss {
    private let mode: CharacterMode
    /// The state after the latest stretch; nil at the beginning of a text.
    public var state: RecurrentState?

    public init(_ mode: CharacterMode) {
        self.mode = mode
    }

    /// Streaming: the sum over a stretch, meant over the streams, as Karpathy's min-char-rnn counts it; windowed: the
    /// mean over the windows. In nats.
    public func callAsFunction(_ model: CharacterModel, _ batch: Batch) -> Tensor {
        if mode == .windowed { return softmaxCrossEntropy(model.last(batch.inputs), batch.labels) }
        let (logits, after) = model(batch.inputs, from: state)
        state = after.detached
        return softmaxCrossEntropy(logits, batch.labels) * Double(batch.inputs.shape[0])
    }

    /// The carried state by name, as a checkpoint keeps it.
    public var carried: [String: Tensor] {
        get {
            var named: [String: Tensor] = [:]
            for (layer, tensor) in (state?.hidden ?? []).enumerated() { named["hidden_l\(layer)"] = tensor }
            for (layer, tensor) in (state?.cell ?? []).enumerated() { named["cell_l\(layer)"] = tensor }
            return named
        }
        set {
            let layers = { (name: String) in
                (0..<newValue.count).compactMap { newValue["\(name)_l\($0)"] }
            }
            state = newValue.isEmpty ? nil : RecurrentState(hidden: layers("hidden"), cell: layers("cell"))
        }
    }
}

/// How well a model predicts a text.
public struct CharacterScore: Sendable {
    /// Nats a character.
    public let loss: Double
    /// How many characters the model would have guessed right.
    public let right: Int
    public let count: Int

    /// The fraction of them.
    public var accuracy: Double { Double(right) / Double(count) }

    /// Bits a character.
    public var bits: Double { loss / CharacterScore.natsPerBit }

    public static let natsPerBit = 0.693147180559945309417

    /// Predicts every character of a text that can be predicted in the recipe's way.
    ///
    /// - Parameter symbols: more than a window's length of them where the mode is windowed, else two or more.
    public init(_ model: CharacterModel, on symbols: ArraySlice<UInt16>, mode: CharacterMode, length: Int) {
        switch mode {
        case .windowed:
            self.init(Batches(of: TextWindows(symbols, length: length), size: 512)) { batch, table in
                model.last(batch.inputs, table: table)
            } table: {
                model.inputTable
            }
        case .streaming:
            // A short text is read as one stream; a long one faster by many.
            let streams = symbols.count < 20_000 ? 1 : 32
            let source = TextStretches(symbols, length: streams == 1 ? 1_000 : 100, streams: streams)
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
