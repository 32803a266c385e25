import Core

/// Noise → 256 → 512 → 1024 → pixels, leaky rectifiers, tanh at the end.
///
/// - Shapes: noise N × Z to N × C × H × W.
public struct DenseGenerator: Generator {
    public let layers: [Linear]
    private let picture: Shape
    /// Units of the hidden layers.
    static let widths = [256, 512, 1024]

    public init(noise: Int, picture: Shape, random: inout RandomStream) {
        self.picture = picture
        layers = denseLayers([noise] + Self.widths + [picture.elementCount], &random)
    }

    public var parameters: [NamedParameter] { for (place, layer) in layers.enumerated() { ("fc\(place + 1)", layer) } }

    public func callAsFunction(_ noise: Tensor, labels: Tensor?) -> Tensor {
        let hidden = layers.dropLast().reduce(noise) { $1($0, rectifier: .leakyReLU(slope: 0.2)) }
        return tanh(layers[layers.count - 1](hidden)).reshaped(to: [noise.shape[0]] + picture)
    }
}

/// Pixels → 1024 → 512 → 256 → a logit, leaky rectifiers and dropout.
///
/// - Shapes: N × C × H × W to N × 1.
public struct DenseDiscriminator: Discriminator {
    public let layers: [Linear]
    public let dropout: Dropout
    public let judgesEachAlone = true

    public init(picture: Shape, dropout rate: Double, random: inout RandomStream) {
        layers = denseLayers([picture.elementCount] + DenseGenerator.widths.reversed() + [1], &random)
        dropout = Dropout(rate)
    }

    public var parameters: [NamedParameter] { for (place, layer) in layers.enumerated() { ("fc\(place + 1)", layer) } }

    public func callAsFunction(_ pictures: Tensor, labels: Tensor?) -> Tensor {
        let hidden = layers.dropLast().reduce(pictures.flattened()) {
            dropout($1($0, rectifier: .leakyReLU(slope: 0.2)))
        }
        return layers[layers.count - 1](hidden)
    }
}

private func denseLayers(_ widths: [Int], _ random: inout RandomStream) -> [Linear] {
    var layers: [Linear] = []
    for (inputs, outputs) in zip(widths, widths.dropFirst()) { layers.append(Linear(inputs, outputs, random: &random)) }
    return layers
}
