import Core

/// How close predicted numbers are to the true ones.
public struct RegressionScore: Sendable, Equatable {
    public let count: Int
    /// The root of the mean squared error, in the numbers' own unit.
    public let rootMeanSquare: Double
    /// The mean of |error|.
    public let meanAbsolute: Double
    /// 1 − squared error / variance: the part of the variance that is explained.
    public let determination: Double

    /// - Parameters:
    ///   - predictions: what the network gave, a number for each row.
    ///   - truths: as many as predictions.
    public init(predictions: [Float], truths: [Float]) {
        Contract.require(
            predictions.count == truths.count, "RegressionScore",
            "\(predictions.count) predictions for \(truths.count) numbers")
        count = truths.count
        let divisor = Double(max(1, count))
        let mean = truths.reduce(0) { $0 + Double($1) } / divisor
        var (squares, sizes, variance) = (0.0, 0.0, 0.0)
        for (prediction, truth) in zip(predictions, truths) {
            let error = Double(prediction) - Double(truth)
            squares += error * error
            sizes += abs(error)
            variance += (Double(truth) - mean) * (Double(truth) - mean)
        }
        rootMeanSquare = (squares / divisor).squareRoot()
        meanAbsolute = sizes / divisor
        determination = variance > 0 ? 1 - squares / variance : .nan
    }
}
