/// A custom optimizer: the update of a parameter in a step, written with tensors.
///
/// A tool lists it with the built-in ones, in `static let optimizers` of its experiment:
///
/// ```swift
/// struct SignDescent: OwnOptimizer {
///     let name = "sign-descent"
///     let slots: [String] = []
///
///     func moved(_ w: Tensor, along g: Tensor, slots: inout [Tensor], _ step: OptimizerStep) -> Tensor {
///         w - ((g .> 0) - (g .< 0)) * step.learningRate
///     }
/// }
///
/// let optimizers = OptimizerChoice.all + [.own(SignDescent())]
/// ```
///
/// `--optimizer` then takes its name, help lists its numbers, a run's `config.json` keeps both, and checkpoints keep
/// the running values, so that training continues exactly. The built-in optimizers are fused loops of the engine, which
/// are faster; see `UpdateRule`.
public protocol OwnOptimizer: Sendable {
    /// The name, as `--optimizer` takes it; that of no other optimizer in the list.
    var name: String { get }
    /// The names of the running values that are kept for each parameter, zeros before the first step.
    var slots: [String] { get }
    /// What shapes the optimizer, as files keep it; none by default.
    static var numbers: [OptimizerNumber<Self>] { get }
    /// The default λ of weight decay; 0 by default.
    var usualWeightDecay: Double { get }

    /// A parameter after a step.
    ///
    /// - Parameters:
    ///   - parameter: w before the step.
    ///   - gradient: g, as clipping has left it.
    ///   - slots: the running values in the order of ``slots``, to be replaced by those after the step.
    ///   - step: the numbers of the step.
    /// - Shapes: all those of the parameter; their types, too.
    func moved(
        _ parameter: Tensor, along gradient: Tensor, slots: inout [Tensor], _ step: OptimizerStep
    ) -> Tensor
}

/// What a step of an optimizer goes by, besides the gradient.
public struct OptimizerStep: Sendable {
    /// η, the schedule's present value.
    public let learningRate: Double
    /// λ
    public let weightDecay: Double
    /// Counts from 1.
    public let number: Int
}

/// A hyperparameter of a custom optimizer: its name in files, its property, and its range.
public struct OptimizerNumber<Optimizer> {
    let name: String
    let path: WritableKeyPath<Optimizer, Double>
    let range: ClosedRange<Double>

    /// - Parameters:
    ///   - name: `momentum` and `beta1` also have their own options.
    ///   - path: a property that may be set.
    ///   - range: other numbers are refused.
    public init(_ name: String, _ path: WritableKeyPath<Optimizer, Double>, in range: ClosedRange<Double>) {
        (self.name, self.path, self.range) = (name, path, range)
    }
}

extension OwnOptimizer {
    public static var numbers: [OptimizerNumber<Self>] { [] }
    public var usualWeightDecay: Double { 0 }

    /// The numbers by name.
    var hyperparameters: [OptimizerChoice.Hyperparameter] {
        Self.numbers.map {
            OptimizerChoice.Hyperparameter(name: $0.name, value: self[keyPath: $0.path], range: $0.range)
        }
    }

    /// The same optimizer with some numbers replaced; nil where it has none of that name.
    func with(_ values: [String: Double]) -> (any OwnOptimizer)? {
        var changed = self
        for (name, value) in values {
            guard let number = Self.numbers.first(where: { $0.name == name }) else { return nil }
            changed[keyPath: number.path] = value
        }
        return changed
    }
}
