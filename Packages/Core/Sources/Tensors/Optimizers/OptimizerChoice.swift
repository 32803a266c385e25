import Engine
import Foundations

/// An optimizer and its hyperparameters without weight decay: the choice of `--optimizer`, which a run stores.
public enum OptimizerChoice: Sendable {
    /// Gradient descent; with a momentum above 0, the heavy ball of Polyak 1964.
    case sgd(momentum: Double = 0)
    /// Gradient descent with Nesterov's momentum (Sutskever, Martens, Dahl, Hinton 2013).
    case nesterov(momentum: Double = 0.9)
    /// Kingma, Ba 2015.
    case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// Adam with decoupled weight decay (Loshchilov, Hutter 2019).
    case adamw(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// Kingma, Ba 2015, section 7.1.
    case adamax(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
    /// Duchi, Hazan, Singer 2011.
    case adagrad(epsilon: Double = 1e-10)
    /// Tieleman, Hinton 2012, lecture 6e.
    case rmsprop(decay: Double = 0.99, epsilon: Double = 1e-8)
    /// One that a tool brings along.
    case own(any OwnOptimizer)

    /// A hyperparameter of an optimizer, and its range.
    public struct Hyperparameter: Equatable, Sendable {
        public let name: String
        public let value: Double
        public let range: ClosedRange<Double>
    }

    /// Every built-in optimizer with its usual hyperparameters, in the order in which help lists them.
    public static let all: [OptimizerChoice] = [
        .sgd(), .nesterov(), .adam(), .adamw(), .adamax(), .adagrad(), .rmsprop(),
    ]

    /// The built-in optimizer of this name with its usual hyperparameters; nil where there is none.
    public static func named(_ name: String) -> OptimizerChoice? { all.first { $0.name == name } }

    /// The name for `--optimizer`.
    public var name: String {
        switch self {
        case .sgd: "sgd"
        case .nesterov: "nesterov"
        case .adam: "adam"
        case .adamw: "adamw"
        case .adamax: "adamax"
        case .adagrad: "adagrad"
        case .rmsprop: "rmsprop"
        case .own(let own): own.name
        }
    }

    /// The hyperparameters by name.
    public var hyperparameters: [Hyperparameter] {
        switch self {
        case .sgd(let momentum), .nesterov(let momentum): [Self.number("momentum", momentum)]
        case .adam(let beta1, let beta2, let epsilon), .adamw(let beta1, let beta2, let epsilon),
            .adamax(let beta1, let beta2, let epsilon):
            [Self.number("beta1", beta1), Self.number("beta2", beta2), Self.number("epsilon", epsilon)]
        case .adagrad(let epsilon): [Self.number("epsilon", epsilon)]
        case .rmsprop(let decay, let epsilon): [Self.number("decay", decay), Self.number("epsilon", epsilon)]
        case .own(let own): own.hyperparameters
        }
    }

    private static func number(_ name: String, _ value: Double) -> Hyperparameter {
        Hyperparameter(name: name, value: value, range: name.hasPrefix("beta") ? 0...0.999_999_999 : 0...1)
    }

    /// The same optimizer with some hyperparameters replaced; nil where it does not have the name.
    public func with(_ values: [String: Double]) -> OptimizerChoice? {
        let own = hyperparameters
        guard values.keys.allSatisfy({ key in own.contains { $0.name == key } }) else { return nil }
        func value(_ name: String) -> Double { values[name] ?? own.first { $0.name == name }?.value ?? 0 }
        switch self {
        case .sgd: return .sgd(momentum: value("momentum"))
        case .nesterov: return .nesterov(momentum: value("momentum"))
        case .adam: return .adam(beta1: value("beta1"), beta2: value("beta2"), epsilon: value("epsilon"))
        case .adamw: return .adamw(beta1: value("beta1"), beta2: value("beta2"), epsilon: value("epsilon"))
        case .adamax: return .adamax(beta1: value("beta1"), beta2: value("beta2"), epsilon: value("epsilon"))
        case .adagrad: return .adagrad(epsilon: value("epsilon"))
        case .rmsprop: return .rmsprop(decay: value("decay"), epsilon: value("epsilon"))
        case .own(let optimizer): return optimizer.with(values).map { .own($0) }
        }
    }

    /// The default weight decay: 0.01 where it is decoupled, as in PyTorch, otherwise none.
    public var usualWeightDecay: Double {
        switch self {
        case .adamw: 0.01
        case .own(let own): own.usualWeightDecay
        default: 0
        }
    }

    /// The update rule of a built-in optimizer; nil for a custom one.
    ///
    /// - Parameter weightDecay: nil for the default.
    public func rule(weightDecay: Double? = nil) -> UpdateRule? {
        let decay = weightDecay ?? usualWeightDecay
        switch self {
        case .sgd(let momentum): return .sgd(momentum: momentum, weightDecay: decay)
        case .nesterov(let momentum): return .sgd(momentum: momentum, nesterov: momentum > 0, weightDecay: decay)
        case .adam(let beta1, let beta2, let epsilon):
            return .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
        case .adamw(let beta1, let beta2, let epsilon):
            return .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay, decoupled: true)
        case .adamax(let beta1, let beta2, let epsilon):
            return .adamax(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay)
        case .adagrad(let epsilon): return .adaGrad(epsilon: epsilon, weightDecay: decay)
        case .rmsprop(let decayRate, let epsilon):
            return .rmsProp(decay: decayRate, epsilon: epsilon, weightDecay: decay)
        case .own: return nil
        }
    }
}

extension OptimizerChoice: Equatable {
    /// Whether both have one name and the same hyperparameters.
    public static func == (a: OptimizerChoice, b: OptimizerChoice) -> Bool {
        a.name == b.name && a.hyperparameters == b.hyperparameters
    }
}

extension OptimizerChoice: NamedSetting {
    public static let kind = "optimizer"
    public static var named: [OptimizerChoice] { all }
    public var numbers: [Hyperparameter] { hyperparameters }
}
