import Core

/// A custom optimizer: w −= η (sign(β₁ m + (1 − β₁) g) + λw), then m = β₂ m + (1 − β₂) g.
///
/// Source: Chen et al., "Symbolic discovery of optimization algorithms", 2023.
struct Lion: OwnOptimizer {
    var beta1 = 0.9
    var beta2 = 0.99

    let name = "lion"
    /// m, which checkpoints keep for each parameter.
    let slots = ["exp_avg"]

    static var numbers: [OptimizerNumber<Lion>] {
        [OptimizerNumber("beta1", \.beta1, in: 0...0.999), OptimizerNumber("beta2", \.beta2, in: 0...0.999)]
    }

    func moved(
        _ parameter: Tensor, along gradient: Tensor, slots: inout [Tensor], _ step: OptimizerStep
    ) -> Tensor {
        let direction = slots[0] * beta1 + gradient * (1 - beta1)
        let sign = (direction .> 0) - (direction .< 0)
        slots[0] = slots[0] * beta2 + gradient * (1 - beta2)
        return parameter - (sign + parameter * step.weightDecay) * step.learningRate
    }
}
