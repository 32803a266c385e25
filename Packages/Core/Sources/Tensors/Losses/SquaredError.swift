import Foundations

/// (prediction − target)², averaged over all elements.
///
/// - Shapes: both the same; the result is a single number.
public func meanSquaredError(_ predictions: Tensor, _ targets: Tensor) -> Tensor {
    Contract.require(
        predictions.shape == targets.shape, "meanSquaredError",
        "predictions \(predictions.shape) and targets \(targets.shape), expected the same shape")
    return square(predictions - targets).mean()
}

/// ½ Σ (prediction − target)², summed over the outputs and averaged over the rows, whose gradient is prediction −
/// target.
///
/// - Shapes: both N × K; the result is a single number.
public func halfSquaredError(_ predictions: Tensor, _ targets: Tensor) -> Tensor {
    Contract.require(
        predictions.shape == targets.shape && predictions.rank > 0, "halfSquaredError",
        "predictions \(predictions.shape) and targets \(targets.shape), expected the same shape N × K")
    return square(predictions - targets).sum() * (0.5 / Double(predictions.shape[0]))
}
