import Core

/// The activation function of hidden units as `--activation` names it.
public struct PlaneActivation: Sendable {
    public let name: String
    /// The range of a unit's output; nil where it has an open end.
    let range: ClosedRange<Double>?
    private let function: @Sendable (Tensor) -> Tensor

    /// - Parameters:
    ///   - name: what `--activation` takes.
    ///   - range: of a unit's output, for the grays of figures; nil where it has an open end.
    ///   - function: the activation of each number, through which gradients flow.
    public init(name: String, range: ClosedRange<Double>? = nil, _ function: @escaping @Sendable (Tensor) -> Tensor) {
        (self.name, self.range, self.function) = (name, range, function)
    }

    private init(_ name: String, _ operation: UnaryOperation, _ range: ClosedRange<Double>?) {
        self.init(name: name, range: range) { $0.applying(operation) }
    }

    func callAsFunction(_ x: Tensor) -> Tensor { function(x) }

    /// 1 / (1 + exp(−z))
    public static let sigmoid = PlaneActivation("sigmoid", .sigmoid(slope: 1), 0...1)
    public static let tanh = PlaneActivation("tanh", .tanh, -1...1)
    public static let relu = PlaneActivation("relu", .relu, nil)
    /// z ≥ 0 ? 1 : 0, in the output too; it has no gradient to learn from.
    public static let step = PlaneActivation("step", .hardLimit, 0...1)

    /// Those that a network can be trained with.
    public static let trainable = [sigmoid, tanh, relu]
}

extension PlaneActivation: Equatable {
    /// Whether both have one name.
    public static func == (a: PlaneActivation, b: PlaneActivation) -> Bool { a.name == b.name }
}
