import Core

/// A recurrent cell as `--cell` names it.
public struct CellEntry: Sendable {
    public let name: String
    /// A line about the cell, as help lists it.
    public let summary: String
    public let cell: CellChoice

    /// - Parameters:
    ///   - cell: one of the engine's, or one's own.
    ///   - name: what `--cell` takes; by default the cell's usual name.
    ///   - summary: what help says of it, in a few words.
    public init(_ cell: CellChoice, name: String? = nil, summary: String) {
        (self.cell, self.name, self.summary) = (cell, name ?? cell.name, summary)
    }

    /// The cells of `charrnn`.
    public static let all = [rnn, lstm, gru]

    /// The cells of `anbn-train`, the default first.
    public static let counting = [srn, lstm, gru]

    public static let rnn = CellEntry(.rnn, summary: "a plain recurrent layer: h′ = tanh(U x + W h + b)")
    /// The same as ``rnn`` under Elman's name, a simple recurrent network.
    public static let srn = CellEntry(.rnn, name: "srn", summary: rnn.summary)
    public static let lstm = CellEntry(.lstm, summary: "a memory cell with gates for input, forgetting and output")
    public static let gru = CellEntry(.gru, summary: "two gates, reset and update, and no memory cell")
}

extension [CellEntry] {
    /// The cell of this name.
    ///
    /// - Throws: `ToolError` where there is none.
    func cell(_ name: String) throws(ToolError) -> CellChoice {
        try Suggestions.find(name, kind: "cell", in: self, by: \.name).cell
    }
}

extension CellChoice {
    /// The functions of its gates, as tables of layers show them; empty for one's own.
    var activations: String {
        switch kind {
        case .rnn: "tanh"
        case .lstm, .gru: "sigmoid gates, tanh"
        case nil: ""
        }
    }
}
