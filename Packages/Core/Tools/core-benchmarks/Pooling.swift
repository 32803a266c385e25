import Core

/// The poolings of `conv` at batch 64, with the rectifier fused, on blocked layouts.
let poolingBenchmarks = pooling([64, 16, 28, 28]) + pooling([64, 32, 14, 14])

private func pooling(_ input: Shape) -> [Benchmark] {
    let geometry = PoolingGeometry(input: input, window: 2, rectifies: true)
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
            return { keep(engine.maxPool2DGradient(output, positions: positions, geometry: geometry)) }
        },
    ]
}
