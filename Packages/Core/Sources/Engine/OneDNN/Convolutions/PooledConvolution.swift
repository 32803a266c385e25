import CoreLoops

/// A convolution of one channel with 3 × 3 windows and its max pooling by 2 × 2, as one pass in either direction.
///
/// As two operations they are limited by memory: at 28 × 28, 16 outputs and batches of 64, the convolution's result
/// takes 3 MB that are written and read, and so is its gradient.
struct PooledConvolution {
    private let convolution: ConvolutionGeometry
    private let pooling: PoolingGeometry
    private let block: Int

    /// Nil for other sizes; `block` is the number of adjacent channels in the pooled tensor.
    init?(_ convolution: ConvolutionGeometry, _ pooling: PoolingGeometry, block: Int) {
        guard Self.fits(convolution, block: block), pooling.kernelSize == 2, pooling.stride == 2, pooling.padding == 0
        else { return nil }
        self.convolution = convolution
        self.pooling = pooling
        self.block = block
    }

    /// Whether a convolution may be pooled in this way in some layout.
    static func fits(_ convolution: ConvolutionGeometry) -> Bool {
        convolution.input[1] == 1 && convolution.weight[2...] == [3, 3] && convolution.stride == 1
            && convolution.weight[0] % 8 == 0
    }

    /// Whether a convolution might be pooled so, with `block` channels side by side.
    static func fits(_ convolution: ConvolutionGeometry, block: Int) -> Bool {
        fits(convolution) && (block == 8 || block == 16) && convolution.weight[0] % block == 0
    }

    /// Sets `output`, N × O/B × H′ × W′ × B, and `positions`, which have the same layout.
    func forward(_ x: Memory, weight: Memory, bias: Memory?, output: Buffer, positions: PoolingPositions) {
        let (y, bytes) = (output.stored(writing: Float.self), ParallelOutput(positions.bytes))
        let (inputs, outputs) = (convolution.input[2] * convolution.input[3], pooling.output[1...].reduce(1, *))
        shares.each { plane, _, range in
            withUnsafePointer(to: sizes) {
                loop_pool_convolution(
                    $0, x.floats + range.lowerBound * inputs, weight.floats, bias?.floats, plane,
                    y + range.lowerBound * outputs, bytes + range.lowerBound * outputs, range.count)
            }
        }
    }

    /// - Shapes: x N × 1 × H × W; gradient as `forward`'s output; weight O × 1 × 3 × 3, bias O.
    func weightGradient(
        _ x: Memory, gradient: Memory, positions: PoolingPositions
    ) -> (weight: Buffer, bias: Buffer) {
        let (dy, bytes) = (ParallelInput(gradient.floats), ParallelInput(positions.bytes))
        let (inputs, outputs) = (convolution.input[2] * convolution.input[3], pooling.output[1...].reduce(1, *))
        let weight = Buffer(shape: convolution.weight, type: .float32)
        let bias = Buffer(shape: [convolution.weight[0]], type: .float32)
        shares.sum(into: weight, bias) { plane, dw, db, range in
            withUnsafePointer(to: sizes) {
                loop_pooled_weight_gradient(
                    $0, x.floats + range.lowerBound * inputs, dy + range.lowerBound * outputs,
                    bytes + range.lowerBound * outputs, plane, dw, db, range.count)
            }
        }
        return (weight, bias)
    }

    private var shares: BatchPartition { BatchPartition(of: convolution, channels: 1) }

    private var sizes: loop_pooled_convolution {
        let padding = convolution.padding
        let (height, width) = (convolution.input[2], convolution.input[3])
        return loop_pooled_convolution(
            height: Int32(height), width: Int32(width), padded_height: Int32(height + padding.top + padding.bottom),
            padded_width: Int32(width + padding.left + padding.right), padding_top: Int32(padding.top),
            padding_left: Int32(padding.left), outputs: Int32(convolution.weight[0]), block: Int32(block),
            output_height: Int32(pooling.output[2]), output_width: Int32(pooling.output[3]),
            rectifies: pooling.rectifies)
    }
}

/// The gradient by the weights of a convolution that was pooled in the same pass, from the pooling's gradient.
struct PooledWeightGradient: ConvolutionAlgorithm {
    private let geometry: ConvolutionGeometry

    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard PooledConvolution.fits(geometry) else { return nil }
        self.geometry = geometry
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)? {
        guard let pooled = gradient.origin as? PooledGradient,
            let pass = PooledConvolution(geometry, pooled.geometry, block: pooled.positions.channelBlock)
        else { return nil }
        return pass.weightGradient(input.rowMajorMemory, gradient: pooled.gradient, positions: pooled.positions)
    }
}
