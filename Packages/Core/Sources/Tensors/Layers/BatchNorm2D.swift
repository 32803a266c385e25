import Engine
import Foundations

/// (x − mean) / √(variance + ε) · weight + bias by channel (Ioffe, Szegedy 2015).
///
/// While gradients are recorded, mean and variance are the batch's own, or those of all its parts, and they update the
/// running means of both; otherwise the running ones are used, so that an example's result does not depend on the other
/// examples.
///
/// - Shapes: N × C × H × W, unchanged; `weight` and `bias` C, and the running `running_mean` and `running_var` C, saved
///   with them.
public struct BatchNorm2D: Layer {
    public let weight: Parameter
    public let bias: Parameter
    public let runningMean: Parameter
    /// The running mean of unbiased variances, as in PyTorch.
    public let runningVariance: Parameter
    /// The number of batches in the running values.
    public let batchCount: Parameter
    public let epsilon: Double
    /// The weight of the newest batch in the running values.
    public let momentum: Double

    /// - Parameters:
    ///   - channels: C, the channels of the input.
    ///   - epsilon: added to the variance, so that no division is by zero.
    ///   - momentum: the weight of the newest batch in the running statistics, 0 to 1.
    ///   - initializer: of the weight; ones by default.
    ///   - random: what `initializer` draws from.
    public init(
        _ channels: Int, epsilon: Double = 1e-5, momentum: Double = 0.1, initializer: Initializer? = nil,
        random: inout RandomStream
    ) {
        weight =
            initializer?.parameter([channels], fanIn: channels, fanOut: channels, random: &random)
            ?? Parameter(.ones([channels]))
        bias = Parameter(.zeros([channels]))
        runningMean = Parameter(.zeros([channels]), isTrained: false)
        runningVariance = Parameter(.ones([channels]), isTrained: false)
        batchCount = Parameter(Tensor(Int32(0)), isTrained: false)
        self.epsilon = epsilon
        self.momentum = momentum
    }

    public var parameters: [NamedParameter] {
        ("weight", weight)
        ("bias", bias)
        ("running_mean", runningMean)
        ("running_var", runningVariance)
        ("num_batches_tracked", batchCount)
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { self(x, rectifier: nil) }

    /// The layer followed by a rectifier, in one operation.
    public func callAsFunction(_ x: Tensor, rectifier: Rectifier?) -> Tensor {
        guard let phase = TrainingPhase.current else {
            let running = concatenated([runningMean.value, runningVariance.value]).reshaped(to: [2, weight.count])
            return x.batchNorm(
                weight: weight.value, bias: bias.value, statistics: running, epsilon: epsilon, rectifier: rectifier
            ).output
        }
        let (output, statistics) = x.batchNorm(
            weight: weight.value, bias: bias.value, epsilon: epsilon, rectifier: rectifier, parts: phase.parts)
        let count = x.count / max(1, weight.count)
        follow(statistics, of: phase.parts?.numbers(where: count) ?? count)
        return output
    }

    /// Moves the running values toward those of a batch with `count` numbers per channel.
    private func follow(_ statistics: Tensor, of count: Int) {
        func moved(_ running: Parameter, _ row: Int, by factor: Double) -> Tensor {
            let measured = statistics.sliced(row..<row + 1).reshaped(to: running.shape)
            return running.value * (1 - momentum) + measured * (momentum * factor)
        }
        runningMean.assign(moved(runningMean, 0, by: 1))
        runningVariance.assign(moved(runningVariance, 1, by: Double(count) / Double(max(1, count - 1))))
        batchCount.assign(Tensor([(batchCount.value.scalars(Int32.self).first ?? 0) &+ 1], shape: []))
    }
}
