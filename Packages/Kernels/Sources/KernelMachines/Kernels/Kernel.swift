import Core

/// The kernel of a machine as a user names it, with LIBSVM's parameters.
public struct Kernel: Sendable {
    /// `rawValue` is the name on the command line and in LIBSVM's model files.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        case linear, polynomial, rbf, sigmoid, precomputed
    }

    public var kind: Kind
    /// γ of all kernels except the linear and the precomputed one.
    public var gamma: Double
    /// The constant in the polynomial and the sigmoid kernel.
    public var coef0: Double
    public var degree: Int
    /// φ: the kernel is computed for φ(a) and φ(b); nil for a and b themselves.
    public var featureMap: FeatureMap?

    /// (γ a·b + coef0)^degree, exp(−γ |a − b|²), tanh(γ a·b + coef0), or a·b.
    public init(
        _ kind: Kind, gamma: Double = 1, coef0: Double = 0, degree: Int = 3, featureMap: FeatureMap? = nil
    ) {
        (self.kind, self.gamma, self.coef0, self.degree, self.featureMap) = (kind, gamma, coef0, degree, featureMap)
    }

    public static let linear = Kernel(.linear)

    public static func rbf(gamma: Double) -> Kernel { Kernel(.rbf, gamma: gamma) }

    /// φ(a) · φ(b)
    public static func features(_ map: FeatureMap) -> Kernel { Kernel(.linear, featureMap: map) }

    /// The kernel in the engine's form.
    public var function: KernelFunction {
        switch kind {
        case .linear: .linear
        case .polynomial: .polynomial(degree: degree, scale: gamma, offset: coef0)
        case .rbf: .gaussian(scale: gamma)
        case .sigmoid: .sigmoid(scale: gamma, offset: coef0)
        case .precomputed: .precomputed
        }
    }

    /// "exp(−0.5 |a − b|²)"
    public var formula: String {
        let (a, b) = featureMap == nil ? ("a", "b") : ("φ(a)", "φ(b)")
        let factor = gamma == 1 ? "" : "\(Readable.shortest(gamma)) "
        let offset = coef0 == 0 ? "" : coef0 > 0 ? " + \(Readable.shortest(coef0))" : " − \(Readable.shortest(-coef0))"
        switch kind {
        case .linear: return "\(a) · \(b)"
        case .polynomial: return "(\(factor)\(a) · \(b)\(offset))^\(degree)"
        case .rbf: return "exp(−\(factor)|\(a) − \(b)|²)"
        case .sigmoid: return "tanh(\(factor)\(a) · \(b)\(offset))"
        case .precomputed: return "given values"
        }
    }
}
