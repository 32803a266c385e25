import Engine
import Foundations

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
        // Padding of a blocked layout also uses numbers of the stream.
        guard let draw = Self.draw(rate, count: x.buffer.storedCount) else { return x }
        return x.droppedOut(rate: rate, key: draw.key, counter: draw.counter)
    }

    /// The next mask of `count` numbers of the stream; nil where nothing is dropped out.
    static func draw(_ rate: Double, count: Int) -> DropoutDraw? {
        guard rate > 0, let phase = TrainingPhase.current else { return nil }
        guard let random = phase.random else {
            Contract.fail("Dropout", "valueAndGradients was given no random streams to draw from")
        }
        // A block gives 16 bits to each of eight numbers, and blocks are taken by 64.
        let counter = random[.dropout].reserve(blocks: (count + 511) / 512 * 64)
        return DropoutDraw(rate: rate, key: random[.dropout].key, counter: counter)
    }
}
