import CoreLoops
import Foundations

extension ComputeEngine {
    public func transpose(_ x: Buffer, axes: [Int]) -> Buffer {
        Contract.require(
            axes.count == x.shape.count && x.shape.indices.allSatisfy(axes.contains), "transpose",
            "axes \(axes) of shape \(x.shape), expected each axis once")
        let result = Buffer(shape: axes.map { x.shape[$0] }, type: x.type)
        if result.count == 0 { return result }
        if axes == [1, 0], x.type.size == 4 {
            loop_transpose(
                x.rowMajorMemory.address.assumingMemoryBound(to: UInt32.self), x.shape[1],
                result.memory.address.assumingMemoryBound(to: UInt32.self), x.shape[0], x.shape[1], x.shape[0])
            return result
        }
        let strides = StridedWalk.rowMajorStrides(of: x.shape)
        let plan = TransposePlan(shape: result.shape, strides: axes.map { strides[$0] })
        let from = x.rowMajorMemory.address
        let to = result.memory.address
        // Only the size of an element matters for moving it.
        switch x.type.size {
        case 4:
            plan.run(from.assumingMemoryBound(to: UInt32.self), to.assumingMemoryBound(to: UInt32.self)) {
                guard plan.rowStride == 1 else { return plan.moveTiles($0, $1) }
                loop_transpose($0, plan.columnStride, $1, plan.columns, plan.rows, plan.columns)
            }
        default:
            plan.run(
                from.assumingMemoryBound(to: UInt64.self), to.assumingMemoryBound(to: UInt64.self),
                moving: plan.moveTiles)
        }
        return result
    }
}

/// A transposition after axes that move together have become one: outer axes, then a matrix of rows and columns.
private struct TransposePlan {
    /// The result's shape without the matrix, and the strides of its axes in the source.
    let outerShape: Shape
    let outerStrides: [Int]
    let rows: Int
    let columns: Int
    /// The source's step from row to row and from column to column.
    let rowStride: Int
    let columnStride: Int

    /// A plan that fills `shape` in row-major order from a source with these strides.
    init(shape: Shape, strides: [Int]) {
        // Two axes at first, so that there is always a matrix.
        var extents = [1, 1]
        var steps = [0, 0]
        for (extent, stride) in zip(shape, strides) where extent != 1 {
            if extents.count > 2, let last = steps.last, last == stride * extent {
                extents[extents.count - 1] *= extent
                steps[steps.count - 1] = stride
            } else {
                extents.append(extent)
                steps.append(stride)
            }
        }
        let matrix = extents.count - 2
        outerShape = Array(extents[..<matrix])
        outerStrides = Array(steps[..<matrix])
        (rows, columns) = (extents[matrix], extents[matrix + 1])
        (rowStride, columnStride) = (steps[matrix], steps[matrix + 1])
    }

    /// Moves all numbers; `move` moves a matrix whose columns are not adjacent in the source.
    func run<Element: BitwiseCopyable>(
        _ from: UnsafePointer<Element>, _ to: UnsafeMutablePointer<Element>,
        moving move: (UnsafePointer<Element>, UnsafeMutablePointer<Element>) -> Void
    ) {
        let size = rows * columns
        let resultStrides = StridedWalk.rowMajorStrides(of: outerShape).map { $0 * size }
        StridedWalk.visit(outerShape, strides: outerStrides, resultStrides) { source, target in
            if columnStride == 1 {
                for row in 0..<rows {
                    (to + target + row * columns).update(from: from + source + row * rowStride, count: columns)
                }
            } else {
                move(from + source, to + target)
            }
        }
    }

    /// Square tiles, so that the cache lines along one axis are still in the cache for the next row.
    func moveTiles<Element: BitwiseCopyable>(
        _ from: UnsafePointer<Element>, _ to: UnsafeMutablePointer<Element>
    ) {
        let tile = 16
        for top in stride(from: 0, to: rows, by: tile) {
            for left in stride(from: 0, to: columns, by: tile) {
                for row in top..<min(top + tile, rows) {
                    let source = from + row * rowStride
                    let target = to + row * columns
                    for column in left..<min(left + tile, columns) {
                        target[column] = source[column * columnStride]
                    }
                }
            }
        }
    }
}
