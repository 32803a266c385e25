import Core

/// The poolings of `conv` at batch 64, with the rectifier fused, on blocked layouts.
let poolingBenchmarks =
    pooling([64, 16, 28, 28]) + pooling([64, 32, 14, 14]) + pooledConvolution([64, 1, 28, 28], outputs: 16)
    + pooledConvolution([64, 16, 14, 14], outputs: 32)

private func pooling(_ input: Shape) -> [Benchmark] {
    let geometry = PoolingGeometry(input: input, kernelSize: 2, rectifies: true)
    let shape = "\(input[1]) at \(input[2])×\(input[3]), batch \(input[0])"
    // Each input is read or written once, each output and its byte of position once.
    let bytes = Double(4 * input.elementCount + 5 * geometry.output.elementCount)
    let engine = OneDNNEngine.shared
    return [
        Benchmark("ReLU and max-pool", shape, .bytes(bytes)) {
            let x = blocked(input)
            return { keep(engine.maxPool2D(x, geometry: geometry)) }
        },
        Benchmark("ReLU and max-pool, gradient", shape, .bytes(bytes)) {
            let (output, positions) = engine.maxPool2D(blocked(input), geometry: geometry)
            return { keepLaidOut(engine.maxPool2DGradient(output, positions: positions, geometry: geometry)) }
        },
    ]
}

/// A convolution and its pooling as in training: the engine uses that both are there.
private func pooledConvolution(_ input: Shape, outputs: Int) -> [Benchmark] {
    let convolution = ConvolutionGeometry(input: input, weight: [outputs, input[1], 3, 3], padding: 1)
    let pooling = PoolingGeometry(input: convolution.output, kernelSize: 2, rectifies: true)
    let shape = "\(input[1])→\(outputs) 3×3 at \(input[2])×\(input[3]), batch \(input[0])"
    let engine = OneDNNEngine.shared
    @Sendable func forward(_ x: Buffer, _ weight: Buffer) -> (output: Buffer, positions: PoolingPositions) {
        let convolved = engine.conv2D(x, weight: weight, bias: nil, geometry: convolution, rectifier: nil)
        return engine.maxPool2D(convolved, geometry: pooling)
    }
    return [
        Benchmark("convolution, ReLU and max-pool", shape) {
            let (x, weight) = (blocked(input), normal(convolution.weight).buffer)
            return { keepLaidOut(forward(x, weight).output) }
        },
        Benchmark("convolution, ReLU and max-pool, gradients", shape) {
            let (x, weight) = (blocked(input), normal(convolution.weight).buffer)
            let (output, positions) = forward(x, weight)
            return {
                let gradient = engine.maxPool2DGradient(output, positions: positions, geometry: pooling)
                keepLaidOut(engine.conv2DWeightGradient(gradient, input: x, geometry: convolution).weight)
                // Pictures do not need a gradient.
                guard input[1] > 1 else { return }
                keepLaidOut(engine.conv2DInputGradient(gradient, weight: weight, geometry: convolution))
            }
        },
    ]
}
