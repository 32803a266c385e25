import Foundations

/// What an engine gains without writing it: every operation that others make up.
///
/// An engine itself computes its products, windows, functions of each element and reductions, 14 requirements in total.
/// The bodies in this folder compose the others of these; an engine replaces a body by its own faster one.
extension ComputeEngine {
    /// A mask of zeros and scales, drawn here, times x.
    public func dropout(_ x: Buffer, rate: Double, key: UInt64, counter: UInt64) -> Buffer {
        Contract.require(0 <= rate && rate < 1, "dropout", "rate \(rate), expected one in 0 ..< 1")
        let mask = DropoutMask(DropoutDraw(rate: rate, key: key, counter: counter), count: x.count)
        return binary(.multiply, x, mask.applied(to: Buffer(repeating: 1, shape: x.shape, type: x.type)))
    }

    public func sumOfSquares(_ x: Buffer) -> Double {
        func sum<Scalar: ReferenceScalar>(_ type: Scalar.Type) -> Double {
            let from = x.rowMajor(type)
            return (0..<x.count).reduce(0) { $0 + Double(from[$1]) * Double(from[$1]) }
        }
        return x.type == .float64 ? sum(Double.self) : sum(Float.self)
    }

    /// Of an engine whose operations give row-major order, or that draws its dropout in row-major order.
    public func aligned(_ x: Buffer, with other: Buffer) -> Buffer {
        x.liesLike(other) ? x : x.reshaped(to: x.shape)
    }

    public func feedForward(
        _ x: Buffer, _ weights: FeedForwardWeights, dropout draw: DropoutDraw?
    ) -> FeedForwardTrace {
        composedFeedForward(x, weights, draw.map { DropoutMask($0, count: x.shape[0] * weights.units) })
    }

    public func feedForwardGradient(_ gradient: Buffer, _ trace: FeedForwardTrace) -> FeedForwardGradients {
        guard let hidden = trace.hidden else { Contract.fail("feedForward", "the hidden layer was not kept") }
        return composedFeedForwardGradient(gradient, trace, hidden: hidden)
    }

    public func perceptronLoss(_ x: Buffer, targets: Buffer, _ network: PerceptronNetwork) -> PerceptronLoss {
        composedPerceptronLoss(x, targets: targets, network)
    }
}
