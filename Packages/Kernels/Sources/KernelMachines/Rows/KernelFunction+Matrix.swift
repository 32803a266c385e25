import Core
import KernelLoops

extension KernelFunction {
    /// k(aᵢ, bⱼ) for all rows of a and b, which are of one kind. Several threads may ask at once.
    ///
    /// - Shapes: N × D by M × D to N × M of float32.
    public func matrix(_ a: KernelRows, _ b: KernelRows) -> Buffer {
        KernelRows.check(a, b, self)
        let isExact = a.exact != nil && b.exact != nil
        if isExact, a.areFew, b.areFew { return exactMatrix(a, b) }
        let result = Buffer(shape: [a.count, b.count], type: .float32)
        guard result.count > 0 else { return result }
        switch (a.numbers, b.numbers) {
        case (.dense, .dense) where isExact, (.sparse, .sparse) where isExact:
            a.exactProducts(with: b, areDistances: isOfDistances, into: result)
        case (.dense(let rows), .dense(let others)): multiply(rows, others, into: result)
        case (.sparse(let rows), .sparse(let others)):
            multiply(rows, others, width: max(a.width, b.width), into: result)
        case (.kernelValues, _): a.gatherValues(with: b, into: result)
        default: Contract.fail("kernelMatrix", "one side is dense and the other sparse")
        }
        guard let kind = loop else { return result }
        let (z, columns) = (result.stored(writing: Float.self), b.count)
        // A number of a kernel takes some ten times as long as an addition.
        let grain = max(1, Parallel.elementGrain / (8 * b.count))
        // Distances that are known need no squares of both sides.
        let areKnown = isExact && isOfDistances
        let ofA = areKnown ? [Float](repeating: 0, count: a.count) : a.squares
        let ofB = areKnown ? [Float](repeating: 0, count: b.count) : b.squares
        ofA.withUnsafeBufferPointer { squares in
            ofB.withUnsafeBufferPointer { others in
                guard let first = squares.baseAddress, let second = others.baseAddress else { return }
                let (squares, others) = (ParallelInput(first), ParallelInput(second))
                Parallel.ranges(a.count, grain: grain, alignment: 1) { range in
                    let first = range.lowerBound
                    loop_kernel_of_products(
                        kind.loop, kind.scale, kind.offset, kind.degree, squares + first, others.start,
                        z + first * columns, range.count, columns)
                }
            }
        }
        return result
    }

    /// a bᵀ
    private func multiply(_ a: Buffer, _ b: Buffer, into result: Buffer) {
        OneDNNEngine.multiply(a, transposed: b, into: result)
    }

    /// a bᵀ, sixteen rows of a at a time laid out as columns, so that each number of b meets them all at once.
    private func multiply(_ a: KernelRows.Sparse, _ b: KernelRows.Sparse, width: Int, into result: Buffer) {
        let (panelRows, columns) = (Int(loop_sparse_panel), result.shape[1])
        let panel = Memory(byteCount: max(1, width) * panelRows * MemoryLayout<Float>.size)
        panel.floats.update(repeating: 0, count: width * panelRows)
        let z = result.stored(writing: Float.self)
        for first in stride(from: 0, to: result.shape[0], by: panelRows) {
            let count = min(panelRows, result.shape[0] - first)
            for row in 0..<count {
                for place in a.places(of: first + row) {
                    panel.floats[Int(a.columns[place]) * panelRows + row] = a.values[place]
                }
            }
            // About as much work as a thread needs to be worth its start.
            let grain = max(1, Parallel.elementGrain * columns / max(1, 4 * b.values.count))
            Parallel.ranges(columns, grain: grain, alignment: 1) { range in
                let start = range.lowerBound
                b.starts.withUnsafeBufferPointer { starts in
                    b.columns.withUnsafeBufferPointer { places in
                        b.values.withUnsafeBufferPointer { values in
                            guard let starts = starts.baseAddress else { return }
                            // Rows without numbers have nothing to point at.
                            loop_sparse_products(
                                panel.floats, starts + start, places.baseAddress, values.baseAddress, range.count,
                                z + first * columns + start, columns, count)
                        }
                    }
                }
            }
            for row in 0..<count {
                for place in a.places(of: first + row) { panel.floats[Int(a.columns[place]) * panelRows + row] = 0 }
            }
        }
    }
}

extension KernelFunction {
    /// What turns products into the kernel; nil where there is nothing to do.
    fileprivate var loop: (loop: loop_kernel, scale: Float, offset: Float, degree: Int32)? {
        switch self {
        case .linear, .precomputed: nil
        case .polynomial(let degree, let scale, let offset):
            (loop_kernel_polynomial, Float(scale), Float(offset), Int32(clamping: degree))
        case .gaussian(let scale): (loop_kernel_gaussian, Float(scale), 0, 1)
        case .sigmoid(let scale, let offset): (loop_kernel_sigmoid, Float(scale), Float(offset), 1)
        }
    }
}
