/// The arithmetic. Every operation takes buffers and makes new ones; gradients are recorded elsewhere.
///
/// Shapes are checked before an engine is called, so an engine may rely on them. Results may have any layout that the
/// engine chooses; arguments may have any layout that the engine has made.
///
/// An engine outside this library writes 14 requirements: its name, the types that it supports, `matmul`, the three of
/// `conv2D`, the four of pooling, `unary`, `unaryGradient`, `binary` and `reduce`. All others have a body that is
/// composed of these, which an engine replaces where it has a faster one. ``ComputeContext/with(_:_:)`` puts an engine
/// to use.
public protocol ComputeEngine: Sendable {
    var name: String { get }

    /// Whether the engine computes with numbers of this type.
    func supports(_ type: ScalarType) -> Bool

    // MARK: Products

    /// rectifier(op(a) op(b) + bias), where op optionally transposes the last two axes.
    ///
    /// - Shapes: M × K by K × N to M × N, or with a leading batch axis on all three; bias N.
    func matmul(
        _ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer
    /// rectifier(input ⋆ weight + bias), the cross-correlation that neural networks call convolution; bias O.
    func conv2D(
        _ input: Buffer, weight: Buffer, bias: Buffer?, geometry: ConvolutionGeometry, rectifier: Rectifier?
    ) -> Buffer
    /// The gradient by the input, from the gradient by the output.
    func conv2DInputGradient(_ gradient: Buffer, weight: Buffer, geometry: ConvolutionGeometry) -> Buffer
    /// The gradients by weight (O × C × kH × kW) and bias (O), from the gradient by the output.
    func conv2DWeightGradient(
        _ gradient: Buffer, input: Buffer, geometry: ConvolutionGeometry
    ) -> (weight: Buffer, bias: Buffer)

    // MARK: Pooling

    /// The largest number of each window, and its position for the gradient.
    func maxPool2D(_ input: Buffer, geometry: PoolingGeometry) -> (output: Buffer, positions: PoolingPositions)
    func maxPool2DGradient(_ gradient: Buffer, positions: PoolingPositions, geometry: PoolingGeometry) -> Buffer
    /// The mean over windows ⌊iH/H′⌋ ..< ⌈(i+1)H/H′⌉, as in PyTorch's adaptive average pooling.
    func averagePool2D(_ input: Buffer, to size: Size2D) -> Buffer
    func averagePool2DGradient(_ gradient: Buffer, inputShape: Shape) -> Buffer

    // MARK: Element by element

    func unary(_ operation: UnaryOperation, _ x: Buffer) -> Buffer
    /// gradient · f′(x), where y = f(x).
    func unaryGradient(_ operation: UnaryOperation, x: Buffer, y: Buffer, gradient: Buffer) -> Buffer
    /// a op b, broadcast as NumPy does: axes are matched from the last, and an extent of 1 is repeated.
    func binary(_ operation: BinaryOperation, _ a: Buffer, _ b: Buffer) -> Buffer
    /// Element i is kept, scaled by 1 / (1 − rate), where number i of the Philox stream `key` from block `counter` on
    /// is at least rate · 2³²; otherwise it is 0. Elements are counted in row-major order where x has this layout.
    func dropout(_ x: Buffer, rate: Double, key: UInt64, counter: UInt64) -> Buffer

    // MARK: Reductions

    /// Reduces `axes`, which stay with extent 1.
    func reduce(_ reduction: Reduction, _ x: Buffer, axes: [Int]) -> Buffer
    /// Σ x², in float64.
    func sumOfSquares(_ x: Buffer) -> Double
    /// Softmax over the last axis, or its logarithm.
    func softmax(_ x: Buffer, logarithm: Bool) -> Buffer
    /// The gradient of `softmax` from its result.
    func softmaxGradient(_ gradient: Buffer, result: Buffer, logarithm: Bool) -> Buffer
    /// −log softmax(logits)[label], averaged over the rows, and its gradient by the logits.
    ///
    /// - Shapes: logits N × K, labels N of int32 in 0 ..< K; loss a single number, gradient N × K.
    func softmaxCrossEntropy(_ logits: Buffer, labels: Buffer) -> (loss: Buffer, gradient: Buffer)

    /// (x − mean) scale weight + bias over the last axis, with scale = 1 / √(variance + ε); and mean and scale by row.
    ///
    /// - Shapes: x … × D, weight and bias D; output as x, statistics rows × 2.
    func layerNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, epsilon: Double
    ) -> (output: Buffer, statistics: Buffer)
    func layerNormGradient(
        _ gradient: Buffer, x: Buffer, statistics: Buffer, weight: Buffer
    ) -> (input: Buffer, weight: Buffer, bias: Buffer)

    /// (x − mean) scale weight + bias by channel, with scale = 1 / √(variance + ε), optionally rectified; by default
    /// mean and variance are those of the batch: of all its parts, where x is one of several.
    ///
    /// - Shapes: x N × C × …, weight and bias C, statistics 2 × C (mean, biased variance); output as x.
    func batchNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer?, epsilon: Double, rectifier: Rectifier?,
        parts: (any BatchParts)?
    ) -> (output: Buffer, statistics: Buffer)
    /// The gradients; where the statistics were measured, also through them, and through those of the other parts.
    func batchNormGradient(
        _ gradient: Buffer, x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer, measured: Bool,
        epsilon: Double, rectifier: Rectifier?, parts: (any BatchParts)?
    ) -> (input: Buffer, weight: Buffer, bias: Buffer)

    // MARK: Attention

    /// softmax(query keyᵀ / √(E/H) + mask) value for every head; the weights dropped out by `draw`.
    ///
    /// - Shapes: projections B × L × 3E, or B × L × E and B × S × 2E; mask according to `geometry`; output B × L × E.
    func attention(
        _ projections: [Buffer], mask: Buffer?, geometry: AttentionGeometry, dropout draw: DropoutDraw?
    ) -> AttentionTrace
    /// The gradients by the projections.
    func attentionGradient(_ gradient: Buffer, _ trace: AttentionTrace) -> [Buffer]

    // MARK: Feed-forward

    /// max(0, x W₁ᵀ + b₁) W₂ᵀ + b₂, the hidden layer dropped out by `draw`.
    ///
    /// - Shapes: x and output N × E.
    func feedForward(_ x: Buffer, _ weights: FeedForwardWeights, dropout draw: DropoutDraw?) -> FeedForwardTrace
    func feedForwardGradient(_ gradient: Buffer, _ trace: FeedForwardTrace) -> FeedForwardGradients

    // MARK: Perceptrons

    /// The loss of a multilayer perceptron and its gradients: softmax and cross entropy where targets are int32,
    /// averaged over the rows, otherwise the squared error, averaged over all elements.
    ///
    /// - Shapes: x N × W(0); targets N, or N × W(L).
    func perceptronLoss(_ x: Buffer, targets: Buffer, _ network: PerceptronNetwork) -> PerceptronLoss

    // MARK: Sparse matrices

    /// rectifier(matrix x + bias), or that of the transposed matrix.
    ///
    /// - Shapes: matrix R × C with x C × F and bias F to R × F; transposed with x R × F to C × F.
    func sparseProduct(
        _ matrix: SparseMatrix, _ x: Buffer, transposing: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer
    /// matrix weightᵀ, a linear layer on sparse inputs.
    ///
    /// - Shapes: matrix N × D, weight K × D, result N × K.
    func sparseLinear(_ matrix: SparseMatrix, weight: Buffer) -> Buffer
    /// The gradient of `sparseLinear` by its weight, K × D, from the one by its result.
    func sparseLinearWeightGradient(_ gradient: Buffer, _ matrix: SparseMatrix) -> Buffer
    /// softmax over each target's edges of leaky(source · x of the edge's source + target · x of its target), dropped
    /// out by `draw`, and the weighted sum of the sources' x, for each head.
    ///
    /// - Shapes: x and output N × HD; source and target H × D.
    func graphAttention(
        _ x: Buffer, source: Buffer, target: Buffer, geometry: GraphAttentionGeometry, dropout draw: DropoutDraw?
    ) -> GraphAttentionTrace
    /// The gradients by x, source and target.
    func graphAttentionGradient(
        _ gradient: Buffer, _ trace: GraphAttentionTrace
    ) -> (x: Buffer, source: Buffer, target: Buffer)

    // MARK: Recurrence

    /// Runs a whole sequence through a recurrent cell.
    ///
    /// - Shapes: `projected` T × B × GH, the inputs' contribution to the gates; `hidden` and `cell` (only LSTM) B × H;
    ///   `weight` GH × H, `bias` GH, the hidden state's contribution to them.
    func recurrent(
        _ kind: RecurrentCell, projected: Buffer, hidden: Buffer, cell: Buffer?, weight: Buffer, bias: Buffer?
    ) -> RecurrentTrace
    /// Backpropagation through time: the gradients by all arguments, from those by the hidden and by the cell states,
    /// T × B × H each.
    func recurrentGradient(_ trace: RecurrentTrace, byHidden: Buffer, byCells: Buffer?) -> RecurrentGradients

    // MARK: Moving numbers

    /// Axis i of the result is axis axes[i] of x.
    func transpose(_ x: Buffer, axes: [Int]) -> Buffer
    func concatenate(_ parts: [Buffer], axis: Int) -> Buffer
    func slice(_ x: Buffer, axis: Int, range: Range<Int>) -> Buffer
    /// Rows of the first axis: result[i, …] = table[indices[i], …].
    func gather(_ table: Buffer, indices: Buffer) -> Buffer
    /// The gradient of `gather`: rows added at their original places, in a table of `count` rows.
    func scatterAdd(_ gradient: Buffer, indices: Buffer, count: Int) -> Buffer
    func cast(_ x: Buffer, to type: ScalarType) -> Buffer
    /// The numbers of x in the layout of `other`, which has the same shape.
    func aligned(_ x: Buffer, with other: Buffer) -> Buffer

    // MARK: Optimizers

    /// Moves `parameter` and its `slots` one step, in place; `step` counts from 1. All must have unshared memory.
    func update(
        _ rule: UpdateRule, parameter: Buffer, gradient: Buffer, slots: [Buffer], learningRate: Double, step: Int)
}

/// The position of each pooled maximum: one byte per output element, i · width + j within the window, 255 for none.
public final class PoolingPositions: Sendable {
    /// The bytes.
    public let memory: Memory
    /// The layout in which the pooling ran; the gradient runs in the same.
    let channelBlock: Int
    /// The layouts of the pooled tensor and of its input, which the gradient takes and gives.
    let inputLayout: (any EngineLayout)?
    let outputLayout: (any EngineLayout)?

    init(
        byteCount: Int, channelBlock: Int, inputLayout: (any EngineLayout)? = nil,
        outputLayout: (any EngineLayout)? = nil
    ) {
        self.memory = Memory(byteCount: byteCount)
        self.channelBlock = channelBlock
        self.inputLayout = inputLayout
        self.outputLayout = outputLayout
    }

    /// Positions of a number of pooled maxima, not yet set, of tensors in row-major order.
    public convenience init(byteCount: Int) {
        self.init(byteCount: byteCount, channelBlock: 1, inputLayout: nil, outputLayout: nil)
    }

    var bytes: UnsafeMutablePointer<UInt8> { memory.bytes }
}
