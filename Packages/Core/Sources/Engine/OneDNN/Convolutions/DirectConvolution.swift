import COneDNN

/// oneDNN's direct convolution, which computes every geometry. Each of its primitives is compiled at its first use.
struct DirectConvolution: ConvolutionAlgorithm {
    private let geometry: ConvolutionGeometry
    private let engine: OneDNNEngine

    init(_ geometry: ConvolutionGeometry, on engine: OneDNNEngine) {
        (self.geometry, self.engine) = (geometry, engine)
    }

    func forward(_ input: Buffer, weight: Buffer, bias: Buffer?, rectifier: Rectifier?) -> Buffer? {
        let primitive = forwardPrimitive(rectifier)
        let layout = primitive.layouts[2]
        engine.settled(weight, in: primitive.layouts[1])
        return Buffer(
            shape: geometry.output, type: .float32, memory: numbers(input, weight, bias?.rowMajorMemory, by: primitive),
            layout: layout.isRowMajor ? nil : layout)
    }

    /// The numbers of a convolution, in the layout that `primitive` gives them.
    func numbers(_ input: Buffer, _ weight: Buffer, _ bias: Memory?, by primitive: OneDNNPrimitive) -> Memory {
        let output = Memory(byteCount: primitive.layouts[2].storedCount * MemoryLayout<Float>.size)
        let source = engine.arranged(input, in: primitive.layouts[0])
        let weights = engine.arranged(weight, in: primitive.layouts[1])
        let bias = bias ?? zeros(primitive.layouts[2].shape[1])
        engine.run(primitive, [source, weights, bias, output])
        return output
    }

    func inputGradient(_ gradient: Buffer, weight: Buffer) -> Buffer? {
        let primitive = primitive(
            onednn_input_gradient, nil,
            arguments: [
                (DNNL_ARG_DIFF_DST, geometry.output), (DNNL_ARG_WEIGHTS, geometry.weight),
                (DNNL_ARG_DIFF_SRC, geometry.input),
            ])
        let result = engine.buffer(geometry.input, in: primitive.layouts[2])
        let gradient = engine.arranged(gradient, in: primitive.layouts[0])
        let weight = engine.arranged(weight, in: primitive.layouts[1])
        engine.run(primitive, [gradient, weight, result.memory])
        return result
    }

    func weightGradient(_ gradient: Buffer, input: Buffer) -> (weight: Buffer, bias: Buffer)? {
        let primitive = primitive(
            onednn_weight_gradient, nil,
            arguments: [
                (DNNL_ARG_SRC, geometry.input), (DNNL_ARG_DIFF_DST, geometry.output),
                (DNNL_ARG_DIFF_WEIGHTS, geometry.weight),
            ])
        let weight = engine.buffer(geometry.weight, in: primitive.layouts[2])
        let bias = Buffer(shape: [geometry.weight[0]], type: .float32)
        let input = engine.arranged(input, in: primitive.layouts[0])
        let gradient = engine.arranged(gradient, in: primitive.layouts[1])
        engine.run(primitive, [input, gradient, weight.memory, bias.memory])
        return (weight, bias)
    }

    // MARK: Primitives

    /// What computes the forward pass, with the layouts of input, weight and output.
    func forwardPrimitive(_ rectifier: Rectifier?) -> OneDNNPrimitive {
        primitive(
            onednn_forward, rectifier,
            arguments: [
                (DNNL_ARG_SRC, geometry.input), (DNNL_ARG_WEIGHTS, geometry.weight), (DNNL_ARG_DST, geometry.output),
            ])
    }

    private func primitive(
        _ direction: onednn_direction, _ rectifier: Rectifier?, arguments: [(Int32, Shape)]
    ) -> OneDNNPrimitive {
        engine.primitive(for: .convolution(geometry, direction: direction.rawValue, slope: rectifier?.slope)) {
            let padding = geometry.padding
            var sizes = onednn_convolution_sizes(
                geometry.input.map(Int64.init), geometry.weight.map(Int64.init), geometry.output.map(Int64.init),
                [Int64(geometry.stride.height), Int64(geometry.stride.width)],
                [Int64(padding.top), Int64(padding.left), Int64(padding.bottom), Int64(padding.right)])
            return onednn_convolution_create(engine.processor, &sizes, direction, onednn_rectifier(rectifier)).map {
                OneDNNPrimitive($0, arguments: arguments, intern: engine.interned)
            }
        }
    }

    private func zeros(_ count: Int) -> Memory {
        let zeros = Memory(byteCount: count * MemoryLayout<Float>.size)
        zeros.floats.update(repeating: 0, count: count)
        return zeros
    }
}

extension onednn_rectifier {
    init(_ rectifier: Rectifier?) {
        self.init(applies: rectifier != nil, slope: rectifier?.slope ?? 0)
    }
}
