import COneDNN
import CoreLoops
import Foundations

extension OneDNNEngine {
    public func kernelMatrix(_ a: KernelRows, _ b: KernelRows, _ function: KernelFunction) -> Buffer {
        KernelRows.check(a, b, function)
        let isExact = a.exact != nil && b.exact != nil
        if isExact, a.areFew, b.areFew { return ReferenceEngine.shared.kernelMatrix(a, b, function) }
        let result = Buffer(shape: [a.count, b.count], type: .float32)
        guard result.count > 0 else { return result }
        switch (a.numbers, b.numbers) {
        case (.dense, .dense) where isExact, (.sparse, .sparse) where isExact:
            a.exactProducts(with: b, areDistances: function.isOfDistances, into: result)
        case (.dense(let rows), .dense(let others)): multiply(rows, others, into: result)
        case (.sparse(let rows), .sparse(let others)):
            multiply(rows, others, width: max(a.width, b.width), into: result)
        case (.kernelValues, _): a.gatherValues(with: b, into: result)
        default: Contract.fail("kernelMatrix", "one side is dense and the other sparse")
        }
        guard let kind = function.loop else { return result }
        let z = result.stored(Float.self)
        // A number of a kernel takes some ten times as long as an addition.
        let grain = max(1, Parallel.elementGrain / (8 * b.count))
        // Distances that are known need no squares of both sides.
        let areKnown = isExact && function.isOfDistances
        let ofA = areKnown ? [Float](repeating: 0, count: a.count) : a.squares
        let ofB = areKnown ? [Float](repeating: 0, count: b.count) : b.squares
        ofA.withUnsafeBufferPointer { squares in
            ofB.withUnsafeBufferPointer { others in
                guard let squares = squares.baseAddress, let others = others.baseAddress else { return }
                Parallel.ranges(a.count, grain: grain, alignment: 1) { range in
                    let first = range.lowerBound
                    loop_kernel_of_products(
                        kind.loop, kind.scale, kind.offset, kind.degree, squares + first, others,
                        z + first * b.count, range.count, b.count)
                }
            }
        }
        return result
    }

    /// a bᵀ by the plain routine, which several threads may call at once.
    private func multiply(_ a: Buffer, _ b: Buffer, into result: Buffer) {
        let (rows, columns, inner) = (Int64(a.shape[0]), Int64(b.shape[0]), Int64(a.shape[1]))
        guard inner > 0 else { return result.stored(Float.self).update(repeating: 0, count: result.count) }
        let status = dnnl_sgemm(
            Int8(UInt8(ascii: "N")), Int8(UInt8(ascii: "T")), rows, columns, inner, 1, a.rowMajor(Float.self), inner,
            b.rowMajor(Float.self), inner, 0, result.stored(Float.self), columns)
        Contract.require(status == dnnl_success, "kernelMatrix", "\(a.shape) by \(b.shape) is refused by oneDNN")
    }

    /// a bᵀ, sixteen rows of a at a time laid out as columns, so that each number of b meets them all at once.
    private func multiply(_ a: KernelRows.Sparse, _ b: KernelRows.Sparse, width: Int, into result: Buffer) {
        let (panelRows, columns) = (Int(loop_sparse_panel), result.shape[1])
        let panel = Memory(byteCount: max(1, width) * panelRows * MemoryLayout<Float>.size)
        panel.floats.update(repeating: 0, count: width * panelRows)
        let z = result.stored(Float.self)
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
