import Datasets
import Engine
import Foundations
import Tensors

/// Examples with random changes in every epoch, applied while batches are made.
///
/// The change of an example depends only on the seed, the epoch and the example's number, so that a training that
/// continues from a checkpoint sees the same examples.
public struct AugmentedExamples: ExampleSource {
    public let examples: ByteExamples
    public let augmentation: Augmentation
    private let seed: UInt64

    /// - Parameters:
    ///   - examples: pictures of shape C × H × W.
    ///   - augmentation: how an example is changed at random.
    ///   - seed: of the random changes.
    public init(_ examples: ByteExamples, _ augmentation: Augmentation, seed: UInt64) {
        Contract.require(
            examples.exampleShape.count == 3, "AugmentedExamples",
            "examples of shape \(examples.exampleShape), expected C × H × W")
        self.examples = examples
        self.augmentation = augmentation
        self.seed = seed
    }

    public var count: Int { examples.count }

    /// The change of an example in an epoch.
    public func change(of number: Int32, epoch: Int) -> PictureChange {
        // Each example has eight numbers of the epoch's stream.
        var random = RandomStream(seed: seed, name: .augmentation(epoch: epoch), position: UInt64(number) * 8)
        return augmentation.draw(&random)
    }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch { batch(numbers, epoch: 0) }

    public func batch(_ numbers: ArraySlice<Int32>, epoch: Int) -> Batch {
        let shape = examples.exampleShape
        let (channels, size) = (shape[0], shape[1] * shape[2])
        let inputs = Buffer(shape: [numbers.count] + shape, type: .float32)
        let target = inputs.stored(writing: Float.self)
        let changes = numbers.map { (number: Int($0), change: change(of: $0, epoch: epoch)) }
        let examples = examples
        examples.bytes.withUnsafeBufferPointer { bytes in
            guard let first = bytes.baseAddress else { return }
            let bytes = ParallelInput(first)
            Parallel.ranges(changes.count, grain: 1, alignment: 1) { range in
                var sampler = BilinearSampler(width: shape[2], height: shape[1])
                for index in range {
                    for channel in 0..<channels {
                        sampler.sample(
                            bytes + (changes[index].number * channels + channel) * size, changes[index].change,
                            scale: examples.scale, offset: examples.offset, target + (index * channels + channel) * size
                        )
                    }
                }
            }
        }
        return Batch(inputs: Tensor(inputs), labels: Tensor(numbers.map { examples.labels[Int($0)] }))
    }
}
