import Core

/// The activation function of a hidden unit.
public enum PlaneActivation: String, Codable, CaseIterable, Sendable {
    /// 1 / (1 + exp(−z))
    case sigmoid
    case tanh
    case relu
    /// z ≥ 0 ? 1 : 0, in the output too; it has no gradient to learn from.
    case step

    /// Those that a network can be trained with.
    public static let trainable: [PlaneActivation] = [.sigmoid, .tanh, .relu]

    var operation: UnaryOperation {
        switch self {
        case .sigmoid: .sigmoid(slope: 1)
        case .tanh: .tanh
        case .relu: .relu
        case .step: .hardLimit
        }
    }

    /// The range of a unit's output; nil where there is no upper end.
    var range: ClosedRange<Double>? {
        switch self {
        case .sigmoid, .step: 0...1
        case .tanh: -1...1
        case .relu: nil
        }
    }
}
