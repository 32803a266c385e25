import Engine
import Foundations

/// The state that a recurrent network carries from one part of a sequence to the next.
///
/// - Shapes: for each layer, `hidden` B × H and, for an LSTM, `cell` B × H.
public struct RecurrentState {
    public var hidden: [Tensor]
    public var cell: [Tensor]

    public init(hidden: [Tensor], cell: [Tensor] = []) {
        self.hidden = hidden
        self.cell = cell
    }

    /// The same numbers, through which no gradient flows: truncated backpropagation through time.
    public var detached: RecurrentState {
        RecurrentState(hidden: hidden.map(\.detached), cell: cell.map(\.detached))
    }
}

/// Layers of recurrent cells over a whole sequence; names, shapes and gate order are PyTorch's.
///
/// - Shapes: input T × B × D, output T × B × H; for layer l `weight_ih_l` GH × D (or GH × H), `weight_hh_l` GH × H,
///   `bias_ih_l` and `bias_hh_l` GH; G is 1 (RNN), 4 (LSTM: i f g o), 3 (GRU: r z n) or the gates of one's own cell.
public struct Recurrent: Module {
    public let cell: CellChoice
    public let width: Int
    private let layers: [CellParameters]
    private let dropout: Dropout

    private struct CellParameters {
        let inputWeight: Parameter
        let hiddenWeight: Parameter
        let inputBias: Parameter
        let hiddenBias: Parameter

        /// The bias that is the same with every hidden state: both biases, except where the cell separates them, as the
        /// reset gate of a GRU does.
        func sharedBias(_ cell: CellChoice) -> Tensor {
            cell.separatesBiases ? inputBias.value : inputBias.value + hiddenBias.value
        }
    }

    /// By default, initial weights and biases are uniform in ±1/√H, as in PyTorch.
    ///
    /// - Parameters:
    ///   - cell: plain, LSTM, GRU or one's own.
    ///   - inputs: D, the numbers of an input at each step.
    ///   - width: H, the hidden units of each layer.
    ///   - layers: 1 or more; each reads the outputs of the layer before.
    ///   - dropout: the dropout rate of every layer's output except the last one's, as in PyTorch.
    ///   - initializer: of the weights.
    ///   - biasInitializer: of the biases.
    ///   - random: what the initializers draw from.
    public init(
        _ cell: CellChoice, inputs: Int, width: Int, layers: Int = 1, dropout: Double = 0,
        initializer: Initializer = .torchDefault, biasInitializer: Initializer = .torchDefault,
        random: inout RandomStream
    ) {
        Contract.require(layers > 0, "Recurrent", "\(layers) layers, expected 1 or more")
        Contract.require(cell.gates > 0, "Recurrent", "\(cell.gates) gates of \(cell.name), expected 1 or more")
        self.cell = cell
        self.width = width
        self.dropout = Dropout(dropout)
        let gates = cell.gates * width
        var made: [CellParameters] = []
        for layer in 0..<layers {
            let size = layer == 0 ? inputs : width
            made.append(
                CellParameters(
                    inputWeight: initializer.parameter([gates, size], fanIn: width, fanOut: gates, random: &random),
                    hiddenWeight: initializer.parameter([gates, width], fanIn: width, fanOut: gates, random: &random),
                    inputBias: biasInitializer.parameter([gates], fanIn: width, fanOut: gates, random: &random),
                    hiddenBias: biasInitializer.parameter([gates], fanIn: width, fanOut: gates, random: &random)))
        }
        self.layers = made
    }

    public var parameters: [NamedParameter] {
        for (number, layer) in layers.enumerated() {
            ("weight_ih_l\(number)", layer.inputWeight)
            ("weight_hh_l\(number)", layer.hiddenWeight)
            ("bias_ih_l\(number)", layer.inputBias)
            ("bias_hh_l\(number)", layer.hiddenBias)
        }
    }

    /// The state before a sequence: zeros for `rows` sequences.
    public func initialState(rows: Int) -> RecurrentState {
        let type = layers[0].inputWeight.value.type
        let zeros = layers.map { _ in Tensor.zeros([rows, width], type: type) }
        return RecurrentState(hidden: zeros, cell: cell.hasCellState ? zeros : [])
    }

    /// The top layer's hidden states, the state after the last step, and every layer's states.
    public func callAsFunction(
        _ x: Tensor, from state: RecurrentState? = nil
    ) -> (output: Tensor, state: RecurrentState, layers: [RecurrentStates]) {
        let projected = x.reshaped(to: [-1, x.shape[2]]).matmul(layers[0].inputWeight.value, transposingOther: true)
        return run(projected.reshaped(to: [x.shape[0], x.shape[1], -1]), from: state, addingBias: true)
    }

    /// What each of V symbols adds to the first layer's gates: a column of the weight for one-hot inputs, and a product
    /// with the weight for embedded ones, so that each symbol's row is computed only once.
    ///
    /// - Shapes: embedding V × D to V × GH; V is D without one.
    public func inputTable(embedding: Tensor? = nil) -> Tensor {
        let weight = layers[0].inputWeight.value
        return embedding?.matmul(weight, transposingOther: true) ?? weight.transposed()
    }

    /// The same for symbols, given by number.
    ///
    /// - Shapes: symbols T × B of int32 in 0 ..< V; table V × GH, as `inputTable` makes it.
    public func callAsFunction(
        symbols: Tensor, table: Tensor? = nil, from state: RecurrentState? = nil
    ) -> (output: Tensor, state: RecurrentState, layers: [RecurrentStates]) {
        var table = table ?? inputTable()
        // Where there are many more steps than symbols, the bias is added to the symbols.
        let isBiased = symbols.shape.elementCount > 4 * table.shape[0]
        if isBiased { table = table + layers[0].sharedBias(cell) }
        let projected = table.gathering(symbols.reshaped(to: [-1]))
        return run(
            projected.reshaped(to: [symbols.shape[0], symbols.shape[1], -1]), from: state, addingBias: !isBiased)
    }

    /// Runs the layers on the inputs' contribution to the first one's gates; its bias that does not depend on the
    /// hidden state is added only on request.
    private func run(
        _ first: Tensor, from state: RecurrentState?, addingBias: Bool
    ) -> (output: Tensor, state: RecurrentState, layers: [RecurrentStates]) {
        let state = state ?? initialState(rows: first.shape[1])
        var (after, traces): (RecurrentState, [RecurrentStates]) = (RecurrentState(hidden: [], cell: []), [])
        for (number, layer) in layers.enumerated() {
            var projected = first
            if let below = traces.last?.hidden {
                projected = dropout(below).reshaped(to: [-1, width])
                    .matmul(layer.inputWeight.value, transposingOther: true)
                    .reshaped(to: [first.shape[0], first.shape[1], -1])
            }
            var bias: Tensor? = cell.separatesBiases ? layer.hiddenBias.value : nil
            if number > 0 || addingBias {
                let shared = layer.sharedBias(cell)
                if cell.separatesBiases { projected = projected + shared } else { bias = shared }
            }
            let (hidden, memory) = (state.hidden[number], cell.hasCellState ? state.cell[number] : nil)
            let weight = layer.hiddenWeight.value
            let states =
                switch cell {
                case .builtIn(let kind):
                    recurrence(kind, projected: projected, hidden: hidden, cell: memory, weight: weight, bias: bias)
                case .own(let own):
                    own.states(
                        projected: projected, hidden: hidden, cell: memory, weight: weight,
                        bias: layer.hiddenBias.value)
                }
            traces.append(states)
            after.hidden.append(states.hidden.lastStep)
            if let cells = states.cells { after.cell.append(cells.lastStep) }
        }
        return (traces[traces.count - 1].hidden, after, traces)
    }
}

extension Tensor {
    /// The last of T steps.
    ///
    /// - Shapes: T × B × H to B × H.
    public var lastStep: Tensor {
        sliced((shape[0] - 1)..<shape[0]).reshaped(to: Array(shape.dropFirst()))
    }
}
