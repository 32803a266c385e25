/// A recurrent cell. Formulas, gate order and names are PyTorch's.
public enum RecurrentCell: String, Sendable, Hashable, CaseIterable, Codable {
    /// h′ = tanh(x W_ih + h W_hh) (Elman 1990)
    case rnn
    /// Gates i, f, g, o; c′ = f c + i g, h′ = o tanh(c′) (Hochreiter, Schmidhuber 1997; Gers et al. 2000)
    case lstm
    /// Gates r, z, n; h′ = (1 − z) n + z h (Cho et al. 2014)
    case gru

    /// The number of gates G of a cell.
    public var gates: Int {
        switch self {
        case .rnn: 1
        case .lstm: 4
        case .gru: 3
        }
    }
}

/// A sequence run through a recurrent cell, with everything that its gradient needs.
///
/// - Shapes: `hidden` T × B × H; `cells` T × B × H for an LSTM; `gates` T × B × GH, activated.
public struct RecurrentTrace: Sendable {
    public let kind: RecurrentCell
    /// The hidden state after each step.
    public let hidden: Buffer
    /// The cell state after each step of an LSTM.
    public let cells: Buffer?
    /// The gates of each step: i f g o, or r z n; for a plain RNN the hidden state itself.
    public let gates: Buffer
    /// The hidden state's contribution to each gate of a GRU.
    public let hiddenSums: Buffer?
    public let initialHidden: Buffer
    public let initialCell: Buffer?
    public let weight: Buffer
    public let hasBias: Bool

    /// A sequence in the form that an engine stores for the gradient.
    public init(
        kind: RecurrentCell, hidden: Buffer, cells: Buffer? = nil, gates: Buffer, hiddenSums: Buffer? = nil,
        initialHidden: Buffer, initialCell: Buffer? = nil, weight: Buffer, hasBias: Bool
    ) {
        self.kind = kind
        self.hidden = hidden
        self.cells = cells
        self.gates = gates
        self.hiddenSums = hiddenSums
        self.initialHidden = initialHidden
        self.initialCell = initialCell
        self.weight = weight
        self.hasBias = hasBias
    }
}

/// The gradients by the arguments of a recurrence.
public struct RecurrentGradients {
    public let projected: Buffer
    public let hidden: Buffer
    public let cell: Buffer?
    public let weight: Buffer
    public let bias: Buffer?

    /// The gradients by all arguments.
    public init(
        projected: Buffer, hidden: Buffer, cell: Buffer? = nil, weight: Buffer, bias: Buffer? = nil
    ) {
        self.projected = projected
        self.hidden = hidden
        self.cell = cell
        self.weight = weight
        self.bias = bias
    }
}

/// The extents of a recurrence: T steps, B rows, H units, G gates.
struct RecurrentSizes {
    let steps: Int
    let rows: Int
    let width: Int
    let gates: Int

    init(_ kind: RecurrentCell, projected shape: Shape) {
        (steps, rows, gates) = (shape[0], shape[1], kind.gates)
        width = shape[2] / gates
    }

    /// Numbers of one step's hidden state, and of its gates.
    var hiddenCount: Int { rows * width }
    var gateCount: Int { rows * width * gates }
}
