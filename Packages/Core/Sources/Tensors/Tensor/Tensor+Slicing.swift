import Foundations

extension Tensor {
    /// The part within a range of each axis, from the first on; axes without a range stay whole. Gradients flow through.
    ///
    /// `x[0..<3]` is the first three rows, `x[4...]` all from number 4 on, `x[0..., 1...2]` two columns of a matrix.
    ///
    /// - Shapes: each axis that is named becomes as long as its range.
    public subscript(_ ranges: any RangeExpression<Int>...) -> Tensor {
        Contract.require(ranges.count <= rank, "slice", "\(ranges.count) ranges of shape \(shape)")
        return ranges.enumerated().reduce(self) { result, entry in
            let (axis, range) = (entry.offset, bounds(of: entry.element, axis: entry.offset))
            return range == 0..<shape[axis] ? result : result.sliced(range, axis: axis)
        }
    }

    /// Number `index` of the first axis, which the result no longer has: a row of a matrix, a number of a vector.
    /// Gradients flow through.
    ///
    /// - Shapes: N × … to ….
    public subscript(_ index: Int) -> Tensor {
        Contract.require(
            rank > 0 && (0..<shape[0]).contains(index), "slice", "number \(index) of the first axis of shape \(shape)")
        return sliced(index..<index + 1).reshaped(to: Array(shape.dropFirst()))
    }

    /// The range, checked before Swift would stop without naming the tensor.
    private func bounds(of range: any RangeExpression<Int>, axis: Int) -> Range<Int> {
        let extent = shape[axis]
        let (lower, upper) =
            switch range {
            case let range as PartialRangeFrom<Int>: (range.lowerBound, extent)
            case let range as PartialRangeUpTo<Int>: (0, range.upperBound)
            case let range as PartialRangeThrough<Int>: (0, range.upperBound + 1)
            case let range as ClosedRange<Int>: (range.lowerBound, range.upperBound + 1)
            case let range as Range<Int>: (range.lowerBound, range.upperBound)
            default: (range.relative(to: 0..<extent).lowerBound, range.relative(to: 0..<extent).upperBound)
            }
        Contract.require(
            0 <= lower && lower <= upper && upper <= extent, "slice", "\(range) of axis \(axis) of shape \(shape)")
        return lower..<upper
    }
}
