/// While gradients are recorded, zeroes elements with probability `rate` and scales the rest by 1 / (1 − rate);
/// otherwise the identity (Srivastava et al. 2014). The masks come from the random stream "dropout".
///
/// - Shapes: any, unchanged.
public struct Dropout: Layer {
    public let rate: Double

    public init(_ rate: Double) {
        Contract.require((0..<1).contains(rate), "Dropout", "rate \(rate), expected 0 ..< 1")
        self.rate = rate
    }

    public var parameters: [NamedParameter] { [] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        guard rate > 0, let phase = TrainingPhase.current else { return x }
        guard let random = phase.random else {
            Contract.fail("Dropout", "valueAndGradients was given no random streams to draw from")
        }
        // Padding of a blocked layout takes numbers of the stream too.
        let counter = random["dropout"].reserve(blocks: (x.buffer.storedCount + 3) / 4)
        return x.droppedOut(rate: rate, key: random["dropout"].key, counter: counter)
    }
}
