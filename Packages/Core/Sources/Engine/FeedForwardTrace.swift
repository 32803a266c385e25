import Foundations

/// Two linear layers with a rectifier between, max(0, x W₁ᵀ + b₁) W₂ᵀ + b₂.
///
/// - Shapes: `firstWeight` F × E, `firstBias` F, `secondWeight` E × F, `secondBias` E.
public struct FeedForwardWeights {
    public let firstWeight: Buffer
    public let firstBias: Buffer
    public let secondWeight: Buffer
    public let secondBias: Buffer

    /// The weights of both layers.
    public init(
        firstWeight: Buffer, firstBias: Buffer, secondWeight: Buffer, secondBias: Buffer
    ) {
        self.firstWeight = firstWeight
        self.firstBias = firstBias
        self.secondWeight = secondWeight
        self.secondBias = secondBias
    }

    var width: Int { firstWeight.shape[1] }
    var units: Int { firstWeight.shape[0] }
}

/// A result of a feed-forward network, with everything that its gradient needs.
public struct FeedForwardTrace {
    /// N × E
    public let input: Buffer
    public let weights: FeedForwardWeights
    /// N × E
    public let output: Buffer
    let mask: DropoutMask?
    /// N × F, the hidden layer after dropout, where it was kept.
    public let hidden: Buffer?
    /// The weights in the engine's arrangement.
    let packed: Memory?
}

extension FeedForwardTrace {
    /// A result whose hidden layer is kept, dropped out by `draw`.
    ///
    /// - Shapes: input and output N × E, hidden N × F.
    public init(input: Buffer, weights: FeedForwardWeights, hidden: Buffer, output: Buffer, dropout draw: DropoutDraw?)
    {
        self.init(
            input: input, weights: weights, output: output,
            mask: draw.map { DropoutMask($0, count: hidden.count) }, hidden: hidden, packed: nil)
    }
}

/// The gradients by the arguments of a feed-forward network.
public struct FeedForwardGradients {
    public let input: Buffer
    public let weights: FeedForwardWeights

    /// The gradients by the input and by the weights.
    public init(
        input: Buffer, weights: FeedForwardWeights
    ) {
        self.input = input
        self.weights = weights
    }
}

/// The elements that dropout keeps: a byte each, 1 or 0.
///
/// Numbers are drawn in 16 bits. Of each 512 elements, those of stretch s, 64 long, take half s % 2 (the low one first)
/// of word s / 2 of 64 blocks in turn.
public final class DropoutMask {
    let memory: Memory
    public let count: Int
    /// What zeroed elements leave to the others, 1 / (1 − rate).
    public let scale: Double

    /// A mask whose bytes are not yet set.
    init(count: Int, rate: Double) {
        memory = Memory(byteCount: count)
        self.count = count
        scale = 1 / (1 - rate)
    }

    var bytes: UnsafeMutablePointer<UInt8> { memory.bytes }

    /// The mask, drawn number by number.
    public convenience init(_ draw: DropoutDraw, count: Int) {
        self.init(count: count, rate: draw.rate)
        let threshold = UInt32(draw.rate * 0x1p16)
        for i in 0..<count {
            let (stretch, place) = (i % 512 / 64, i % 64)
            let block = Philox.block(key: draw.key, counter: draw.counter &+ UInt64(i / 512 * 64 + place))
            let word = [block.0, block.1, block.2, block.3][stretch / 2]
            bytes[i] = (stretch % 2 == 0 ? word & 0xFFFF : word >> 16) >= threshold ? 1 : 0
        }
    }

    /// x where the mask keeps it, scaled, and 0 elsewhere.
    func applied(to x: Buffer) -> Buffer {
        x.type == .float64 ? applied(to: x, as: Double.self) : applied(to: x, as: Float.self)
    }

    private func applied<Scalar: ReferenceScalar>(to x: Buffer, as type: Scalar.Type) -> Buffer {
        let result = Buffer(shape: x.shape, type: x.type)
        let (from, to, scale) = (x.rowMajor(type), result.rowMajor(type), Scalar(scale))
        for i in 0..<count { to[i] = bytes[i] == 0 ? 0 : from[i] * scale }
        return result
    }
}

extension ComputeEngine {
    /// The network as products, with its hidden layer in memory.
    func composedFeedForward(_ x: Buffer, _ weights: FeedForwardWeights, _ mask: DropoutMask?) -> FeedForwardTrace {
        let hidden = matmul(
            x, weights.firstWeight, transposingA: false, transposingB: true, bias: weights.firstBias, rectifier: .relu)
        let dropped = mask?.applied(to: hidden) ?? hidden
        let output = matmul(
            dropped, weights.secondWeight, transposingA: false, transposingB: true, bias: weights.secondBias,
            rectifier: nil)
        return FeedForwardTrace(input: x, weights: weights, output: output, mask: mask, hidden: dropped, packed: nil)
    }

    func composedFeedForwardGradient(
        _ gradient: Buffer, _ trace: FeedForwardTrace, hidden: Buffer
    ) -> FeedForwardGradients {
        let weights = trace.weights
        let product = { (a: Buffer, b: Buffer, isWeight: Bool) in
            matmul(a, b, transposingA: isWeight, transposingB: false, bias: nil, rectifier: nil)
        }
        let sum = { (x: Buffer) in reduce(.sum, x, axes: [0]).reshaped(to: [x.shape[1]]) }
        let byDropped = product(gradient, weights.secondWeight, false)
        let byHidden = trace.mask?.applied(to: byDropped) ?? byDropped
        // Where a unit was dropped out its gradient is zero already, so the dropped-out units give the same result as
        // the units.
        let bySums = unaryGradient(.relu, x: hidden, y: hidden, gradient: byHidden)
        return FeedForwardGradients(
            input: product(bySums, weights.firstWeight, false),
            weights: FeedForwardWeights(
                firstWeight: product(bySums, trace.input, true), firstBias: sum(bySums),
                secondWeight: product(gradient, hidden, true), secondBias: sum(gradient)))
    }
}
