import Engine

/// The cell of recurrent layers: one that the engine computes over a whole sequence in one call, or one's own.
public enum CellChoice: Sendable {
    case builtIn(RecurrentCell)
    /// One that a tool brings along.
    case own(any OwnCell)

    /// A plain recurrent layer.
    public static let rnn = CellChoice.builtIn(.rnn)
    /// Long short-term memory.
    public static let lstm = CellChoice.builtIn(.lstm)
    /// The gated recurrent unit.
    public static let gru = CellChoice.builtIn(.gru)

    /// Which of the engine's cells it is; nil for one's own.
    public var kind: RecurrentCell? {
        switch self {
        case .builtIn(let kind): kind
        case .own: nil
        }
    }

    /// The usual name: `rnn`, `lstm`, `gru` or that of one's own.
    public var name: String {
        switch self {
        case .builtIn(let kind): kind.rawValue
        case .own(let own): own.name
        }
    }

    /// The number of gates G: an input adds G numbers for each unit.
    public var gates: Int {
        switch self {
        case .builtIn(let kind): kind.gates
        case .own(let own): own.gates
        }
    }

    /// Whether a cell state is carried beside the hidden state.
    public var hasCellState: Bool {
        switch self {
        case .builtIn(let kind): kind == .lstm
        case .own(let own): own.hasCellState
        }
    }

    /// Whether the hidden state's bias cannot be added to that of the inputs, as where a gate multiplies one of them.
    var separatesBiases: Bool { kind == .gru || kind == nil }
}
