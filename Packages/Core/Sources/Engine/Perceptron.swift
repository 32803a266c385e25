/// A multilayer perceptron: linear layers with a function of each unit between, and dropout on only the first hidden
/// layer.
///
/// - Shapes: weight l W(l+1) × W(l), bias l W(l+1), for widths W(0) of the inputs to W(L) of the outputs.
public struct PerceptronNetwork {
    public let weights: [Buffer]
    public let biases: [Buffer]
    /// `.softsign`, `.tanh`, `.relu`, `.sigmoid(slope: 1)` or any other.
    public let activation: UnaryOperation
    /// The number of 16 bits of row n and unit u is number ((n / 128) · U + u) · 128 + n % 128 of the mask, U being the
    /// first hidden layer's width, rounded up to a multiple of 4.
    public let dropout: DropoutDraw?

    /// A network of these layers.
    public init(
        weights: [Buffer], biases: [Buffer], activation: UnaryOperation, dropout: DropoutDraw? = nil
    ) {
        self.weights = weights
        self.biases = biases
        self.activation = activation
        self.dropout = dropout
    }

    /// The widths of the inputs, the hidden layers and the outputs.
    var widths: [Int] { weights.prefix(1).map { $0.shape[1] } + weights.map { $0.shape[0] } }

    /// The rows of a block, whose masks are stored together.
    static let blockRows = 128

    /// The size of a mask for a number of rows.
    package static func maskCount(rows: Int, units: Int) -> Int {
        (rows + blockRows - 1) / blockRows * blockRows * ((units + 3) / 4 * 4)
    }
}

/// A loss and its gradients by the weights and biases of a perceptron.
public struct PerceptronLoss {
    /// A single number.
    public let loss: Buffer
    public let weights: [Buffer]
    public let biases: [Buffer]

    /// A loss and its gradients.
    public init(
        loss: Buffer, weights: [Buffer], biases: [Buffer]
    ) {
        self.loss = loss
        self.weights = weights
        self.biases = biases
    }
}

extension ComputeEngine {
    /// The loss by products and functions of each element, with the hidden layers in memory.
    func composedPerceptronLoss(_ x: Buffer, targets: Buffer, _ network: PerceptronNetwork) -> PerceptronLoss {
        let last = network.weights.count - 1
        let mask = network.dropout.map { rowMajorMask($0, rows: x.shape[0], units: network.widths[1]) }
        // The input of each layer, and for hidden ones the sums and the activations.
        var (inputs, sums, results) = ([x], [Buffer](), [Buffer]())
        for (place, weight) in network.weights.enumerated() {
            let sum = matmul(
                inputs[place], weight, transposingA: false, transposingB: true, bias: network.biases[place],
                rectifier: nil)
            sums.append(sum)
            guard place < last else { break }
            let result = unary(network.activation, sum)
            results.append(result)
            inputs.append(place == 0 ? mask?.applied(to: result) ?? result : result)
        }
        var (loss, gradient) =
            targets.type == .int32
            ? softmaxCrossEntropy(sums[last], labels: targets) : squaredError(sums[last], targets)
        var (weights, biases) = ([Buffer](), [Buffer]())
        for place in stride(from: last, through: 0, by: -1) {
            weights.insert(
                matmul(gradient, inputs[place], transposingA: true, transposingB: false, bias: nil, rectifier: nil),
                at: 0)
            biases.insert(reduce(.sum, gradient, axes: [0]).reshaped(to: [gradient.shape[1]]), at: 0)
            guard place > 0 else { break }
            let product = matmul(
                gradient, network.weights[place], transposingA: false, transposingB: false, bias: nil, rectifier: nil)
            gradient = unaryGradient(
                network.activation, x: sums[place - 1], y: results[place - 1],
                gradient: place == 1 ? mask?.applied(to: product) ?? product : product)
        }
        return PerceptronLoss(loss: loss, weights: weights, biases: biases)
    }

    /// (outputs − targets)², averaged over all elements, and its gradient.
    private func squaredError(_ outputs: Buffer, _ targets: Buffer) -> (loss: Buffer, gradient: Buffer) {
        let difference = binary(.subtract, outputs, targets)
        let share = 1 / Double(outputs.count)
        let sum = reduce(.sum, unary(.square, difference), axes: [0, 1]).reshaped(to: [])
        return (
            unary(.affine(scale: share, offset: 0), sum), unary(.affine(scale: 2 * share, offset: 0), difference)
        )
    }

    /// The mask of a first hidden layer N × U, row by row.
    private func rowMajorMask(_ draw: DropoutDraw, rows: Int, units: Int) -> DropoutMask {
        let drawn = DropoutMask(draw, count: PerceptronNetwork.maskCount(rows: rows, units: units))
        let mask = DropoutMask(count: rows * units, rate: draw.rate)
        let (block, width) = (PerceptronNetwork.blockRows, (units + 3) / 4 * 4)
        for row in 0..<rows {
            for unit in 0..<units {
                mask.bytes[row * units + unit] = drawn.bytes[(row / block * width + unit) * block + row % block]
            }
        }
        return mask
    }
}
