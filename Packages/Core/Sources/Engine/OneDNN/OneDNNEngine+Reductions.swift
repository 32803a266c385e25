import CoreLoops

extension OneDNNEngine {
    public func reduce(_ reduction: Reduction, _ x: Buffer, axes: [Int]) -> Buffer {
        var result = x
        // Neighboring axes are reduced together, the innermost first, so that the other reductions have less to read.
        var remaining = axes.sorted()
        while let last = remaining.popLast() {
            var first = last
            while remaining.last == first - 1 {
                first -= 1
                remaining.removeLast()
            }
            result = reduced(result, reduction, first...last)
        }
        return result
    }

    private func reduced(_ x: Buffer, _ reduction: Reduction, _ axes: ClosedRange<Int>) -> Buffer {
        var shape = x.shape
        let outer = shape[..<axes.lowerBound].reduce(1, *)
        let extent = shape[axes].reduce(1, *)
        let inner = shape[(axes.upperBound + 1)...].reduce(1, *)
        for axis in axes { shape[axis] = 1 }
        let result = Buffer(shape: shape, type: .float32)
        let (from, to) = (x.rowMajor(reading: Float.self), result.stored(writing: Float.self))
        Parallel.planes(outer, of: extent * inner) { range in
            let start = range.lowerBound
            loop_reduce(
                reduction.loop, from + start * extent * inner, to + start * inner, range.count, extent, inner)
        }
        return result
    }

    public func sumOfSquares(_ x: Buffer) -> Double {
        loop_sum_of_squares(x.stored(Float.self), x.storedCount)
    }

    public func softmax(_ x: Buffer, logarithm: Bool) -> Buffer {
        let result = Buffer(shape: x.shape, type: .float32)
        let (from, to) = (x.rowMajor(reading: Float.self), result.stored(writing: Float.self))
        let columns = x.shape.last ?? 1
        Parallel.planes(x.count / max(1, columns), of: 8 * columns) { rows in
            let start = rows.lowerBound * columns
            loop_softmax(from + start, to + start, rows.count, columns, logarithm)
        }
        return result
    }

    public func softmaxGradient(_ gradient: Buffer, result: Buffer, logarithm: Bool) -> Buffer {
        let output = Buffer(shape: result.shape, type: .float32)
        let (y, dy) = (result.rowMajor(reading: Float.self), gradient.rowMajor(reading: Float.self))
        let dx = output.stored(writing: Float.self)
        let columns = result.shape.last ?? 1
        Parallel.planes(result.count / max(1, columns), of: 4 * columns) { rows in
            let i = rows.lowerBound * columns
            loop_softmax_gradient(y + i, dy + i, dx + i, rows.count, columns, logarithm)
        }
        return output
    }

    public func softmaxCrossEntropy(_ logits: Buffer, labels: Buffer) -> (loss: Buffer, gradient: Buffer) {
        let (rows, columns) = (logits.shape[0], logits.shape[1])
        let loss = Buffer(shape: [], type: .float32)
        let gradient = Buffer(shape: logits.shape, type: .float32)
        let sum = loop_softmax_cross_entropy(
            logits.rowMajor(Float.self), labels.rowMajor(Int32.self), gradient.stored(Float.self), 1 / Float(rows),
            rows,
            columns)
        loss.stored(Float.self).pointee = Float(sum / Double(rows))
        return (loss, gradient)
    }
}

extension Reduction {
    fileprivate var loop: loop_reduction {
        switch self {
        case .sum: loop_sum
        case .maximum: loop_largest
        case .minimum: loop_smallest
        }
    }
}
