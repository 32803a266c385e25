/// A convolution whose window is the whole picture: a matrix product in the order of the picture's numbers.
///
/// oneDNN computes it in the same way, but needs the picture channel by channel: from 128 channels at 7 × 7 in blocks
/// to one number, in batches of 100, its own reordering takes longer than the product.
struct WholeWindowConvolution: ConvolutionAlgorithm {
    private let geometry: ConvolutionGeometry
    private let engine: OneDNNEngine

    /// Nil where the window is smaller than the picture, or there is padding.
    init?(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        guard geometry.input[2...] == geometry.weight[2...], geometry.padding == 0 else { return nil }
        (self.geometry, self.engine) = (geometry, engine)
    }

    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer? {
        pass(input.layout?.channelBlock ?? 1).forward(input, weight: weight, bias: bias, rectifier: rectifier)
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer? {
        // The neighboring layers prefer pictures in blocks.
        pass(16).inputGradient(gradient, weight: weight)
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)? {
        pass(input.layout?.channelBlock ?? 1).weightGradient(gradient, input: input)
    }

    private func pass(_ block: Int) -> WholeWindowPass { WholeWindowPass(geometry, block: block, on: engine) }
}

/// The products of such a convolution, with pictures in blocks of some channels.
private struct WholeWindowPass {
    private let geometry: ConvolutionGeometry
    private let engine: OneDNNEngine
    /// The layouts of picture and weight; nil for row-major order.
    private let pictureLayout, weightLayout: OneDNNLayout?

    init(_ geometry: ConvolutionGeometry, block: Int, on engine: OneDNNEngine) {
        (self.geometry, self.engine) = (geometry, engine)
        pictureLayout = engine.blockedLayout(of: geometry.input, channelBlock: block)
        weightLayout = engine.blockedLayout(of: geometry.weight, channelBlock: block)
    }

    private var cells: Int { geometry.weight[1...].reduce(1, *) }

    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer {
        let product = engine.matmul(
            rows(input, in: pictureLayout), weightRows(weight), transposingA: false, transposingB: true, bias: bias,
            rectifier: rectifier)
        return Buffer(shape: geometry.output, type: .float32, memory: product.memory)
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer {
        let product = engine.matmul(
            outputs(gradient), weightRows(weight), transposingA: false, transposingB: false, bias: nil, rectifier: nil)
        return Buffer(shape: geometry.input, type: .float32, memory: product.memory, layout: pictureLayout)
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer) {
        let gradient = outputs(gradient)
        let product = engine.matmul(
            gradient, rows(input, in: pictureLayout), transposingA: true, transposingB: false, bias: nil,
            rectifier: nil)
        return (
            Buffer(shape: geometry.weight, type: .float32, memory: product.memory, layout: weightLayout),
            engine.reduce(.sum, gradient, axes: [0]).reshaped(to: [geometry.weight[0]])
        )
    }

    /// N × O
    private func outputs(_ gradient: Buffer) -> Buffer { gradient.reshaped(to: Shape(geometry.output[..<2])) }

    /// O × cells, from a weight that keeps this layout.
    private func weightRows(_ weight: Buffer) -> Buffer {
        if let weightLayout { engine.settled(weight, in: weightLayout) }
        return rows(weight, in: weightLayout)
    }

    /// A matrix of a row for each picture or window.
    private func rows(_ buffer: Buffer, in layout: OneDNNLayout?) -> Buffer {
        Buffer(
            shape: [buffer.shape[0], cells], type: .float32,
            memory: layout.map { engine.arranged(buffer, in: $0) } ?? buffer.rowMajorMemory)
    }
}
