import Engine
import Foundations

/// The loss of a multilayer perceptron as one operation, forward and backward together, so that the hidden units of a
/// narrow network stay in the processor's caches: linear layers with `activation` between, dropout on only the first
/// hidden layer, and at the end softmax and cross entropy where the targets are classes, or the squared error, averaged
/// over all elements, where they are numbers.
///
/// It computes the gradients with respect to the layers' parameters, not to the inputs. Outside `valueAndGradients`
/// nothing is dropped out.
///
/// - Shapes: inputs N × D; targets N of int32 in 0 ..< K, or N × K; layers with biases from D to K; the result is a
///   single number.
public func perceptronLoss(
    _ inputs: Tensor, _ targets: Tensor, layers: [Linear], activation: UnaryOperation, dropout rate: Double = 0
) -> Tensor {
    let biases = layers.compactMap { $0.bias?.value }
    Contract.require(
        biases.count == layers.count && inputs.rank == 2 && !layers.isEmpty, "perceptronLoss",
        "inputs \(inputs.shape) for \(layers.count) layers, \(biases.count) of them with a bias")
    let units = layers.count > 1 ? layers[0].weight.shape[0] : 0
    let numbers = PerceptronNetwork.maskCount(rows: inputs.shape[0], units: units)
    let draw = units == 0 ? nil : Dropout.draw(rate, count: numbers)
    return perceptronLoss(
        inputs, targets, weights: layers.map(\.weight.value), biases: biases, activation: activation, dropout: draw)
}

/// The same with tensors for parameters.
func perceptronLoss(
    _ inputs: Tensor, _ targets: Tensor, weights: [Tensor], biases: [Tensor], activation: UnaryOperation,
    dropout: DropoutDraw?
) -> Tensor {
    let widths = [inputs.shape[1]] + weights.map { $0.shape[0] }
    let classes = widths[weights.count]
    Contract.require(
        zip(weights, zip(widths, widths.dropFirst())).allSatisfy { $0.shape == [$1.1, $1.0] }
            && zip(biases, weights).allSatisfy { $0.shape == [$1.shape[0]] }, "perceptronLoss",
        "inputs \(inputs.shape), weights \(weights.map(\.shape)), biases \(biases.map(\.shape))")
    Contract.require(
        targets.type == .int32
            ? targets.shape == [inputs.shape[0]]
            : targets.shape == [inputs.shape[0], classes] && targets.type == inputs.type, "perceptronLoss",
        "targets \(targets.shape) of \(targets.type) for inputs \(inputs.shape) and \(classes) outputs")
    Contract.require(
        targets.type != .int32
            || targets.buffer.withUnsafeNumbers(Int32.self) { $0.allSatisfy { (0..<classes).contains(Int($0)) } },
        "perceptronLoss", "a label is outside 0 ..< \(classes)")
    Contract.require(
        Tape.shared(by: inputs) == nil, "perceptronLoss", "the gradient with respect to the inputs is not available")
    let network = PerceptronNetwork(
        weights: weights.map(\.buffer), biases: biases.map(\.buffer), activation: activation, dropout: dropout)
    let result = inputs.engine.perceptronLoss(inputs.buffer, targets: targets.buffer, network)
    guard let tape = (weights + biases).lazy.compactMap({ Tape.shared(by: $0) }).first else {
        return Tensor(result.loss)
    }
    let sources = (weights + biases).map(\.node)
    return tape.record(result.loss) { gradient, tape in
        let upstream = gradient.item
        for (source, buffer) in zip(sources, result.weights + result.biases) {
            tape.add(to: source) { upstream == 1 ? Tensor(buffer) : Tensor(buffer) * upstream }
        }
    }
}
