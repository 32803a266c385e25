import Core

/// How a network of the plane is trained: everything that changes the result besides the points and the seed.
public struct PlaneRecipe: TrainingRecipe {
    /// Units of each hidden layer.
    public var hidden: [Int]
    public var activation: PlaneActivation = .sigmoid
    public var epochs: Int
    public var batchSize: Int
    public var learningRate: Double
    /// A name of `OptimizerEntry.all`.
    public var optimizer = "adam"
    /// Training ends once every training point's own class has this probability; at 1 it never does.
    public var enough: Double = 1
    /// Epochs after which a training that has not come that far begins anew with other weights; 0 for never. A network
    /// with no unit to spare often settles where no step helps.
    public var restartInterval = 0

    static let grid = PlaneRecipe(
        hidden: [5], epochs: 8_000, batchSize: 9, learningRate: 0.1, enough: 0.9, restartInterval: 400)
    static let xor = PlaneRecipe(
        hidden: [2], epochs: 8_000, batchSize: 4, learningRate: 0.1, enough: 0.9, restartInterval: 400)
    static let moons = PlaneRecipe(hidden: [8], epochs: 200, batchSize: 20, learningRate: 0.03)
    static let spirals = PlaneRecipe(
        hidden: [8, 8], activation: .tanh, epochs: 600, batchSize: 20, learningRate: 0.01)
    static let circles = PlaneRecipe(hidden: [4], epochs: 200, batchSize: 20, learningRate: 0.03)
    /// For points of a file.
    public static let file = PlaneRecipe(hidden: [8], epochs: 500, batchSize: 20, learningRate: 0.03)

    /// The update rule that the recipe names; Adam for a name that is not known.
    public var rule: UpdateRule {
        OptimizerEntry.all.first { $0.name == optimizer }?.rule(0.9, 0) ?? .adam()
    }

    /// Whether a training can follow it: a damaged file may say anything.
    public var isSound: Bool {
        (1...Self.mostLayers).contains(hidden.count) && hidden.allSatisfy { (1...Self.mostUnits).contains($0) }
            && (1...1_000_000_000).contains(epochs) && (1...1_000_000_000).contains(batchSize)
            && learningRate.isFinite && learningRate > 0 && (0...1).contains(enough)
            && (0...1_000_000_000).contains(restartInterval)
    }

    public static let mostLayers = 8
    /// Units a layer.
    public static let mostUnits = 1_000
}

/// What a hidden unit makes of its weighted sum.
public enum PlaneActivation: String, Codable, CaseIterable, Sendable {
    /// 1 / (1 + exp(−z))
    case sigmoid
    case tanh
    case relu
    /// z ≥ 0 ? 1 : 0, in the output too; it has no gradient to learn by.
    case step

    /// Those that a network can be trained with.
    public static let trainable: [PlaneActivation] = [.sigmoid, .tanh, .relu]

    var operation: UnaryOperation {
        switch self {
        case .sigmoid: .sigmoid(slope: 1)
        case .tanh: .tanh
        case .relu: .relu
        case .step: .hardLimit
        }
    }

    /// What a unit can give; nil where there is no upper end.
    var range: ClosedRange<Double>? {
        switch self {
        case .sigmoid, .step: 0...1
        case .tanh: -1...1
        case .relu: nil
        }
    }
}
