import Foundations

extension ReferenceEngine {
    public func matmul(
        _ a: Buffer, _ b: Buffer, transposingA: Bool, transposingB: Bool, bias: Buffer?, rectifier: Rectifier?
    ) -> Buffer {
        let left = Factor(a, isTransposed: transposingA)
        let right = Factor(b, isTransposed: transposingB)
        return inPrecision(
            of: a.type, "matmul",
            float32: { product(left, right, bias, rectifier, as: Float.self) },
            float64: { product(left, right, bias, rectifier, as: Double.self) })
    }

    /// A factor of a matrix product: element (i, j) of matrix n is at n size + i rowStride + j columnStride.
    private struct Factor {
        let buffer: Buffer
        let batch: Shape
        let rows: Int
        let columns: Int
        let rowStride: Int
        let columnStride: Int

        init(_ buffer: Buffer, isTransposed: Bool) {
            let rank = buffer.shape.count
            let (height, width) = (buffer.shape[rank - 2], buffer.shape[rank - 1])
            self.buffer = buffer
            batch = Array(buffer.shape.dropLast(2))
            (rows, columns) = isTransposed ? (width, height) : (height, width)
            (rowStride, columnStride) = isTransposed ? (1, width) : (width, 1)
        }
    }

    private func product<Scalar: ReferenceScalar>(
        _ a: Factor, _ b: Factor, _ bias: Buffer?, _ rectifier: Rectifier?, as type: Scalar.Type
    ) -> Buffer {
        Contract.require(
            a.columns == b.rows && a.batch == b.batch, "matmul",
            "\(a.buffer.shape) by \(b.buffer.shape), expected M × K by K × N after transposing")
        let result = Buffer(shape: a.batch + [a.rows, b.columns], type: type.scalarType)
        let bias = bias?.rowMajor(type)
        var to = result.rowMajor(type)
        for n in 0..<a.batch.elementCount {
            let left = a.buffer.rowMajor(type) + n * a.rows * a.columns
            let right = b.buffer.rowMajor(type) + n * b.rows * b.columns
            for i in 0..<a.rows {
                for j in 0..<b.columns {
                    let row = left + i * a.rowStride
                    let column = right + j * b.columnStride
                    var sum = 0.0
                    for k in 0..<a.columns {
                        sum += Double(row[k * a.columnStride]) * Double(column[k * b.rowStride])
                    }
                    if let bias { sum += Double(bias[j]) }
                    to[j] = rectified(Scalar(sum), rectifier)
                }
                to += b.columns
            }
        }
        return result
    }

    /// The rectifier that was fused into an operation, if any.
    func rectified<Scalar: ReferenceScalar>(_ x: Scalar, _ rectifier: Rectifier?) -> Scalar {
        guard let rectifier else { return x }
        return rectifier.operation.value(x)
    }
}
