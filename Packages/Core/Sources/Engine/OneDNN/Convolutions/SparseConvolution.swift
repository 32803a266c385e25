import CoreLoops

/// The gradients of a convolution with 3 × 3 windows from a gradient that max pooling left sparse.
///
/// For the second convolution of `conv`, 16 → 32 channels at 14 × 14 in batches of 64, both take a third of the time of
/// oneDNN's dense primitives, which run close to the processor's peak.
struct SparseConvolution: ConvolutionAlgorithm {
    private let geometry: ConvolutionGeometry
    private let engine: OneDNNEngine

    /// Nil where windows or channels are such that the dense way is the better one.
    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard geometry.weight[2...] == [3, 3], geometry.input[1] % 8 == 0 else { return nil }
        (self.geometry, self.engine) = (geometry, engine)
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer? {
        SparsePass(geometry, gradient)?.inputGradient(weight: weight, on: engine)
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)? {
        SparsePass(geometry, gradient)?.weightGradient(input: input, on: engine)
    }
}

/// Both gradients of such a convolution from one gradient by its output.
private struct SparsePass {
    private let geometry: ConvolutionGeometry
    private let pooled: PooledGradient
    private let block: Int

    /// Nil where `gradient` is dense, or has too many numbers in a window.
    init?(_ geometry: ConvolutionGeometry, _ gradient: Buffer) {
        guard let pooled = gradient.origin as? PooledGradient else { return nil }
        let cells = pooled.geometry.kernelSize.height * pooled.geometry.kernelSize.width
        guard cells >= 4, pooled.positions.channelBlock > 1 else { return nil }
        self.geometry = geometry
        self.pooled = pooled
        block = pooled.positions.channelBlock == 16 && geometry.input[1] % 16 == 0 ? 16 : 8
    }

    /// - Shapes: N × C × H × W.
    func inputGradient(weight: Buffer, on engine: OneDNNEngine) -> Buffer {
        let result = engine.buffer(geometry.input, in: engine.blockedLayout(of: geometry.input, channelBlock: block))
        let weight = weightMemory(weight, on: engine)
        let (dx, size) = (result.stored(writing: Float.self), geometry.input[1...].reduce(1, *))
        let (sizes, entries, shares) = (sizes, entries, shares)
        shares.each { plane, _, pictures in
            let (list, counts) = entries.of(picture: pictures.lowerBound)
            withUnsafePointer(to: sizes) {
                loop_sparse_input_gradient(
                    $0, weight.floats, list, counts, plane, dx + pictures.lowerBound * size, pictures.count)
            }
        }
        return result
    }

    /// - Shapes: weight O × C × 3 × 3, bias O.
    func weightGradient(input: Buffer, on engine: OneDNNEngine) -> (weight: Buffer, bias: Buffer) {
        let layout = engine.blockedLayout(of: geometry.input, channelBlock: block)
        let input = layout.map { engine.arranged(input, in: $0) } ?? input.rowMajorMemory
        let size = geometry.input[1...].reduce(1, *)
        let weight = engine.buffer(geometry.weight, in: engine.blockedLayout(of: geometry.weight, channelBlock: block))
        let bias = Buffer(shape: [geometry.weight[0]], type: .float32)
        let (sizes, entries) = (sizes, entries)
        shares.sum(into: weight, bias) { plane, dw, db, pictures in
            let (list, counts) = entries.of(picture: pictures.lowerBound)
            withUnsafePointer(to: sizes) {
                loop_sparse_weight_gradient(
                    $0, input.floats + pictures.lowerBound * size, list, counts, plane, dw, db, pictures.count)
            }
        }
        return (weight, bias)
    }

    // MARK: Sizes and shares

    private var shares: BatchPartition { BatchPartition(of: geometry, channels: block) }
    private var paddedWidth: Int { geometry.input[3] + geometry.padding.left + geometry.padding.right }

    private var sizes: loop_sparse_convolution {
        loop_sparse_convolution(
            geometry, block: block, cells: pooled.geometry.output[2] * pooled.geometry.output[3])
    }

    /// O × C/B × 3 × 3 × B.
    private func weightMemory(_ weight: Buffer, on engine: OneDNNEngine) -> Memory {
        engine.blockedLayout(of: geometry.weight, channelBlock: block).map { engine.arranged(weight, in: $0) }
            ?? weight.rowMajorMemory
    }

    private var entries: GradientEntries {
        pooled.listed(
            for: geometry, row: geometry.stride.height * paddedWidth * block, column: geometry.stride.width * block)
    }
}

extension loop_sparse_convolution {
    init(_ geometry: ConvolutionGeometry, block: Int, cells: Int) {
        let (padding, height, width) = (geometry.padding, geometry.input[2], geometry.input[3])
        self.init(
            height: Int32(height), width: Int32(width), padded_height: Int32(height + padding.top + padding.bottom),
            padded_width: Int32(width + padding.left + padding.right), padding_top: Int32(padding.top),
            padding_left: Int32(padding.left), inputs: Int32(geometry.input[1]), outputs: Int32(geometry.weight[0]),
            block: Int32(block), cells: Int32(cells))
    }
}
