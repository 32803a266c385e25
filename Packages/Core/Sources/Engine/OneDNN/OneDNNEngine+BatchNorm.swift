import CoreLoops

extension OneDNNEngine {
    public func batchNorm(
        _ x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer?, epsilon: Double, rectifier: Rectifier?,
        parts: (any BatchParts)?
    ) -> (output: Buffer, statistics: Buffer) {
        let planes = ChannelPlanes(x)
        let (w, b) = (weight.rowMajor(reading: Float.self), bias.rowMajor(reading: Float.self))
        let source = planes.numbers(of: x, on: self)
        let output = Buffer(shape: x.shape, type: .float32, layout: planes.layout)
        let to = output.stored(writing: Float.self)
        // Written where they are measured, read where they are given.
        func run(_ statistics: Buffer, measures: Bool, writes: Bool) {
            let s = ParallelOutput(statistics.rowMajor(Float.self))
            let sizes = planes.sizes(epsilon: epsilon, measures: measures, rectifier: rectifier)
            planes.share { range in
                withUnsafePointer(to: sizes) {
                    loop_batch_norm(
                        $0, range.lowerBound, range.upperBound, source.floats, w.start, b.start, s.start,
                        writes ? to.start : nil)
                }
            }
        }
        let used = statistics ?? Buffer(shape: [2, x.shape[1]], type: .float32)
        guard statistics == nil, let parts else {
            run(used, measures: statistics == nil, writes: true)
            return (output, used)
        }
        run(used, measures: true, writes: false)
        let all = parts.statistics(used)
        run(all, measures: false, writes: true)
        return (output, all)
    }

    public func batchNormGradient(
        _ gradient: Buffer, x: Buffer, weight: Buffer, bias: Buffer, statistics: Buffer, measured: Bool,
        epsilon: Double, rectifier: Rectifier?, parts: (any BatchParts)?
    ) -> (input: Buffer, weight: Buffer, bias: Buffer) {
        let planes = ChannelPlanes(x)
        let input = Buffer(shape: x.shape, type: .float32, layout: planes.layout)
        let own = (
            weight: Buffer(shape: weight.shape, type: .float32), bias: Buffer(shape: weight.shape, type: .float32)
        )
        let (w, b) = (weight.rowMajor(reading: Float.self), bias.rowMajor(reading: Float.self))
        let s = statistics.rowMajor(reading: Float.self)
        let source = planes.numbers(of: x, on: self)
        let upstream = planes.numbers(of: gradient, on: self)
        let dx = input.stored(writing: Float.self)
        // Sums are written where they are not given.
        func run(_ sums: (weight: Buffer, bias: Buffer), areGiven: Bool, writes: Bool) {
            let dw = ParallelOutput(sums.weight.rowMajor(Float.self))
            let db = ParallelOutput(sums.bias.rowMajor(Float.self))
            let sizes = planes.sizes(
                epsilon: epsilon, measures: measured, hasSums: areGiven, rectifier: rectifier)
            planes.share { range in
                withUnsafePointer(to: sizes) {
                    loop_batch_norm_gradient(
                        $0, range.lowerBound, range.upperBound, source.floats, upstream.floats, w.start, b.start,
                        s.start, writes ? dx.start : nil, dw.start, db.start)
                }
            }
        }
        if measured, let parts {
            run(own, areGiven: false, writes: false)
            run(parts.sums(own.weight, own.bias, by: self), areGiven: true, writes: true)
        } else {
            run(own, areGiven: false, writes: true)
        }
        return (input, own.weight, own.bias)
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

    func sizes(
        epsilon: Double, measures: Bool, hasSums: Bool = false, rectifier: Rectifier?
    ) -> loop_batch_norm_sizes {
        loop_batch_norm_sizes(
            images: shape[0], channels: shape[1], area: area, block: Int32(block), epsilon: Float(epsilon),
            measures: measures, has_sums: hasSums, rectifies: rectifier != nil, slope: rectifier?.slope ?? 0)
    }

    /// Runs `body` over parts of the blocks of channels, in parallel where they are large.
    func share(_ body: @Sendable (Range<Int>) -> Void) {
        Parallel.planes(shape[1] / block, of: 2 * shape[0] * area * block, body)
    }
}
