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

    /// A factor of a matrix product: element (i, j) of matrix n lies at n size + i rowStride + j columnStride.
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

    private func rectified<Scalar: ReferenceScalar>(_ x: Scalar, _ rectifier: Rectifier?) -> Scalar {
        guard let rectifier else { return x }
        return rectifier.operation.value(x)
    }

    // MARK: Convolution

    public func conv2D(
        _ input: Buffer, weight: Buffer, bias: Buffer?, geometry: ConvolutionGeometry, rectifier: Rectifier?
    ) -> Buffer {
        inPrecision(
            of: input.type, "conv2D",
            float32: { convolve(input, weight, bias, geometry, rectifier, as: Float.self) },
            float64: { convolve(input, weight, bias, geometry, rectifier, as: Double.self) })
    }

    private func convolve<Scalar: ReferenceScalar>(
        _ input: Buffer, _ weight: Buffer, _ bias: Buffer?, _ geometry: ConvolutionGeometry, _ rectifier: Rectifier?,
        as type: Scalar.Type
    ) -> Buffer {
        let (x, w) = (input.rowMajor(type), weight.rowMajor(type))
        let shape = geometry.output
        let sums = ReferenceSums(count: shape.elementCount)
        forEachTerm(of: geometry) { output, input, weight in
            sums[output] += Double(x[input]) * Double(w[weight])
        }
        if let b = bias?.rowMajor(type) {
            let area = shape[2] * shape[3]
            for i in 0..<shape.elementCount { sums[i] += Double(b[i / area % shape[1]]) }
        }
        let result = sums.rounded(to: shape, as: type)
        let y = result.rowMajor(type)
        for i in 0..<result.count { y[i] = rectified(y[i], rectifier) }
        return result
    }

    public func conv2DInputGradient(_ gradient: Buffer, weight: Buffer, geometry: ConvolutionGeometry) -> Buffer {
        inPrecision(
            of: gradient.type, "conv2DInputGradient",
            float32: { inputGradient(gradient, weight, geometry, as: Float.self) },
            float64: { inputGradient(gradient, weight, geometry, as: Double.self) })
    }

    private func inputGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ weight: Buffer, _ geometry: ConvolutionGeometry, as type: Scalar.Type
    ) -> Buffer {
        let (d, w) = (gradient.rowMajor(type), weight.rowMajor(type))
        let sums = ReferenceSums(count: geometry.input.elementCount)
        forEachTerm(of: geometry) { output, input, weight in
            sums[input] += Double(d[output]) * Double(w[weight])
        }
        return sums.rounded(to: geometry.input, as: type)
    }

    public func conv2DWeightGradient(
        _ gradient: Buffer, input: Buffer, geometry: ConvolutionGeometry
    ) -> (weight: Buffer, bias: Buffer) {
        inPrecision(
            of: gradient.type, "conv2DWeightGradient",
            float32: { weightGradient(gradient, input, geometry, as: Float.self) },
            float64: { weightGradient(gradient, input, geometry, as: Double.self) })
    }

    private func weightGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ input: Buffer, _ geometry: ConvolutionGeometry, as type: Scalar.Type
    ) -> (weight: Buffer, bias: Buffer) {
        let (d, x) = (gradient.rowMajor(type), input.rowMajor(type))
        let weights = ReferenceSums(count: geometry.weight.elementCount)
        forEachTerm(of: geometry) { output, input, weight in
            weights[weight] += Double(d[output]) * Double(x[input])
        }
        let shape = geometry.output
        let area = shape[2] * shape[3]
        let biases = ReferenceSums(count: shape[1])
        for i in 0..<shape.elementCount { biases[i / area % shape[1]] += Double(d[i]) }
        return (weights.rounded(to: geometry.weight, as: type), biases.rounded(to: [shape[1]], as: type))
    }

    /// Calls `body` for every product that a convolution sums: y[output] += x[input] · w[weight], by row-major index.
    /// Both gradients sum over the same triples.
    @inline(__always)
    private func forEachTerm(
        of geometry: ConvolutionGeometry, _ body: (_ output: Int, _ input: Int, _ weight: Int) -> Void
    ) {
        let (channels, height, width) = (geometry.input[1], geometry.input[2], geometry.input[3])
        let (windowHeight, windowWidth) = (geometry.weight[2], geometry.weight[3])
        let shape = geometry.output
        var output = 0
        for n in 0..<shape[0] {
            for o in 0..<shape[1] {
                for row in 0..<shape[2] {
                    for column in 0..<shape[3] {
                        for c in 0..<channels {
                            for i in 0..<windowHeight {
                                let h = row * geometry.stride.height - geometry.padding.top + i
                                if h < 0 || h >= height { continue }
                                for j in 0..<windowWidth {
                                    let w = column * geometry.stride.width - geometry.padding.left + j
                                    if w < 0 || w >= width { continue }
                                    body(
                                        output, ((n * channels + c) * height + h) * width + w,
                                        ((o * channels + c) * windowHeight + i) * windowWidth + j)
                                }
                            }
                        }
                        output += 1
                    }
                }
            }
        }
    }
}
