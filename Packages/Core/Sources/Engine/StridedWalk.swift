/// Walks over the elements of a shape with given strides, for operations on numbers that are not contiguous.
enum StridedWalk {
    /// The strides of a tensor of this shape in row-major order, in elements.
    static func rowMajorStrides(of shape: Shape) -> [Int] {
        var strides = [Int](repeating: 1, count: shape.count)
        for axis in shape.indices.dropLast().reversed() {
            strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
        return strides
    }

    /// Calls `body` for every element of `shape` in row-major order, with its offsets under both sets of strides.
    @inline(__always)
    static func visit(_ shape: Shape, strides a: [Int], _ b: [Int], _ body: (Int, Int) -> Void) {
        if shape.contains(0) { return }
        var index = [Int](repeating: 0, count: shape.count)
        var offsetA = 0
        var offsetB = 0
        while true {
            body(offsetA, offsetB)
            var axis = shape.count - 1
            while axis >= 0 {
                index[axis] += 1
                offsetA += a[axis]
                offsetB += b[axis]
                if index[axis] < shape[axis] { break }
                // The axis is finished: it restarts, and the next outer axis takes a step.
                offsetA -= a[axis] * shape[axis]
                offsetB -= b[axis] * shape[axis]
                index[axis] = 0
                axis -= 1
            }
            if axis < 0 { return }
        }
    }
}
