import COneDNN

extension OneDNNEngine {
    public func conv2D(
        _ input: Buffer, weight: Buffer, bias: Buffer?, geometry: ConvolutionGeometry, rectifier: Rectifier?
    ) -> Buffer {
        if let whole = WholeWindowConvolution(geometry, input: input, on: self) {
            return whole.forward(input, weight: weight, bias: bias, rectifier: rectifier)
        }
        if let winograd = WinogradConvolution(geometry, on: self) {
            return winograd.forward(input, weight: weight, bias: bias, rectifier: rectifier)
        }
        let primitive = convolution(
            geometry, onednn_forward, rectifier,
            arguments: [
                (DNNL_ARG_SRC, geometry.input), (DNNL_ARG_WEIGHTS, geometry.weight), (DNNL_ARG_DST, geometry.output),
            ])
        let layout = primitive.layouts[2]
        if rectifier == nil, PooledConvolution.fits(geometry, block: layout.channelBlock) {
            let deferred = DeferredConvolution(
                geometry, input: input.rowMajorMemory, weight: weight.rowMajorMemory, bias: bias?.rowMajorMemory
            ) { self.convolve($0, $1, $2, by: primitive) }
            return Buffer(shape: geometry.output, type: .float32, layout: layout, origin: deferred)
        }
        settle(weight, in: primitive.layouts[1])
        return Buffer(
            shape: geometry.output, type: .float32,
            memory: convolve(input, weight, bias?.rowMajorMemory, by: primitive),
            layout: layout.isRowMajor ? nil : layout)
    }

    /// The numbers of a convolution, in the layout that `primitive` gives them.
    private func convolve(
        _ input: Buffer, _ weight: Buffer, _ bias: Memory?, by primitive: OneDNNPrimitive
    ) -> Memory {
        let output = Memory(byteCount: primitive.layouts[2].storedCount * MemoryLayout<Float>.size)
        let source = arranged(input, in: primitive.layouts[0])
        let weights = arranged(weight, in: primitive.layouts[1])
        let bias = bias ?? zeros(primitive.layouts[2].shape[1])
        run(primitive, [source.address, weights.address, bias.address, output.address])
        return output
    }

    public func conv2DInputGradient(_ gradient: Buffer, weight: Buffer, geometry: ConvolutionGeometry) -> Buffer {
        if let sparse = SparseConvolution(geometry, gradient: gradient) {
            return sparse.inputGradient(weight: weight, on: self)
        }
        if let whole = WholeWindowConvolution(geometry, input: nil, on: self) {
            return whole.inputGradient(gradient, weight: weight)
        }
        if let few = FewChannelConvolution(geometry, gradient: gradient) {
            return few.inputGradient(gradient, weight: weight, on: self)
        }
        if let winograd = WinogradConvolution(geometry, on: self) {
            return winograd.inputGradient(gradient, weight: weight)
        }
        let primitive = convolution(
            geometry, onednn_input_gradient, nil,
            arguments: [
                (DNNL_ARG_DIFF_DST, geometry.output), (DNNL_ARG_WEIGHTS, geometry.weight),
                (DNNL_ARG_DIFF_SRC, geometry.input),
            ])
        let result = buffer(geometry.input, in: primitive.layouts[2])
        let gradient = arranged(gradient, in: primitive.layouts[0])
        let weight = arranged(weight, in: primitive.layouts[1])
        run(primitive, [gradient.address, weight.address, result.memory.address])
        return result
    }

    public func conv2DWeightGradient(
        _ gradient: Buffer, input: Buffer, geometry: ConvolutionGeometry
    ) -> (weight: Buffer, bias: Buffer) {
        if let pooled = gradient.origin as? PooledGradient,
            let whole = PooledConvolution(geometry, pooled.geometry, block: pooled.positions.channelBlock)
        {
            return whole.weightGradient(
                input.rowMajorMemory, gradient: pooled.gradient, positions: pooled.positions)
        }
        if let sparse = SparseConvolution(geometry, gradient: gradient) {
            return sparse.weightGradient(input: input, on: self)
        }
        if let whole = WholeWindowConvolution(geometry, input: input, on: self) {
            return whole.weightGradient(gradient, input: input)
        }
        if let winograd = WinogradConvolution(geometry, on: self) {
            return winograd.weightGradient(gradient, input: input)
        }
        if let one = OneChannelConvolution(geometry, gradient: gradient) {
            return one.weightGradient(input.rowMajorMemory, gradient: gradient)
        }
        let primitive = convolution(
            geometry, onednn_weight_gradient, nil,
            arguments: [
                (DNNL_ARG_SRC, geometry.input), (DNNL_ARG_DIFF_DST, geometry.output),
                (DNNL_ARG_DIFF_WEIGHTS, geometry.weight),
            ])
        let weight = buffer(geometry.weight, in: primitive.layouts[2])
        let bias = Buffer(shape: [geometry.weight[0]], type: .float32)
        let input = arranged(input, in: primitive.layouts[0])
        let gradient = arranged(gradient, in: primitive.layouts[1])
        run(primitive, [input.address, gradient.address, weight.memory.address, bias.memory.address])
        return (weight, bias)
    }

    private func convolution(
        _ geometry: ConvolutionGeometry, _ direction: onednn_direction, _ rectifier: Rectifier?,
        arguments: [(Int32, Shape)]
    ) -> OneDNNPrimitive {
        primitive(for: .convolution(geometry, direction: direction.rawValue, slope: rectifier?.slope)) {
            let padding = geometry.padding
            var sizes = onednn_convolution_sizes(
                geometry.input.map(Int64.init), geometry.weight.map(Int64.init), geometry.output.map(Int64.init),
                [Int64(geometry.stride.height), Int64(geometry.stride.width)],
                [Int64(padding.top), Int64(padding.left), Int64(padding.bottom), Int64(padding.right)])
            return onednn_convolution_create(processor, &sizes, direction, onednn_rectifier(rectifier)).map {
                OneDNNPrimitive($0, arguments: arguments, intern: interned)
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
