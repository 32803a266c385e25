import Foundations
import Tensors

/// Examples that are in memory as tensors.
///
/// - Shapes: inputs N × …, labels N × …; a batch has some of the rows of both.
public struct TensorExamples: ExampleSource {
    public let inputs: Tensor
    public let labels: Tensor

    public init(inputs: Tensor, labels: Tensor) {
        Contract.require(
            inputs.rank > 0 && labels.rank > 0 && inputs.shape[0] == labels.shape[0], "TensorExamples",
            "inputs of shape \(inputs.shape) for labels of shape \(labels.shape)")
        (self.inputs, self.labels) = (inputs, labels)
    }

    public var count: Int { inputs.shape[0] }

    public func batch(_ numbers: ArraySlice<Int32>) -> Batch {
        let rows = Tensor(Array(numbers))
        return Batch(inputs: inputs.gathering(rows), labels: labels.gathering(rows), count: numbers.count)
    }

    /// Some of the examples, by number.
    public func selecting(_ numbers: [Int32]) -> TensorExamples {
        let rows = Tensor(numbers)
        return TensorExamples(inputs: inputs.gathering(rows), labels: labels.gathering(rows))
    }
}
