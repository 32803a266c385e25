import Core

/// Whole training steps on 28×28 pictures, built from Core's layers as `kmnist-train`'s models are: batch, forward,
/// backward, update, loss.
let trainingStepBenchmarks = [
    trainingStep("lin", batch: 64) { random in
        Sequential(Flatten(), Linear(784, 10, random: &random))
    },
    trainingStep("full", batch: 64) { random in
        Sequential(
            Flatten(), Linear(784, 95, random: &random), Activation(.tanh), Linear(95, 10, random: &random))
    },
    trainingStep("conv", batch: 64) { random in
        Sequential(
            Conv2D(1, 16, kernelSize: 3, padding: 1, random: &random), MaxPool2D(2, rectifying: true),
            Conv2D(16, 32, kernelSize: 3, padding: 1, random: &random), MaxPool2D(2, rectifying: true), Flatten(),
            Linear(1568, 128, random: &random), Activation(.relu), Linear(128, 10, random: &random))
    },
    trainingStep("wide, one example", batch: 1) { random in
        Sequential(
            Flatten(), Linear(784, 1250, random: &random), Activation(.sigmoid(slope: 0.01)),
            Linear(1250, 10, random: &random))
    },
    tableStep,
]

/// The whole table in one step, as `housing-train` trains: loss and gradients are one operation.
private let tableStep = Benchmark("training step: housing", "8→20→20→3, 16,512 rows") {
    var random = RandomStream(seed: 0, name: .initialization)
    let layers = [Linear(8, 20, random: &random), Linear(20, 20, random: &random), Linear(20, 3, random: &random)]
    let model = Sequential(layers[0], layers[1], layers[2])
    let optimizer = Optimizer(.sgd(), learningRate: 0.01)
    let inputs = normal([16_512, 8])
    let labels = Tensor((0..<16_512).map { Int32($0 % 3) })
    return {
        keep(optimizer.takeStep(of: model) { perceptronLoss(inputs, labels, layers: layers, activation: .softsign) })
    }
}

private func trainingStep(
    _ name: String, batch size: Int, _ make: @escaping @Sendable (inout RandomStream) -> Sequential
) -> Benchmark {
    Benchmark("training step: \(name)", "batch \(size)") {
        var random = RandomStream(seed: 0, name: .initialization)
        let model = make(&random)
        let optimizer = Optimizer(.sgd(momentum: 0.5), learningRate: 0.01)
        let examples = pictures(1_000)
        let order = random.permutation(of: examples.count)
        var start = 0
        return {
            let batch = examples.batch(order[start..<(start + size)])
            start = (start + size) % (examples.count - size)
            keep(optimizer.takeStep(of: model) { softmaxCrossEntropy(model(batch.inputs), batch.labels) })
        }
    }
}
