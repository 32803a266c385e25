import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A step of an optimizer, composed of functions of each element.
extension ComputeEngine {
    public func update(
        _ rule: UpdateRule, parameter: Buffer, gradient: Buffer, slots: [Buffer], learningRate: Double, step: Int
    ) {
        Contract.require(
            slots.count == rule.slots.count && step >= 1, "update",
            "\(slots.count) slots at step \(step), expected \(rule.slots) and steps from 1")
        let elements = UpdateTerms(
            w: Term(parameter, on: self), g: Term(gradient, on: self), slots: slots.map { Term($0, on: self) },
            rate: learningRate)
        let (moved, values) = elements.moved(by: rule, step: step)
        parameter.replaceNumbers(with: moved.buffer)
        for (slot, value) in zip(slots, values) { slot.replaceNumbers(with: value.buffer) }
    }
}

/// A parameter w, its gradient g and the rule's running values; the formulas are PyTorch's `torch.optim`.
private struct UpdateTerms {
    let w, g: Term
    let slots: [Term]
    let rate: Double

    /// The parameter and the running values after the step.
    func moved(by rule: UpdateRule, step: Int) -> (w: Term, slots: [Term]) {
        switch rule {
        case .sgd(0, _, let weightDecay): return (w - rate * decayed(weightDecay), [])
        case .sgd(let momentum, let nesterov, let weightDecay):
            let d = decayed(weightDecay)
            // PyTorch starts the running value with the first gradient.
            let v = step == 1 ? d : momentum * slots[0] + d
            return (w - rate * (nesterov ? d + momentum * v : v), [v])
        case .adam(let beta1, let beta2, let epsilon, let weightDecay, let decoupled):
            let d = decoupled ? g : decayed(weightDecay)
            let m = beta1 * slots[0] + (1 - beta1) * d
            let v = beta2 * slots[1] + (1 - beta2) * (d * d)
            let root = 1 / (1 - pow(beta2, Double(step))).squareRoot()
            let kept = decoupled ? (1 - rate * weightDecay) * w : w
            return (kept - stepSize(beta1, step) * (m / (root * v.applying(.squareRoot) + epsilon)), [m, v])
        case .adamax(let beta1, let beta2, let epsilon, let weightDecay):
            let d = decayed(weightDecay)
            let m = beta1 * slots[0] + (1 - beta1) * d
            let u = (d.applying(.absolute) + epsilon).maximum(beta2 * slots[1])
            return (w - stepSize(beta1, step) * (m / u), [m, u])
        case .adaGrad(let epsilon, let weightDecay):
            let d = decayed(weightDecay)
            let sum = slots[0] + d * d
            return (w - rate * (d / (sum.applying(.squareRoot) + epsilon)), [sum])
        case .rmsProp(let decay, let epsilon, let weightDecay):
            let d = decayed(weightDecay)
            let mean = decay * slots[0] + (1 - decay) * (d * d)
            return (w - rate * (d / (mean.applying(.squareRoot) + epsilon)), [mean])
        }
    }

    /// g + λw
    private func decayed(_ decay: Double) -> Term { decay == 0 ? g : g + decay * w }

    /// Of the running mean that starts at 0.
    private func stepSize(_ beta: Double, _ step: Int) -> Double { rate / (1 - pow(beta, Double(step))) }
}
