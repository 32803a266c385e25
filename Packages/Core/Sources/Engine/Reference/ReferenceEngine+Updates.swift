import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension ReferenceEngine {
    public func update(
        _ rule: UpdateRule, parameter: Buffer, gradient: Buffer, slots: [Buffer], learningRate: Double, step: Int
    ) {
        for buffer in [parameter] + slots {
            Contract.require(
                buffer.layout == nil && buffer.isUniquelyOwned && buffer.shape == gradient.shape, "update",
                "parameter or slot \(buffer.shape) along gradient \(gradient.shape), "
                    + "expected equal shapes and unshared row-major memory")
        }
        Contract.require(
            slots.count == rule.slots.count && step >= 1, "update",
            "\(slots.count) slots at step \(step), expected \(rule.slots) and steps from 1")
        inPrecision(
            of: parameter.type, "update",
            float32: { update(rule, parameter, gradient, slots, learningRate, step, as: Float.self) },
            float64: { update(rule, parameter, gradient, slots, learningRate, step, as: Double.self) })
        parameter.invalidateCaches()
        for slot in slots { slot.invalidateCaches() }
    }

    private func update<Scalar: ReferenceScalar>(
        _ rule: UpdateRule, _ parameter: Buffer, _ gradient: Buffer, _ slots: [Buffer], _ learningRate: Double,
        _ step: Int, as type: Scalar.Type
    ) {
        let elements = UpdatedElements(
            w: parameter.rowMajor(type), g: gradient.rowMajor(type), slots: slots.map { $0.rowMajor(type) },
            count: parameter.count, rate: learningRate)
        switch rule {
        case .sgd(0, _, let weightDecay):
            elements.sgd(weightDecay)
        case .sgd(let momentum, let nesterov, let weightDecay):
            elements.sgd(momentum, nesterov, weightDecay, isFirst: step == 1)
        case .adam(let beta1, let beta2, let epsilon, let weightDecay, let decoupled):
            elements.adam(beta1, beta2, epsilon, weightDecay, decoupled, step)
        case .adamax(let beta1, let beta2, let epsilon, let weightDecay):
            elements.adamax(beta1, beta2, epsilon, weightDecay, step)
        case .adaGrad(let epsilon, let weightDecay):
            elements.adaGrad(epsilon, weightDecay)
        case .rmsProp(let decay, let epsilon, let weightDecay):
            elements.rmsProp(decay, epsilon, weightDecay)
        }
    }
}

/// A parameter's numbers w, their gradient g and the rule's running values; the formulas are PyTorch's `torch.optim`.
private struct UpdatedElements<Scalar: ReferenceScalar> {
    let w: UnsafeMutablePointer<Scalar>
    let g: UnsafeMutablePointer<Scalar>
    let slots: [UnsafeMutablePointer<Scalar>]
    let count: Int
    let rate: Double

    func sgd(_ weightDecay: Double) {
        let (rate, decay) = (Scalar(rate), Scalar(weightDecay))
        for i in 0..<count { w[i] -= rate * (g[i] + decay * w[i]) }
    }

    /// PyTorch starts the running value with the first gradient, so the slot's former value is not read.
    func sgd(_ momentum: Double, _ nesterov: Bool, _ weightDecay: Double, isFirst: Bool) {
        let (rate, decay, momentum) = (Scalar(rate), Scalar(weightDecay), Scalar(momentum))
        let v = slots[0]
        for i in 0..<count {
            let d = g[i] + decay * w[i]
            v[i] = isFirst ? d : momentum * v[i] + d
            w[i] -= rate * (nesterov ? d + momentum * v[i] : v[i])
        }
    }

    func adam(
        _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ weightDecay: Double, _ decoupled: Bool, _ step: Int
    ) {
        let (b1, b2, epsilon) = (Scalar(beta1), Scalar(beta2), Scalar(epsilon))
        let (rest1, rest2) = (Scalar(1 - beta1), Scalar(1 - beta2))
        let stepSize = Scalar(rate / (1 - pow(beta1, Double(step))))
        let root = Scalar((1 - pow(beta2, Double(step))).squareRoot())
        let inside = Scalar(decoupled ? 0 : weightDecay)
        let outside = Scalar(decoupled ? rate * weightDecay : 0)
        let (m, v) = (slots[0], slots[1])
        for i in 0..<count {
            let d = g[i] + inside * w[i]
            m[i] = b1 * m[i] + rest1 * d
            v[i] = b2 * v[i] + rest2 * d * d
            w[i] -= outside * w[i]
            w[i] -= stepSize * m[i] / (v[i].squareRoot() / root + epsilon)
        }
    }

    func adamax(_ beta1: Double, _ beta2: Double, _ epsilon: Double, _ weightDecay: Double, _ step: Int) {
        let (b1, b2, epsilon, decay) = (Scalar(beta1), Scalar(beta2), Scalar(epsilon), Scalar(weightDecay))
        let rest = Scalar(1 - beta1)
        let stepSize = Scalar(rate / (1 - pow(beta1, Double(step))))
        let (m, u) = (slots[0], slots[1])
        for i in 0..<count {
            let d = g[i] + decay * w[i]
            m[i] = b1 * m[i] + rest * d
            u[i] = .larger(d.magnitude + epsilon, b2 * u[i])
            w[i] -= stepSize * m[i] / u[i]
        }
    }

    func adaGrad(_ epsilon: Double, _ weightDecay: Double) {
        let (rate, epsilon, decay) = (Scalar(rate), Scalar(epsilon), Scalar(weightDecay))
        let sum = slots[0]
        for i in 0..<count {
            let d = g[i] + decay * w[i]
            sum[i] += d * d
            w[i] -= rate * d / (sum[i].squareRoot() + epsilon)
        }
    }

    func rmsProp(_ kept: Double, _ epsilon: Double, _ weightDecay: Double) {
        let (rate, kept, rest) = (Scalar(rate), Scalar(kept), Scalar(1 - kept))
        let (epsilon, decay) = (Scalar(epsilon), Scalar(weightDecay))
        let v = slots[0]
        for i in 0..<count {
            let d = g[i] + decay * w[i]
            v[i] = kept * v[i] + rest * d * d
            w[i] -= rate * d / (v[i].squareRoot() + epsilon)
        }
    }
}
