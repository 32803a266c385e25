import Foundations

extension ReferenceEngine {
    public func feedForward(
        _ x: Buffer, _ weights: FeedForwardWeights, dropout draw: DropoutDraw?
    ) -> FeedForwardTrace {
        composedFeedForward(x, weights, draw.map { DropoutMask($0, count: x.shape[0] * weights.units) })
    }

    public func feedForwardGradient(_ gradient: Buffer, _ trace: FeedForwardTrace) -> FeedForwardGradients {
        guard let hidden = trace.hidden else { Contract.fail("feedForward", "the hidden layer was not kept") }
        return composedFeedForwardGradient(gradient, trace, hidden: hidden)
    }
}
