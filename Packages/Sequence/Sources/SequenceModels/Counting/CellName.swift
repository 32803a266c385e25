import Core

/// A recurrent cell as `--cell` names it.
public enum CellName: String, CaseIterable, Codable, Sendable {
    /// A simple recurrent network (Elman 1990).
    case srn
    case lstm
    case gru

    public var cell: RecurrentCell {
        switch self {
        case .srn: .rnn
        case .lstm: .lstm
        case .gru: .gru
        }
    }

    /// - Throws: `SettingError` where the name is unknown.
    public init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        guard let known = CellName(rawValue: name) else {
            throw SettingError(
                "cell", "'\(name)'", expected: Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = known
    }
}
