import CoreLoops

extension OneDNNEngine {
    public func batchNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer?, epsilon: Double, rectifier: Rectifier?
    ) -> (output: Buffer, statistics: Buffer) {
        let planes = ChannelPlanes(x)
        let output = Buffer(shape: x.shape, type: .float32, layout: planes.layout)
        let measured = statistics ?? Buffer(shape: [2, x.shape[1]], type: .float32)
        let (w, b) = (weight.rowMajor(reading: Float.self), bias.rowMajor(reading: Float.self))
        let (source, to) = (planes.numbers(of: x, on: self), output.stored(writing: Float.self))
        // Written where they are measured, read where they are given.
        let s = ParallelOutput(measured.rowMajor(Float.self))
        let sizes = planes.sizes(epsilon: epsilon, measures: statistics == nil, rectifier: rectifier)
        planes.share { range in
            withUnsafePointer(to: sizes) {
                loop_batch_norm(
                    $0, range.lowerBound, range.upperBound, source.floats, w.start, b.start, s.start, to.start)
            }
        }
        return (output, measured)
    }

    public func batchNormGradient(
        _ gradient: Buffer, x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer, measured: Bool,
        epsilon: Double,
        rectifier: Rectifier?
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let planes = ChannelPlanes(x)
        let input = Buffer(shape: x.shape, type: .float32, layout: planes.layout)
        let byWeight = Buffer(shape: weight.shape, type: .float32)
        let byBias = Buffer(shape: weight.shape, type: .float32)
        let (w, b) = (weight.rowMajor(reading: Float.self), bias.rowMajor(reading: Float.self))
        let s = statistics.rowMajor(reading: Float.self)
        let source = planes.numbers(of: x, on: self)
        let upstream = planes.numbers(of: gradient, on: self)
        let dx = input.stored(writing: Float.self)
        let (dw, db) = (byWeight.stored(writing: Float.self), byBias.stored(writing: Float.self))
        let sizes = planes.sizes(epsilon: epsilon, measures: measured, rectifier: rectifier)
        planes.share { range in
            withUnsafePointer(to: sizes) {
                loop_batch_norm_gradient(
                    $0, range.lowerBound, range.upperBound, source.floats, upstream.floats, w.start, b.start, s.start,
                    dx.start, dw.start, db.start)
            }
        }
        return (input, byWeight, byBias)
    }
}

/// An N × C × … tensor as blocks of channels: C/B of them, each with N planes of B numbers per place.
private struct ChannelPlanes {
    /// The layout in which the loops run; nil for row-major order.
    let layout: OneDNNLayout?
    private let block: Int
    private let shape: Shape

    init(_ x: Buffer) {
        shape = x.shape
        let own = x.layout as? OneDNNLayout
        let isBlocked = own.map { $0.channelBlock == 16 || $0.channelBlock == 8 } ?? false
        layout = isBlocked ? own : nil
        block = isBlocked ? own?.channelBlock ?? 1 : 1
    }

    private var area: Int { Shape(shape[2...]).elementCount }

    /// The numbers of a tensor of this shape in the loops' layout.
    func numbers(of buffer: Buffer, on engine: OneDNNEngine) -> Memory {
        layout.map { engine.arranged(buffer, in: $0) } ?? buffer.rowMajorMemory
    }

    func sizes(epsilon: Double, measures: Bool, rectifier: Rectifier?) -> loop_batch_norm_sizes {
        loop_batch_norm_sizes(
            images: shape[0], channels: shape[1], area: area, block: Int32(block), epsilon: Float(epsilon),
            measures: measures, rectifies: rectifier != nil, slope: rectifier?.slope ?? 0)
    }

    /// Runs `body` over parts of the blocks of channels, in parallel where they are large.
    func share(_ body: @Sendable (Range<Int>) -> Void) {
        Parallel.planes(shape[1] / block, of: 2 * shape[0] * area * block, body)
    }
}
