import Datasets
import Engine
import Foundations
import Tensors
import Training

/// Random pictures, 1 × 8 × 8, in three classes, for trainings of milliseconds.
package struct TinyExamples: ExampleSource {
    package let count: Int

    package init(count: Int) { self.count = count }

    package func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        let inputs = numbers.map { randomTensor([1, 1, 8, 8], seed: UInt64($0) + 1) }
        return Batch(inputs: concatenated(inputs), labels: Tensor(numbers.map { $0 % 3 }))
    }
}

/// A small convolutional network with dropout.
package func tinyNetwork(seed: UInt64 = 1, channels: Int = 16) -> Sequential {
    var random = RandomStream(seed: seed, name: .initialization)
    return Sequential(
        Conv2D(1, channels, kernelSize: 3, padding: 1, random: &random), MaxPool2D(2, rectifying: true), Flatten(),
        Dropout(0.25), Linear(channels * 16, 3, random: &random))
}

/// A trainer of that network on ten examples, in batches of four, four and two.
package func tinyTrainer(
    _ rule: UpdateRule = .sgd(momentum: 0.9), epochs: Int = 3, seed: UInt64 = 1, model: Sequential? = nil,
    hooks: [any TrainingHook] = []
) -> Trainer<Sequential> {
    Trainer(
        model ?? tinyNetwork(seed: seed), optimizer: Optimizer(rule, learningRate: 0.05),
        random: RandomStreams(seed: seed), epochs: epochs, batchSize: 4, exampleCount: 10, hooks: hooks
    ) { softmaxCrossEntropy($0($1.inputs), $1.labels) }
}

extension Module {
    /// The bytes of all parameters.
    package var parameterBytes: [[UInt8]] { parameters.map(\.parameter.value.bytes) }
}

/// Stops training after so many steps of this process.
package final class StopAfter: TrainingHook {
    private var remaining: Int

    package init(steps: Int) { remaining = steps }

    package func stepDidEnd(_ state: TrainingState) throws {
        remaining -= 1
        if remaining == 0 { state.stop(.interrupted) }
    }
}
