import CoreLoops
import Foundations

extension OneDNNEngine {
    public func feedForward(
        _ x: Buffer, _ weights: FeedForwardWeights, dropout draw: DropoutDraw?
    ) -> FeedForwardTrace {
        let (rows, width, units) = (x.shape[0], weights.width, weights.units)
        // Beyond 16 numbers per row the sums no longer stay in registers, and products are as fast.
        guard [8, 16].contains(width), units % 16 == 0 else {
            return composedFeedForward(x, weights, draw.map { drawnMask($0, count: rows * units) })
        }
        let mask = draw.map { DropoutMask(count: rows * units, rate: $0.rate) }
        let packed = packed(weights, scale: Float(mask?.scale ?? 1))
        let output = Buffer(shape: [rows, width], type: .float32)
        let (from, to) = (x.rowMajor(reading: Float.self), output.stored(writing: Float.self))
        let bias = weights.secondBias.rowMajor(reading: Float.self)
        let kept = mask.map { ParallelOutput($0.bytes) }
        // Pairs of rows whose masks begin at a whole draw of 512.
        let alignment = max(2, 512 / min(512, units & -units))
        Parallel.ranges(rows, grain: max(1, Parallel.elementGrain / (units * width)), alignment: alignment) { range in
            let n = range.lowerBound
            if let draw, let kept {
                loop_dropout_mask(
                    draw.key, draw.counter, draw.rate, kept + n * units, n * units, range.count * units)
            }
            loop_feed_forward(
                from + n * width, packed.floats, bias.start, kept.map { UnsafePointer($0 + n * units) }, to + n * width,
                range.count, width, units)
        }
        return FeedForwardTrace(
            input: x, weights: weights, output: output, mask: mask, hidden: nil, packed: packed)
    }

    public func feedForwardGradient(_ gradient: Buffer, _ trace: FeedForwardTrace) -> FeedForwardGradients {
        if let hidden = trace.hidden { return composedFeedForwardGradient(gradient, trace, hidden: hidden) }
        guard let packed = trace.packed else { Contract.fail("feedForward", "the weights were not kept") }
        let (rows, width, units) = (gradient.shape[0], trace.weights.width, trace.weights.units)
        let count = loop_feed_forward_packed(width, units)
        let byPacked = Memory(byteCount: count * MemoryLayout<Float>.size)
        let by = FeedForwardWeights(
            firstWeight: Buffer(shape: [units, width], type: .float32),
            firstBias: Buffer(shape: [units], type: .float32),
            secondWeight: Buffer(shape: [width, units], type: .float32),
            secondBias: reduce(.sum, gradient, axes: [0]).reshaped(to: [width]))
        let first = by.firstWeight.stored(writing: Float.self)
        let bias = by.firstBias.stored(writing: Float.self)
        let second = by.secondWeight.stored(writing: Float.self)
        // The units are divided among the threads; each adds its part of the gradient by the input, in the threads'
        // order.
        let (blocks, threads) = (units / 16, Parallel.threads)
        let parts = Buffer(shape: [threads, rows, width], type: .float32)
        parts.stored(Float.self).update(repeating: 0, count: parts.count)
        let (dy, x) = (gradient.rowMajor(reading: Float.self), trace.input.rowMajor(reading: Float.self))
        let (dx, byUnits) = (parts.stored(writing: Float.self), ParallelOutput(byPacked.floats))
        let kept = trace.mask.map { ParallelInput($0.bytes) }
        let scale = Float(trace.mask?.scale ?? 1)
        let grain = max(1, Parallel.elementGrain / max(1, 32 * rows * width))
        Parallel.ranges(blocks, grain: grain, alignment: 1) { range in
            (byUnits + range.lowerBound * count / blocks).update(
                repeating: 0, count: range.count * count / blocks)
            let part = (range.lowerBound * threads + blocks - 1) / blocks
            let scratch = Memory(byteCount: loop_feed_forward_scratch() * MemoryLayout<Float>.size)
            withExtendedLifetime(scratch) {
                loop_feed_forward_gradient(
                    dy.start, x.start, packed.floats, kept?.start, byUnits.start, dx + part * rows * width,
                    scratch.floats, rows, width, units, range.lowerBound,
                    range.upperBound)
            }
            loop_feed_forward_unpack(
                byUnits.start, first.start, bias.start, second.start, scale, width, units, range.lowerBound,
                range.upperBound)
        }
        return FeedForwardGradients(input: reduce(.sum, parts, axes: [0]).reshaped(to: [rows, width]), weights: by)
    }

    /// The weights in the loops' layout, the second layer's multiplied by `scale`.
    private func packed(_ weights: FeedForwardWeights, scale: Float) -> Memory {
        let (width, units) = (weights.width, weights.units)
        let packed = Memory(byteCount: loop_feed_forward_packed(width, units) * MemoryLayout<Float>.size)
        let first = weights.firstWeight.rowMajor(reading: Float.self)
        let bias = weights.firstBias.rowMajor(reading: Float.self)
        let second = weights.secondWeight.rowMajor(reading: Float.self)
        let to = ParallelOutput(packed.floats)
        Parallel.ranges(units / 16, grain: max(1, Parallel.elementGrain / (8 * width)), alignment: 1) { range in
            loop_feed_forward_pack(
                first.start, bias.start, second.start, scale, to.start, width, units, range.lowerBound, range.upperBound
            )
        }
        return packed
    }

    private func drawnMask(_ draw: DropoutDraw, count: Int) -> DropoutMask {
        let mask = DropoutMask(count: count, rate: draw.rate)
        let kept = ParallelOutput(mask.bytes)
        Parallel.ranges(count, grain: 8_192, alignment: 512) { range in
            loop_dropout_mask(
                draw.key, draw.counter, draw.rate, kept + range.lowerBound, range.lowerBound, range.count)
        }
        return mask
    }
}
