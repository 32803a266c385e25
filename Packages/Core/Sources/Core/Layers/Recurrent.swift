/// The state that a recurrent network carries from one stretch of a sequence to the next.
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
///   `bias_ih_l` and `bias_hh_l` GH; G is 1 (RNN), 4 (LSTM: i f g o) or 3 (GRU: r z n).
public struct Recurrent: Module {
    public let kind: RecurrentCell
    public let width: Int
    private let layers: [CellParameters]
    private let dropout: Dropout

    private struct CellParameters {
        let inputWeight: Parameter
        let hiddenWeight: Parameter
        let inputBias: Parameter
        let hiddenBias: Parameter
    }

    /// Weights and biases are uniform in ±1/√H, as PyTorch begins them, unless another initializer is given.
    ///
    /// - Parameter dropout: the rate at which every layer but the last drops out of its output to the next, as
    ///   PyTorch's does.
    public init(
        _ kind: RecurrentCell, inputs: Int, width: Int, layers: Int = 1, dropout: Double = 0,
        initializer: Initializer = .torchDefault, biasInitializer: Initializer = .torchDefault,
        random: inout RandomStream
    ) {
        Contract.require(layers > 0, "Recurrent", "\(layers) layers, expected 1 or more")
        self.kind = kind
        self.width = width
        self.dropout = Dropout(dropout)
        let gates = kind.gates * width
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
        return RecurrentState(hidden: zeros, cell: kind == .lstm ? zeros : [])
    }

    /// The top layer's hidden states, the state after the last step, and every layer's states.
    public func callAsFunction(
        _ x: Tensor, from state: RecurrentState? = nil
    ) -> (output: Tensor, state: RecurrentState, layers: [RecurrentStates]) {
        run(state, rows: x.shape[1]) { layer in
            x.reshaped(to: [-1, x.shape[2]]).matmul(layer.inputWeight.value, transposingOther: true)
                .reshaped(to: [x.shape[0], x.shape[1], -1])
        }
    }

    /// What each of V symbols adds to the first layer's gates: a column of the weight for one-hot inputs, and a product
    /// with the weight for embedded ones, so that a symbol's is computed once however often it occurs.
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
        let table = table ?? inputTable()
        return run(state, rows: symbols.shape[1]) { _ in
            table.gathering(symbols.reshaped(to: [-1])).reshaped(to: [symbols.shape[0], symbols.shape[1], -1])
        }
    }

    private func run(
        _ state: RecurrentState?, rows: Int, _ projectFirst: (CellParameters) -> Tensor
    ) -> (output: Tensor, state: RecurrentState, layers: [RecurrentStates]) {
        let state = state ?? initialState(rows: rows)
        var (after, traces): (RecurrentState, [RecurrentStates]) = (RecurrentState(hidden: [], cell: []), [])
        for (number, layer) in layers.enumerated() {
            let input = traces.last.map { last in
                dropout(last.hidden).reshaped(to: [-1, width]).matmul(layer.inputWeight.value, transposingOther: true)
                    .reshaped(to: [last.hidden.shape[0], rows, -1])
            }
            let (inputBias, hiddenBias) = (layer.inputBias.value, layer.hiddenBias.value)
            let projected = input ?? projectFirst(layer)
            // Where both biases are only ever added, they are so once for all steps; a GRU's reset gate parts them.
            let states = recurrence(
                kind, projected: kind == .gru ? projected + inputBias : projected, hidden: state.hidden[number],
                cell: kind == .lstm ? state.cell[number] : nil, weight: layer.hiddenWeight.value,
                bias: kind == .gru ? hiddenBias : inputBias + hiddenBias)
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
