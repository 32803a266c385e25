import Core

/// The convolutions of `conv` at batch 64, the large one of `dcgan` and two of `mri`, on the layouts of a training.
let convolutionBenchmarks =
    convolution(input: [64, 1, 28, 28], outputs: 16) + convolution(input: [64, 16, 14, 14], outputs: 32)
    + convolution(input: [100, 64, 14, 14], outputs: 128, kernelSize: 4, stride: 2)
    + convolution(input: [32, 32, 42, 42], outputs: 32) + convolution(input: [32, 32, 42, 42], outputs: 64)

private func convolution(input: Shape, outputs: Int, kernelSize: Int = 3, stride: Int = 1) -> [Benchmark] {
    let geometry = ConvolutionGeometry(
        input: input, weight: [outputs, input[1], kernelSize, kernelSize], stride: Size2D(stride, stride), padding: 1)
    let work = Work.operations(2 * Double(geometry.output.elementCount * input[1] * kernelSize * kernelSize))
    let shape =
        "\(input[1])→\(outputs) \(kernelSize)×\(kernelSize)\(stride > 1 ? "/\(stride)" : "") at \(input[2])×\(input[3]), "
        + "batch \(input[0])"
    let engine = OneDNNEngine.shared
    /// Blocked where the engine chooses it.
    @Sendable func buffers() -> (x: Buffer, weight: Buffer, bias: Buffer, output: Buffer) {
        let (x, weight, bias) = (blocked(input), normal(geometry.weight).buffer, normal([outputs]).buffer)
        let output = engine.conv2D(x, weight: weight, bias: bias, geometry: geometry, rectifier: nil)
        keepLaidOut(output)
        return (x, weight, bias, output)
    }
    return [
        Benchmark("convolution", shape, work) {
            let (x, weight, bias, _) = buffers()
            return {
                keepLaidOut(engine.conv2D(anew(x), weight: weight, bias: bias, geometry: geometry, rectifier: nil))
            }
        },
        Benchmark("convolution by input", shape, work) {
            let (_, weight, _, output) = buffers()
            return { keep(engine.conv2DInputGradient(anew(output), weight: weight, geometry: geometry)) }
        },
        Benchmark("convolution by weight", shape, work) {
            let (x, _, _, output) = buffers()
            return { keep(engine.conv2DWeightGradient(output, input: x, geometry: geometry)) }
        },
    ]
}

/// The same numbers as if they had just been computed, without cached values. In training, weights and inputs of the
/// forward pass keep such values.
private func anew(_ x: Buffer) -> Buffer { Buffer(shape: x.shape, type: x.type, memory: x.memory, layout: x.layout) }

/// Numbers of `shape` in the layout of a convolution's output, blocked by channels; row-major for a single channel.
func blocked(_ shape: Shape) -> Buffer {
    let x = normal(shape)
    return shape[1] == 1 ? x.buffer : x.conv2D(normal([shape[1], shape[1], 1, 1])).buffer
}
