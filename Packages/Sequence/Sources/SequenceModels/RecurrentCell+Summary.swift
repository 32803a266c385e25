import Core

extension RecurrentCell {
    /// A line about the cell, as help lists it.
    public var summary: String {
        switch self {
        case .rnn: "a plain recurrent layer: h′ = tanh(U x + W h + b)"
        case .lstm: "a memory cell with gates for input, forgetting and output"
        case .gru: "two gates, reset and update, and no memory cell"
        }
    }
}
