import Core

/// A multilayer perceptron: hidden layers with softsigns (or rectifiers), dropout on only the first of them, and a
/// linear layer at the end.
///
/// - Shapes: N × D to N × K; classes K = 3, the value itself K = 1.
public struct HousingNet: Module {
    public let layers: [Linear]
    public let dropout: Dropout
    public let isRectified: Bool

    /// - Parameters:
    ///   - inputs: D.
    ///   - hidden: widths of the hidden layers.
    ///   - outputs: K.
    ///   - dropout: rate of the first hidden layer.
    ///   - isRectified: rectifiers instead of softsigns.
    ///   - random: what the first weights are drawn from.
    public init(
        inputs: Int, hidden: [Int], outputs: Int, dropout: Double = 0, isRectified: Bool = false,
        random: inout RandomStream
    ) {
        var layers: [Linear] = []
        var width = inputs
        for next in hidden + [outputs] {
            let initializer: Initializer = isRectified ? .kaimingNormal : .scaledNormal
            layers.append(
                Linear(width, next, initializer: initializer, biasInitializer: .zeros, random: &random))
            width = next
        }
        self.layers = layers
        self.dropout = Dropout(dropout)
        self.isRectified = isRectified
    }

    public var parameters: [NamedParameter] {
        for (place, layer) in layers.enumerated() { ("fc\(place + 1)", layer) }
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        var x = x
        for (place, layer) in layers.enumerated() {
            let isLast = place == layers.count - 1
            x = layer(x, rectifier: isRectified && !isLast ? .relu : nil)
            if !isRectified && !isLast { x = softsign(x) }
            if place == 0 { x = dropout(x) }
        }
        return x
    }

    /// The loss of a batch: cross entropy of classes, squared error of standardized values.
    public func loss(_ batch: Batch) -> Tensor {
        if layers.allSatisfy({ $0.weight.shape[0] <= Self.narrow }) {
            return perceptronLoss(
                batch.inputs, batch.labels, layers: layers, activation: isRectified ? .relu : .softsign,
                dropout: dropout.rate)
        }
        let outputs = self(batch.inputs)
        return batch.labels.type == .int32
            ? softmaxCrossEntropy(outputs, batch.labels) : meanSquaredError(outputs, batch.labels)
    }

    /// Layers of at most this number of units are processed together in the caches; wider ones are faster with large
    /// products.
    private static let narrow = 64
}

extension Initializer {
    /// Normal with variance 1 / fan-in (LeCun, Bottou, Orr, Müller 1998): randn / √n.
    public static let scaledNormal = Initializer { fanIn, _, random in
        random.normal(standardDeviation: (1 / Double(fanIn)).squareRoot())
    }
}
