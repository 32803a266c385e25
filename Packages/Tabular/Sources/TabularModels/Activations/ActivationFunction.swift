import Core

/// An activation function as lessons show it: a unit's output for its weighted sum x, and the derivative.
public struct ActivationFunction: Sendable {
    /// As options name it.
    public let name: String
    /// Other names that the field has for it.
    public let otherNames: [String]
    /// As a title begins.
    public let title: String
    /// f(x)
    public let formula: String
    let operation: UnaryOperation
    /// Where the function jumps; nil where it does not.
    let jump: Double?

    private init(
        _ name: String, or otherNames: [String] = [], _ title: String, _ formula: String, _ operation: UnaryOperation,
        jumpsAt jump: Double? = nil
    ) {
        (self.name, self.otherNames, self.title, self.formula) = (name, otherNames, title, formula)
        (self.operation, self.jump) = (operation, jump)
    }

    /// Those that the experiments use.
    public static let all = [
        sigmoid,
        ActivationFunction("flat-sigmoid", "Flat sigmoid", "1 / (1 + exp(−0.01 x))", .sigmoid(slope: 0.01)),
        ActivationFunction("tanh", "Tanh", "tanh x", .tanh),
        ActivationFunction("softsign", "Softsign", "x / (1 + |x|)", .softsign),
        ActivationFunction("relu", "ReLU", "max(0, x)", .relu),
        ActivationFunction("leaky-relu", "Leaky ReLU", "x < 0 ? 0.01 x : x", .leakyReLU(slope: 0.01)),
        ActivationFunction("elu", "ELU", "x < 0 ? exp(x) − 1 : x", .elu(alpha: 1)),
        ActivationFunction("gelu", "GELU", "x Φ(x)", .gelu),
        ActivationFunction("softplus", "Softplus", "log(1 + exp(x))", .softplus),
        hardLimit, gaussian,
    ]

    static let sigmoid = ActivationFunction("sigmoid", "Sigmoid", "1 / (1 + exp(−x))", .sigmoid(slope: 1))
    static let hardLimit = ActivationFunction(
        "hard-limit", or: ["step"], "Hard limit", "x ≥ 0 ? 1 : 0", .hardLimit, jumpsAt: 0)
    static let gaussian = ActivationFunction(
        "gaussian", or: ["rbf", "radial-basis"], "Gaussian", "exp(−x²)", .gaussian)

    /// Its own name first, then the others.
    public var names: [String] { [name] + otherNames }

    /// The function and its derivative by automatic differentiation at some places.
    public func values(at xs: [Double]) -> (values: [Double], derivatives: [Double]) {
        var values: [Double] = []
        let (_, gradients) = valueAndGradients(at: [Tensor(xs)], in: .evaluation) { inputs in
            let outputs = inputs[0].applying(operation)
            values = outputs.doubles
            return outputs.sum()
        }
        return (values, gradients[0].doubles)
    }

    /// The largest derivative from −5 to 5: the largest factor for a gradient that flows back through a unit.
    public var largestDerivative: Double { values(at: Self.places).derivatives.max() ?? .nan }

    /// Where curves are sampled.
    static let places = (-200...200).map { Double($0) / 40 }
}
