extension UnaryOperation {
    /// f(x)
    func value<Scalar: ReferenceScalar>(_ x: Scalar) -> Scalar {
        switch self {
        case .relu: x < 0 ? 0 : x
        case .leakyReLU(let slope): x < 0 ? Scalar(slope) * x : x
        case .tanh: x.hyperbolicTangent
        case .sigmoid(let slope): 1 / (1 + (-Scalar(slope) * x).exponential)
        case .softsign: x / (1 + x.magnitude)
        case .elu(let alpha): x < 0 ? Scalar(alpha) * x.exponentialMinusOne : x
        case .gelu: x * x.normalDistribution
        case .gaussian: (-x * x).exponential
        case .hardLimit: x >= 0 ? 1 : 0
        case .exp: x.exponential
        case .log: x.naturalLogarithm
        case .square: x * x
        case .squareRoot: x.squareRoot()
        case .absolute: x.magnitude
        case .reciprocal: 1 / x
        case .softplus: (x < 0 ? 0 : x) + (1 + (-x.magnitude).exponential).naturalLogarithm
        case .affine(let scale, let offset): Scalar(scale) * x + Scalar(offset)
        case .clamp(let limit): x > Scalar(limit) ? Scalar(limit) : x < -Scalar(limit) ? -Scalar(limit) : x
        }
    }

    /// d · f′(x), where y = f(x) and d is the gradient by y.
    func gradient<Scalar: ReferenceScalar>(_ d: Scalar, x: Scalar, y: Scalar) -> Scalar {
        switch self {
        case .relu: y > 0 ? d : 0
        case .leakyReLU(let slope): x < 0 ? Scalar(slope) * d : d
        case .tanh: d * (1 - y * y)
        case .sigmoid(let slope): d * Scalar(slope) * y * (1 - y)
        case .softsign: d / ((1 + x.magnitude) * (1 + x.magnitude))
        case .elu(let alpha): x < 0 ? d * Scalar(alpha) * x.exponential : d
        case .gelu: d * (x.normalDistribution + x * x.normalDensity)
        case .gaussian: d * -2 * x * y
        case .hardLimit: 0 * d
        case .exp: d * y
        case .log: d / x
        case .square: d * 2 * x
        case .squareRoot: d / (2 * y)
        case .absolute: x > 0 ? d : (x < 0 ? -d : 0)
        case .reciprocal: -d * y * y
        case .softplus: d / (1 + (-x).exponential)
        case .affine(let scale, _): Scalar(scale) * d
        case .clamp(let limit): x.magnitude > Scalar(limit) ? 0 * d : d
        }
    }
}
