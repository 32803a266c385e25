extension ReferenceEngine {
    public func reduce(_ reduction: Reduction, _ x: Buffer, axes: [Int]) -> Buffer {
        inPrecision(
            of: x.type, "reduce",
            float32: { reduce(reduction, x, axes, as: Float.self) },
            float64: { reduce(reduction, x, axes, as: Double.self) })
    }

    private func reduce<Scalar: ReferenceScalar>(
        _ reduction: Reduction, _ x: Buffer, _ axes: [Int], as type: Scalar.Type
    ) -> Buffer {
        var shape = x.shape
        for axis in axes { shape[axis] = 1 }
        // The result does not step along the reduced axes: all their elements are reduced to one.
        var strides = StridedWalk.rowMajorStrides(of: shape)
        for axis in axes { strides[axis] = 0 }
        let from = x.rowMajor(type)
        switch reduction {
        case .sum:
            let sums = ReferenceSums(count: shape.elementCount)
            StridedWalk.visit(x.shape, strides: StridedWalk.rowMajorStrides(of: x.shape), strides) { i, o in
                sums[o] += Double(from[i])
            }
            return sums.rounded(to: shape, as: type)
        case .maximum:
            return extreme(x, shape, strides, from: -.infinity, Scalar.larger)
        case .minimum:
            return extreme(x, shape, strides, from: .infinity, Scalar.smaller)
        }
    }

    private func extreme<Scalar: ReferenceScalar>(
        _ x: Buffer, _ shape: Shape, _ strides: [Int], from start: Scalar, _ pick: (Scalar, Scalar) -> Scalar
    ) -> Buffer {
        let result = Buffer(shape: shape, type: x.type)
        let (from, best) = (x.rowMajor(Scalar.self), result.rowMajor(Scalar.self))
        best.update(repeating: start, count: result.count)
        StridedWalk.visit(x.shape, strides: StridedWalk.rowMajorStrides(of: x.shape), strides) { i, o in
            best[o] = pick(from[i], best[o])
        }
        return result
    }

    public func sumOfSquares(_ x: Buffer) -> Double {
        inPrecision(
            of: x.type, "sumOfSquares",
            float32: { sumOfSquares(x.rowMajor(Float.self), x.count) },
            float64: { sumOfSquares(x.rowMajor(Double.self), x.count) })
    }

    private func sumOfSquares<Scalar: ReferenceScalar>(_ x: UnsafePointer<Scalar>, _ count: Int) -> Double {
        var sum = 0.0
        for i in 0..<count { sum += Double(x[i]) * Double(x[i]) }
        return sum
    }
}
