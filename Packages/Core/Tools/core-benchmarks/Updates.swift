import Core

/// One step of each optimizer over 200,000 numbers.
let updateBenchmarks = [
    update("SGD", .sgd()), update("SGD with momentum", .sgd(momentum: 0.5)), update("Adam", .adam()),
    update("Adamax", .adamax()), update("AdaGrad", .adaGrad()), update("RMSprop", .rmsProp()),
]

private let count = 200_000

private func update(_ name: String, _ rule: UpdateRule) -> Benchmark {
    // Parameter and running values are read and written, the gradient is read.
    let passes = 3 + 2 * rule.slots.count
    return Benchmark("\(name) step", "200,000", .bytes(Double(4 * count * passes))) {
        let (parameter, gradient) = (normal([count]).buffer, normal([count]).buffer)
        let slots = rule.slots.map { _ in Tensor.zeros([count]).buffer }
        var step = 0
        return {
            step += 1
            OneDNNEngine.shared.update(
                rule, parameter: parameter, gradient: gradient, slots: slots, learningRate: 1e-6, step: step)
        }
    }
}
