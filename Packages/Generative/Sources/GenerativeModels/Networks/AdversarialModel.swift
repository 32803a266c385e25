import Core

/// Generates pictures from noise.
public protocol Generator: Module {
    /// Creates the layers.
    func describe(in architecture: inout Architecture, picture: Shape)
    /// - Shapes: noise N × Z, labels N of int32 where the model knows classes, to pictures N × C × H × W within −1 … 1.
    func callAsFunction(_ noise: Tensor, labels: Tensor?) -> Tensor
}

/// Distinguishes real pictures from generated ones.
public protocol Discriminator: Module {
    /// Creates the layers.
    func describe(in architecture: inout Architecture)
    /// - Shapes: pictures N × C × H × W, labels as for a generator, to logits N × 1, above 0 for real.
    func callAsFunction(_ pictures: Tensor, labels: Tensor?) -> Tensor
    /// Whether a picture's logit does not depend on other pictures, so that real and generated ones may share a batch.
    var judgesEachAlone: Bool { get }
}

/// The two networks of a generative adversarial model (Goodfellow et al. 2014).
public struct AdversarialModel: Module {
    public let generator: any Generator
    public let discriminator: any Discriminator
    /// The size of the noise vector of a picture.
    public let noise: Int
    /// The number of classes that the model knows; 0 for none.
    public let classes: Int
    /// The average of the generator's weights, which then draws pictures; nil where the latest weights draw them.
    public let average: WeightAverage?

    /// - Parameters:
    ///   - generator: makes pictures from noise, and from classes where the model knows them.
    ///   - discriminator: distinguishes real pictures from generated ones.
    ///   - noise: Z, the numbers of noise that a picture is made from.
    ///   - classes: how many classes the model knows; 0 for none.
    ///   - averaging: the decay of the generator's average; 0 for none.
    public init(
        generator: any Generator, discriminator: any Discriminator, noise: Int, classes: Int = 0, averaging: Double = 0
    ) {
        self.generator = generator
        self.discriminator = discriminator
        self.noise = noise
        self.classes = classes
        average = averaging > 0 ? WeightAverage(of: generator, decay: averaging) : nil
    }

    public var parameters: [NamedParameter] {
        ("generator", generator)
        ("discriminator", discriminator)
        if let average { ("average", average) }
    }

    /// Pictures as bytes from noise, a hundred at a time, outside of training.
    ///
    /// - Shapes: noise N × Z, labels N or none; N × C × H × W bytes.
    public func pictures(from noise: Tensor, labels: [Int32]? = nil) -> [UInt8] {
        average.map { $0.inPlace { made(from: noise, labels: labels) } } ?? made(from: noise, labels: labels)
    }

    private func made(from noise: Tensor, labels: [Int32]?) -> [UInt8] {
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: noise.shape[0], by: 100) {
            let range = start..<min(start + 100, noise.shape[0])
            let known = classes > 0 ? Tensor(Array((labels ?? labelsInTurn(range.upperBound))[range])) : nil
            let made = generator(noise.sliced(range), labels: known).scalars(Float.self)
            bytes += made.map { UInt8(max(0, min(255, (($0 + 1) * 127.5).rounded()))) }
        }
        return bytes
    }

    /// The generator's loss on its pictures: the non-saturating one, −log D(G(z)) (Goodfellow et al. 2014).
    ///
    /// - Shapes: pictures N × C × H × W, labels N or none; a single number.
    public func generatorLoss(of made: Tensor, labels: Tensor?) -> Tensor {
        let logits = discriminator(made, labels: labels)
        return binaryCrossEntropy(logits: logits, targets: .ones(logits.shape, type: logits.type))
    }

    /// Default labels for `count` pictures: one class after the other.
    public func labelsInTurn(_ count: Int) -> [Int32] {
        (0..<count).map { classes > 0 ? Int32($0 % classes) : 0 }
    }
}
