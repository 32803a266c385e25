import Core

/// A recurrent network that predicts the next character: symbols, one-hot or embedded, to recurrent layers, to one
/// logit for each symbol. Dropout between the layers and before the logits (Zaremba, Sutskever, Vinyals 2014).
///
/// - Shapes: V symbols, E the embedding's width, H hidden units; `embedding.weight` V × E, `rnn` as `Recurrent`,
///   `fc.weight` V × H, `fc.bias` V.
public struct CharacterModel: Module {
    public let recurrent: Recurrent
    public let output: Linear
    /// V × E; nil for one-hot inputs.
    let embedding: Parameter?
    let dropout: Dropout
    let carriedNames: CarriedStateNames

    /// - Parameters:
    ///   - cell: plain, LSTM, GRU or one's own.
    ///   - symbols: V, the size of the alphabet.
    ///   - hidden: H, the hidden units of each layer.
    ///   - layers: recurrent layers, 1 or more.
    ///   - embedding: its width; nil for one-hot inputs.
    ///   - dropout: the rate between the layers and before the logits.
    ///   - sigma: the standard deviation of all initial weights, with biases of zero; nil for PyTorch's defaults.
    ///   - random: what the first weights are drawn from.
    public init(
        _ cell: CellChoice, symbols: Int, hidden: Int, layers: Int = 1, embedding: Int? = nil,
        dropout: Double = 0, sigma: Double? = nil, random: inout RandomStream
    ) {
        let weights = sigma.map { Initializer.normal(standardDeviation: $0) } ?? .torchDefault
        let biases = sigma == nil ? Initializer.torchDefault : .zeros
        self.dropout = Dropout(dropout)
        carriedNames = CarriedStateNames(cell, layers: layers)
        self.embedding = embedding.map { width in
            Parameter(
                Tensor(
                    (0..<(symbols * width)).map { _ in Float(random.normal(standardDeviation: sigma ?? 1)) },
                    shape: [symbols, width]))
        }
        recurrent = Recurrent(
            cell, inputs: embedding ?? symbols, width: hidden, layers: layers, dropout: dropout,
            initializer: weights, biasInitializer: biases, random: &random)
        output = Linear(hidden, symbols, initializer: weights, biasInitializer: biases, random: &random)
    }

    public var parameters: [NamedParameter] {
        ("embedding.weight", embedding)
        ("rnn", recurrent)
        ("fc", output)
    }

    /// What each symbol adds to the gates: V × GH. Worth keeping while the weights do not change.
    public var inputTable: Tensor { recurrent.inputTable(embedding: embedding?.value) }

    /// Logits after every character, and the state after the last.
    ///
    /// - Shapes: symbols T × B of int32 to TB × V.
    public func callAsFunction(
        _ symbols: Tensor, from state: RecurrentState? = nil, table: Tensor? = nil
    ) -> (logits: Tensor, state: RecurrentState) {
        let (hidden, state, _) = recurrent(symbols: symbols, table: table ?? inputTable, from: state)
        return (output(dropout(hidden).reshaped(to: [-1, recurrent.width])), state)
    }

    /// The loss of a batch, in nats; streaming reads its carried state from the training's state and writes it back.
    ///
    /// Streaming: the sum over a stretch, averaged over the streams, as in Karpathy's min-char-rnn; windowed: the
    /// mean over the windows.
    func loss(_ batch: Batch, _ mode: CharacterMode, carrying carried: inout [String: Tensor]) -> Tensor {
        if mode == .windowed { return softmaxCrossEntropy(last(batch.inputs), batch.labels) }
        let (logits, after) = self(batch.inputs, from: carriedNames.state(in: carried))
        carriedNames.carry(after, in: &carried)
        return softmaxCrossEntropy(logits, batch.labels) * Double(batch.inputs.shape[0])
    }

    /// Logits after the last character only.
    ///
    /// - Shapes: symbols T × B of int32 to B × V.
    public func last(_ symbols: Tensor, from state: RecurrentState? = nil, table: Tensor? = nil) -> Tensor {
        output(dropout(recurrent(symbols: symbols, table: table ?? inputTable, from: state).output.lastStep))
    }
}
