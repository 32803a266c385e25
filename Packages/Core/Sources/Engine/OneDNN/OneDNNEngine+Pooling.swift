import CoreLoops

extension OneDNNEngine {
    public func maxPool2D(_ input: Buffer, geometry: PoolingGeometry) -> (output: Buffer, positions: PoolingPositions) {
        if let pooled = poolDeferred(input, geometry) { return pooled }
        let plan = PoolingPlan(input, outputShape: geometry.output, engine: self)
        let output = buffer(geometry.output, in: plan.outputLayout)
        let positions = PoolingPositions(
            byteCount: output.count, channelBlock: plan.block, inputLayout: plan.inputLayout,
            outputLayout: plan.outputLayout)
        let sizes = loop_pooling(geometry, block: plan.block)
        let (x, y) = (ParallelInput(plan.memory.floats), output.stored(writing: Float.self))
        let bytes = ParallelOutput(positions.bytes)
        let (size, outputs) = (plan.planeSize, output.count / plan.planes)
        Parallel.planes(plan.planes, of: size) { planes in
            let first = planes.lowerBound
            withUnsafePointer(to: sizes) {
                loop_max_pool(
                    $0, x + first * size, y + first * outputs, bytes + first * outputs, planes.count)
            }
        }
        return (output, positions)
    }

    /// The pooling and the deferred convolution before it, in one.
    private func poolDeferred(_ input: Buffer, _ geometry: PoolingGeometry) -> (Buffer, PoolingPositions)? {
        guard let waiting = input.origin as? DeferredConvolution, let layout = input.layout,
            let pooled = PooledConvolution(waiting.geometry, geometry, block: layout.channelBlock)
        else { return nil }
        let outputLayout = blockedLayout(of: geometry.output, channelBlock: layout.channelBlock)
        let output = buffer(geometry.output, in: outputLayout)
        let positions = PoolingPositions(
            byteCount: output.count, channelBlock: layout.channelBlock, inputLayout: layout, outputLayout: outputLayout)
        pooled.forward(
            waiting.input, weight: waiting.weight, bias: waiting.bias, output: output, positions: positions)
        return (output, positions)
    }

    public func maxPool2DGradient(
        _ gradient: Buffer, positions: PoolingPositions, geometry: PoolingGeometry
    ) -> Buffer {
        let outputLayout = positions.outputLayout as? OneDNNLayout ?? rowMajorLayout(of: geometry.output)
        let pooled = PooledGradient(arranged(gradient, in: outputLayout), positions: positions, geometry: geometry)
        return Buffer(shape: geometry.input, type: .float32, layout: positions.inputLayout, origin: pooled)
    }

    public func averagePool2D(_ input: Buffer, to size: Size2D) -> Buffer {
        let shape = [input.shape[0], input.shape[1], size.height, size.width]
        let plan = PoolingPlan(input, outputShape: shape, engine: self)
        let output = buffer(shape, in: plan.outputLayout)
        let sizes = loop_pooling(averaging: input.shape, to: size, block: plan.block)
        let (x, y) = (ParallelInput(plan.memory.floats), output.stored(writing: Float.self))
        let (size, outputs) = (plan.planeSize, output.count / plan.planes)
        Parallel.planes(plan.planes, of: size) { planes in
            let first = planes.lowerBound
            withUnsafePointer(to: sizes) {
                loop_average_pool($0, x + first * size, y + first * outputs, planes.count)
            }
        }
        return output
    }

    public func averagePool2DGradient(_ gradient: Buffer, inputShape: Shape) -> Buffer {
        // The averages' input is probably in blocks, and the gradient is far smaller here than there.
        let blocked = blockedLayout(of: gradient.shape, channelBlock: gradient.shape[1] % 16 == 0 ? 16 : 8)
        if let blocked, gradient.layout == nil, inputShape.elementCount >= 4 * gradient.count {
            let arranged = arranged(gradient, in: blocked)
            return averagePool2DGradient(
                Buffer(shape: gradient.shape, type: .float32, memory: arranged, layout: blocked),
                inputShape: inputShape)
        }
        let plan = PoolingPlan(gradient, outputShape: inputShape, engine: self)
        let result = buffer(inputShape, in: plan.outputLayout)
        let size = Size2D(gradient.shape[2], gradient.shape[3])
        let sizes = loop_pooling(averaging: inputShape, to: size, block: plan.block)
        let (dy, dx) = (ParallelInput(plan.memory.floats), result.stored(writing: Float.self))
        let (outputs, inputs) = (plan.planeSize, result.count / plan.planes)
        Parallel.planes(plan.planes, of: inputs) { planes in
            let first = planes.lowerBound
            withUnsafePointer(to: sizes) {
                loop_average_pool_gradient($0, dy + first * outputs, dx + first * inputs, planes.count)
            }
        }
        return result
    }
}

/// A tensor plane by plane in its own layout, and the same kind of layout for the result.
private struct PoolingPlan {
    let memory: Memory
    let block: Int
    let planes: Int
    let planeSize: Int
    let inputLayout: OneDNNLayout?
    let outputLayout: OneDNNLayout?

    init(_ input: Buffer, outputShape: Shape, engine: OneDNNEngine) {
        let block = input.layout?.channelBlock ?? 1
        if block > 1, let layout = engine.blockedLayout(of: outputShape, channelBlock: block) {
            self.block = block
            memory = input.memory
            inputLayout = input.layout as? OneDNNLayout
            outputLayout = layout
        } else {
            self.block = 1
            memory = input.rowMajorMemory
            inputLayout = nil
            outputLayout = nil
        }
        planes = input.shape[0] * input.shape[1] / self.block
        planeSize = input.shape[2] * input.shape[3] * self.block
    }
}

extension Parallel {
    /// Runs `body` over parts of 0 ..< `count` planes of `size` numbers each.
    package static func planes(_ count: Int, of size: Int, _ body: @Sendable (Range<Int>) -> Void) {
        ranges(count, grain: max(1, elementGrain / max(1, size)), alignment: 1, body)
    }
}

extension Memory {
    package var floats: UnsafeMutablePointer<Float> { address.assumingMemoryBound(to: Float.self) }
    var bytes: UnsafeMutablePointer<UInt8> { address.assumingMemoryBound(to: UInt8.self) }
}

extension loop_pooling {
    init(_ geometry: PoolingGeometry, block: Int) {
        let output = geometry.output
        self.init(
            height: Int32(geometry.input[2]), width: Int32(geometry.input[3]), output_height: Int32(output[2]),
            output_width: Int32(output[3]), block: Int32(block), window_height: Int32(geometry.kernelSize.height),
            window_width: Int32(geometry.kernelSize.width), stride_height: Int32(geometry.stride.height),
            stride_width: Int32(geometry.stride.width), padding_height: Int32(geometry.padding.height),
            padding_width: Int32(geometry.padding.width), rectifies: geometry.rectifies)
    }

    init(averaging input: Shape, to size: Size2D, block: Int) {
        self.init()
        (height, width) = (Int32(input[2]), Int32(input[3]))
        (output_height, output_width) = (Int32(size.height), Int32(size.width))
        self.block = Int32(block)
    }
}
