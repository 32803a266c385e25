import CoreLoops
import Foundations

extension OneDNNEngine {
    public func scatterAdd(_ gradient: Buffer, indices: Buffer, count: Int) -> Buffer {
        Contract.require(gradient.type == .float32, "scatterAdd", "gradient of \(gradient.type), expected float32")
        let rowShape = Shape(gradient.shape.dropFirst(indices.shape.count))
        let columns = rowShape.elementCount
        let result = Buffer(shape: [count] + rowShape, type: .float32)
        let rows = ParallelInput(checkedRows(indices, of: count, "scatterAdd"))
        let (from, to) = (gradient.rowMajor(reading: Float.self), result.stored(writing: Float.self))
        to.start.update(repeating: 0, count: result.count)
        // Columns are divided among the threads, not rows, because two rows may be added to the same one.
        Parallel.ranges(columns, grain: Parallel.elementGrain / max(1, indices.count)) { range in
            let first = range.lowerBound
            loop_scatter_add(from + first, rows.start, to + first, indices.count, columns, range.count)
        }
        return result
    }
}
