import Foundations

/// −log softmax(logits)[label], averaged over the rows; both in one operation, so that no exponential overflows.
///
/// - Shapes: logits N × K, labels N of int32 in 0 ..< K; the result is a single number.
public func softmaxCrossEntropy(_ logits: Tensor, _ labels: Tensor) -> Tensor {
    Contract.require(
        logits.rank == 2 && labels.shape == [logits.shape[0]] && labels.type == .int32, "softmaxCrossEntropy",
        "logits \(logits.shape) and labels \(labels.shape) of \(labels.type), expected N × K and N of int32")
    let classes = logits.shape[1]
    Contract.require(
        labels.buffer.withUnsafeNumbers(Int32.self) { $0.allSatisfy { (0..<classes).contains(Int($0)) } },
        "softmaxCrossEntropy", "a label is outside 0 ..< \(classes)")
    let (loss, byLogits) = logits.engine.softmaxCrossEntropy(logits.buffer, labels: labels.buffer)
    guard let tape = Tape.shared(by: logits) else { return Tensor(loss) }
    let source = logits.node
    return tape.record(loss) { gradient, tape in
        tape.add(to: source) {
            let upstream = gradient.item
            return upstream == 1 ? Tensor(byLogits) : Tensor(byLogits) * upstream
        }
    }
}

/// Binary cross entropy of probabilities sigmoid(logits) against targets in 0 ... 1, averaged over all elements:
/// log(1 + exp(x)) − x t, which needs no logarithm of a vanishing probability.
///
/// - Shapes: logits and targets of the same shape; the result is a single number.
public func binaryCrossEntropy(logits: Tensor, targets: Tensor) -> Tensor {
    Contract.require(
        logits.shape == targets.shape, "binaryCrossEntropy",
        "logits \(logits.shape) and targets \(targets.shape), expected the same shape")
    return (softplus(logits) - logits * targets).mean()
}
