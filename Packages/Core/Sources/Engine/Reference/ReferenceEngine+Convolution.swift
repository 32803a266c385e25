extension ReferenceEngine {
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
