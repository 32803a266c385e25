import Engine
import Foundations

/// Moves a model's parameters along their gradients: by a rule of the engine, in place and in any layout, or by a
/// custom optimizer.
public final class Optimizer {
    private enum Method {
        case rule(UpdateRule)
        case own(any OwnOptimizer, weightDecay: Double)
    }

    private let method: Method
    /// The step size, in the rule's own sense; schedules change it between steps.
    public var learningRate: Double
    /// The number of updates so far.
    public private(set) var step = 0
    /// Sees the gradients of every update before it happens, in the parameters' order.
    package var observer: ((Gradients) -> Void)?
    /// The running values, for each parameter in order.
    private var slots: [[Buffer]] = []

    /// An optimizer before its first step.
    public init(_ rule: UpdateRule, learningRate: Double) {
        method = .rule(rule)
        self.learningRate = learningRate
    }

    /// A custom optimizer before its first step.
    ///
    /// - Parameters:
    ///   - own: how a parameter moves along its gradient.
    ///   - weightDecay: nil takes the usual one.
    ///   - learningRate: η of the first step.
    public init(_ own: some OwnOptimizer, weightDecay: Double? = nil, learningRate: Double) {
        method = .own(own, weightDecay: weightDecay ?? own.usualWeightDecay)
        self.learningRate = learningRate
    }

    /// The same of a choice.
    ///
    /// - Parameters:
    ///   - choice: a built-in optimizer or a custom one.
    ///   - weightDecay: nil takes the usual one.
    ///   - learningRate: η of the first step.
    public convenience init(_ choice: OptimizerChoice, weightDecay: Double? = nil, learningRate: Double) {
        if case .own(let own) = choice {
            self.init(own, weightDecay: weightDecay, learningRate: learningRate)
        } else {
            self.init(choice.rule(weightDecay: weightDecay) ?? .sgd(), learningRate: learningRate)
        }
    }

    /// The names of the running values that are kept for each parameter.
    public var slotNames: [String] {
        switch method {
        case .rule(let rule): rule.slots
        case .own(let own, _): own.slots
        }
    }

    /// One step of every parameter of `model`.
    public func update(_ model: some Module, along gradients: Gradients) {
        update(model.trainedParameters.map(\.parameter), along: gradients)
    }

    /// The same for a model's parameters, listed once for many steps.
    package func update(_ parameters: [Parameter], along gradients: Gradients) {
        Contract.require(
            parameters.count == gradients.tensors.count, "update",
            "\(gradients.tensors.count) gradients for \(parameters.count) parameters")
        prepareSlots(for: parameters)
        for (index, parameter) in parameters.enumerated() {
            let (gradient, slots, shape) = (gradients.tensors[index], slots[index], parameter.shape)
            Contract.require(
                gradient.shape == shape && slots.allSatisfy { $0.shape == shape }, "update",
                "gradient and running values of shapes \([gradient.shape] + slots.map(\.shape)), expected \(shape) as "
                    + "their parameter's")
        }
        observer?(gradients)
        step += 1
        for (index, parameter) in parameters.enumerated() {
            switch method {
            case .rule(let rule):
                let buffer = parameter.uniqueBuffer()
                ComputeContext.engine(for: buffer.type).update(
                    rule, parameter: buffer, gradient: gradients.tensors[index].buffer,
                    slots: slots[index], learningRate: learningRate, step: step)
            case .own(let own, let weightDecay):
                let numbers = OptimizerStep(learningRate: learningRate, weightDecay: weightDecay, number: step)
                slots[index] = Self.move(parameter, along: gradients.tensors[index], slots[index], own, numbers)
            }
        }
    }

    /// The running values after the step of a parameter.
    private static func move(
        _ parameter: Parameter, along gradient: Tensor, _ slots: [Buffer], _ own: any OwnOptimizer,
        _ step: OptimizerStep
    ) -> [Buffer] {
        var running = slots.map { Tensor($0) }
        let moved = own.moved(parameter.value.detached, along: gradient.detached, slots: &running, step)
        Contract.require(
            running.count == slots.count
                && ([moved] + running).allSatisfy { $0.shape == parameter.shape && $0.type == parameter.value.type },
            "update",
            "\(own.name) gives a parameter and running values of shapes \(([moved] + running).map(\.shape)), expected "
                + "\(slots.count + 1) of \(parameter.shape)")
        parameter.assign(moved)
        return running.map(\.buffer)
    }

    private func prepareSlots(for parameters: [Parameter]) {
        if slots.isEmpty {
            slots = parameters.map { parameter in
                slotNames.map { _ in Tensor.zeros(parameter.shape, type: parameter.value.type).buffer }
            }
        }
        Contract.require(
            slots.count == parameters.count, "update",
            "\(parameters.count) parameters, expected the \(slots.count) of the first step")
    }
}

// MARK: - State

extension Optimizer {
    /// The running values by name, such as `conv1.weight.momentum_buffer`; zeros before the first step.
    public func state(of model: some Module) -> [String: Tensor] {
        let parameters = model.trainedParameters
        prepareSlots(for: parameters.map(\.parameter))
        var state: [String: Tensor] = [:]
        for (named, slots) in zip(parameters, slots) {
            for (slot, values) in zip(slotNames, slots) { state["\(named.name).\(slot)"] = Tensor(values).copy }
        }
        return state
    }

    /// Continues from a saved state.
    ///
    /// - Throws: `StateError` where a running value is missing or has another shape.
    public func restore(_ state: [String: Tensor], step: Int, of model: some Module) throws {
        slots = try model.trainedParameters.map { named in
            try slotNames.map { slot in
                let name = "\(named.name).\(slot)"
                guard let tensor = state[name] else { throw StateError.missing(name) }
                guard tensor.shape == named.parameter.shape else {
                    throw StateError.shape(name, found: tensor.shape, expected: named.parameter.shape)
                }
                return tensor.copy.buffer
            }
        }
        self.step = step
    }
}

/// The reason why a saved state does not fit a model.
public enum StateError: Error, CustomStringConvertible {
    case missing(String)
    case shape(String, found: Shape, expected: Shape)

    public var description: String {
        switch self {
        case .missing(let name): "'\(name)' is missing"
        case .shape(let name, let found, let expected): "'\(name)' has shape \(found), expected \(expected)"
        }
    }
}
