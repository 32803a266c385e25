/// A function of one number, applied to every element.
public enum UnaryOperation: Sendable, Hashable {
    /// max(0, x)
    case relu
    /// x < 0 ? slope x : x
    case leakyReLU(slope: Double)
    case tanh
    /// 1 / (1 + exp(-slope x))
    case sigmoid(slope: Double)
    /// x / (1 + |x|)
    case softsign
    /// x < 0 ? alpha (exp(x) - 1) : x (Clevert, Unterthiner, Hochreiter 2016)
    case elu(alpha: Double)
    /// x Phi(x), Phi being the normal distribution function (Hendrycks, Gimpel 2016)
    case gelu
    /// exp(-x²)
    case gaussian
    /// x ≥ 0 ? 1 : 0; its gradient is zero
    case hardLimit
    case exp
    /// The natural logarithm.
    case log
    case square
    case squareRoot
    case absolute
    /// 1 / x
    case reciprocal
    /// log(1 + exp(x)), without overflow
    case softplus
    /// scale x + offset
    case affine(scale: Double, offset: Double)
    /// x within -limit ... limit
    case clamp(limit: Double)

    /// Whether f(0) = 0, so that the zero padding of a blocked layout stays zero.
    var preservesZero: Bool {
        switch self {
        case .relu, .leakyReLU, .tanh, .softsign, .elu, .gelu, .square, .squareRoot, .absolute, .clamp: true
        case .affine(_, let offset): offset == 0
        case .sigmoid, .gaussian, .hardLimit, .exp, .log, .reciprocal, .softplus: false
        }
    }

    /// Whether f(0) = 0 and f′(0) is finite, so that zero gradients of that padding stay zero as well.
    var preservesZeroGradient: Bool { preservesZero && self != .squareRoot }
}

/// A function of two numbers, applied to elements at the same place after broadcasting.
public enum BinaryOperation: Sendable, Hashable, CaseIterable {
    case add, subtract, multiply, divide, maximum, minimum
}

/// The reduction of the elements along reduced axes.
public enum Reduction: Sendable, Hashable, CaseIterable {
    case sum, maximum, minimum
}

/// A rectifier fused into the operation that makes its argument: x < 0 ? slope x : x.
public struct Rectifier: Sendable, Hashable {
    public var slope: Float

    /// max(0, x)
    public static let relu = Rectifier(slope: 0)

    /// x < 0 ? slope x : x
    public static func leakyReLU(slope: Float = 0.01) -> Rectifier { Rectifier(slope: slope) }

    /// The same function as a separate operation.
    public var operation: UnaryOperation { slope == 0 ? .relu : .leakyReLU(slope: Double(slope)) }
}
