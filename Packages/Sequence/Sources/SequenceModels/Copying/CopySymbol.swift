/// The four symbols of a copying task, as the network numbers them.
public enum CopySymbol: Int32, CaseIterable, Sendable {
    case zero, one, start, end

    /// The symbol as it is written: 0, 1, ⟨SOS⟩, ⟨EOS⟩.
    public var text: String {
        switch self {
        case .zero: "0"
        case .one: "1"
        case .start: "⟨SOS⟩"
        case .end: "⟨EOS⟩"
        }
    }

    /// A sequence as text, its bits side by side.
    public static func text(of symbols: some Sequence<Int32>) -> String {
        symbols.map { CopySymbol(rawValue: $0)?.text ?? "?" }.joined()
    }
}
