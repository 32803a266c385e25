import Core

/// A network from the plane to one output: hidden layers, and the probability of the second of two classes.
///
/// - Shapes: points N × 2, logits N × 1; `hidden1.weight` H × 2, `output.weight` 1 × H.
public struct PlaneNetwork: Module {
    public let activation: PlaneActivation
    public let scaling: PlaneScaling
    let layers: [Linear]
    let output: Linear

    /// - Parameters:
    ///   - hidden: units of each hidden layer.
    ///   - activation: of the hidden units.
    ///   - scaling: how coordinates are scaled before the first layer.
    ///   - box: the corners of the region that the points fill, scaled; the units' initial lines pass through it.
    ///   - random: what the first weights are drawn from.
    public init(
        hidden: [Int], activation: PlaneActivation, scaling: PlaneScaling = .none,
        box: (low: [Double], high: [Double]) = ([-1, -1], [1, 1]), random: inout RandomStream
    ) {
        Contract.require(!hidden.isEmpty, "PlaneNetwork", "no hidden layer")
        self.activation = activation
        self.scaling = scaling
        let widths = [2] + hidden
        layers = zip(widths, hidden).map {
            Linear($0, $1, initializer: .xavierUniform, biasInitializer: .zeros, random: &random)
        }
        output = Linear(
            hidden[hidden.count - 1], 1, initializer: .uniform(in: -1..<1), biasInitializer: .zeros, random: &random)
        Self.drawLines(of: layers[0], through: box, random: &random)
    }

    /// The units of the first layer begin with lines in all directions, each through a random place of the points' box:
    /// a line outside all points does not separate them, and hardly moves.
    private static func drawLines(
        of layer: Linear, through box: (low: [Double], high: [Double]), random: inout RandomStream
    ) {
        var (weights, biases): ([Float], [Float]) = ([], [])
        for _ in 0..<layer.weight.shape[0] {
            let direction = [random.normal(), random.normal()]
            let length = max(1e-6, (direction[0] * direction[0] + direction[1] * direction[1]).squareRoot())
            let weight = direction.map { 2 * $0 / length }
            let place = [0, 1].map { random.uniform(in: box.low[$0]..<max(box.high[$0], box.low[$0].nextUp)) }
            weights += weight.map(Float.init)
            biases.append(Float(-(weight[0] * place[0] + weight[1] * place[1])))
        }
        layer.weight.assign(Tensor(weights, shape: layer.weight.shape))
        layer.bias?.assign(Tensor(biases))
    }

    public var parameters: [NamedParameter] {
        for (index, layer) in layers.enumerated() { ("hidden\(index + 1)", layer) }
        ("output", output)
    }

    /// Units of each hidden layer.
    public var hidden: [Int] { layers.map { $0.weight.shape[0] } }

    /// - Shapes: inputs N × 2, scaled; the result N × 1.
    func logits(_ inputs: Tensor) -> Tensor {
        output(layers.reduce(inputs) { activation($1($0)) })
    }

    /// The mean cross entropy over a batch.
    public func loss(_ batch: Batch) -> Tensor {
        let targets = batch.labels.scalars(Int32.self).map(Float.init)
        let logits = logits(batch.inputs)
        return binaryCrossEntropy(
            logits: logits, targets: Tensor(targets, shape: [targets.count, 1]).cast(to: logits.type))
    }

    /// The sums and activations of all units for some points.
    public func reading(_ points: [(x: Double, y: Double)]) -> PlaneReading {
        func columns(_ tensor: Tensor) -> [[Double]] {
            let (numbers, width) = (tensor.doubles, tensor.shape[1])
            return (0..<width).map { unit in stride(from: unit, to: numbers.count, by: width).map { numbers[$0] } }
        }
        var reading = PlaneReading(activation: activation)
        var signal = scaling.inputs(points)
        for layer in layers {
            let sums = layer(signal)
            signal = activation(sums)
            reading.sums.append(columns(sums))
            reading.activations.append(columns(signal))
        }
        let logits = output(signal)
        reading.logits = logits.doubles
        reading.outputs = logits.applying(activation == .step ? .hardLimit : .sigmoid(slope: 1)).doubles
        return reading
    }

    /// The network's score on some points.
    public func score(on points: PlanePoints) -> PlaneScore {
        PlaneScore(reading(Array(zip(points.xs, points.ys)).map { (x: $0.0, y: $0.1) }), of: points.classes)
    }

    /// Every unit's weights and bias for the layer before it: in the first layer for x and y themselves, without the
    /// scaling of the training.
    public var units: [[PlaneUnit]] {
        (layers + [output]).enumerated().map { index, layer in
            let (weights, biases) = (layer.weight.value.doubles, layer.bias?.value.doubles ?? [])
            let width = layer.weight.shape[1]
            return biases.indices.map { unit in
                var (row, bias) = (Array(weights[(unit * width)..<((unit + 1) * width)]), biases[unit])
                if index == 0 {
                    row = zip(row, scaling.scale).map { $0 / $1 }
                    bias -= zip(row, scaling.center).reduce(0) { $0 + $1.0 * $1.1 }
                }
                return PlaneUnit(weights: row, bias: bias)
            }
        }
    }

    /// Replaces the weights of a network with one hidden layer.
    func assign(weights: [Double], biases: [Double], output weight: [Double], outputBias: Double) {
        func tensor(_ numbers: [Double], like parameter: Parameter) -> Tensor {
            Tensor(numbers.map(Float.init), shape: parameter.shape)
        }
        layers[0].weight.assign(tensor(weights, like: layers[0].weight))
        if let bias = layers[0].bias { bias.assign(tensor(biases, like: bias)) }
        output.weight.assign(tensor(weight, like: output.weight))
        if let bias = output.bias { bias.assign(tensor([outputBias], like: bias)) }
    }
}

/// One unit: its weights and bias.
public struct PlaneUnit: Sendable, Equatable {
    public let weights: [Double]
    public let bias: Double
}

/// A network's sums and activations for some points.
public struct PlaneReading: Sendable {
    let activation: PlaneActivation
    /// Weighted sums, by hidden layer, unit and point; 0 is where a unit divides the plane.
    public internal(set) var sums: [[[Double]]] = []
    /// The units' activations.
    public internal(set) var activations: [[[Double]]] = []
    /// The output's weighted sum, by point.
    public internal(set) var logits: [Double] = []
    /// The probability of class 1, by point.
    public internal(set) var outputs: [Double] = []

    /// The predicted class of each point.
    public var predicted: [Int32] { logits.map { $0 >= 0 ? 1 : 0 } }
}

/// The score on some points.
public struct PlaneScore: Sendable, Equatable {
    public let count: Int
    public let correct: Int
    /// The mean cross entropy, in nats.
    public let loss: Double
    /// The smallest probability of any point's correct class.
    public let smallestProbability: Double

    init(_ reading: PlaneReading, of classes: [Int32]) {
        count = classes.count
        correct = zip(reading.predicted, classes).count { $0 == $1 }
        let own = zip(reading.outputs, classes).map { $1 == 1 ? $0 : 1 - $0 }
        smallestProbability = own.min() ?? .nan
        // From the logit, because a vanishing probability has no logarithm.
        loss =
            zip(reading.logits, classes).reduce(0) { sum, point in
                let toward = point.1 == 1 ? point.0 : -point.0
                return sum + max(0, -toward) + Self.logOnePlusExp(-abs(toward))
            } / Double(max(1, classes.count))
    }

    public var accuracy: Double { count == 0 ? .nan : Double(correct) / Double(count) }

    private static func logOnePlusExp(_ x: Double) -> Double {
        softplus(Tensor([x])).item
    }
}
