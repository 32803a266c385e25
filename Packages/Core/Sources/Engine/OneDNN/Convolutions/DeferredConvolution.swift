/// The forward pass of a convolution that its pooling may compute along: only what waits is kept.
struct PoolingDeferral: ConvolutionAlgorithm {
    private let geometry: ConvolutionGeometry
    private let direct: DirectConvolution

    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard PooledConvolution.fits(geometry) else { return nil }
        self.geometry = geometry
        direct = DirectConvolution(geometry, on: engine)
    }

    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer? {
        guard rectifier == nil else { return nil }
        let (direct, primitive) = (direct, direct.forwardPrimitive(nil))
        let layout = primitive.layouts[2]
        guard PooledConvolution.fits(geometry, block: layout.channelBlock) else { return nil }
        let deferred = DeferredConvolution(
            geometry, input: input.rowMajorMemory, weight: weight.rowMajorMemory, bias: bias?.rowMajorMemory
        ) { direct.numbers($0, $1, $2, by: primitive) }
        return Buffer(shape: geometry.output, type: .float32, layout: layout, origin: deferred)
    }
}

/// A deferred convolution, computed when it is pooled or when its numbers are needed.
final class DeferredConvolution: DeferredNumbers {
    let geometry: ConvolutionGeometry
    // Memory, not buffers, because an optimizer does not change shared memory.
    let input: Memory
    let weight: Memory
    let bias: Memory?
    private let dense: @Sendable (_ input: Buffer, _ weight: Buffer, _ bias: Memory?) -> Memory

    /// `dense` computes the numbers in full.
    init(
        _ geometry: ConvolutionGeometry, input: Memory, weight: Memory, bias: Memory?,
        dense: @escaping @Sendable (_ input: Buffer, _ weight: Buffer, _ bias: Memory?) -> Memory
    ) {
        self.geometry = geometry
        self.input = input
        self.weight = weight
        self.bias = bias
        self.dense = dense
    }

    func makeStorage() -> Memory {
        dense(
            Buffer(shape: geometry.input, type: .float32, memory: input),
            Buffer(shape: geometry.weight, type: .float32, memory: weight), bias)
    }
}
