import Engine
import Foundations

extension Tensor {
    /// The transposed convolution with `weight`: each number of the input is multiplied by a window, and where windows
    /// overlap they are added. It is the gradient of a convolution with respect to its input (Zeiler, Krishnan, Taylor,
    /// Fergus 2010; Dumoulin, Visin 2016), and engines compute it in this way.
    ///
    /// - Shapes: N × C × H × W with weight C × O × kH × kW and bias O to N × O × H′ × W′;
    ///   H′ = (H − 1) stride − top − bottom + kH + extra.
    /// - Parameters:
    ///   - weight: C × O × kH × kW.
    ///   - bias: O; nil for none.
    ///   - stride: rows and columns of the output from one window to the next.
    ///   - padding: rows and columns that are cut off the edges of the output.
    ///   - extra: rows and columns at the end that no window reaches, fewer than the stride; PyTorch's
    ///     `output_padding`.
    ///   - rectifier: applied to the output; nil for none.
    public func convTranspose2D(
        _ weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Padding2D = 0, extra: Size2D = 0,
        rectifier: Rectifier? = nil
    ) -> Tensor {
        Contract.require(
            rank == 4 && weight.rank == 4 && shape[1] == weight.shape[0] && type == weight.type
                && bias.map { $0.shape == [weight.shape[1]] } ?? true, "convTranspose2D",
            "input \(shape), weight \(weight.shape), bias \(bias.map { "\($0.shape)" } ?? "none"), "
                + "expected N × C × H × W, C × O × kH × kW and O")
        let height = (shape[2] - 1) * stride.height - padding.top - padding.bottom + weight.shape[2] + extra.height
        let width = (shape[3] - 1) * stride.width - padding.left - padding.right + weight.shape[3] + extra.width
        let sum = adjoint(
            of: weight,
            ConvolutionGeometry(
                input: [shape[0], weight.shape[1], height, width], weight: weight.shape, stride: stride,
                padding: padding))
        let shifted = bias.map { sum + $0.reshaped(to: [$0.count, 1, 1]) } ?? sum
        return rectifier.map { shifted.applying($0.operation) } ?? shifted
    }

    private func adjoint(of weight: Tensor, _ geometry: ConvolutionGeometry) -> Tensor {
        Contract.require(
            geometry.output == shape, "convTranspose2D",
            "a stride of \(geometry.stride) never leaves \(geometry.input) from \(shape): too much is extra")
        let result = engine.conv2DInputGradient(buffer, weight: weight.buffer, geometry: geometry)
        guard let tape = Tape.shared(by: self, weight) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            tape.add(to: self) {
                Tensor(
                    engine.conv2D(
                        gradient.buffer, weight: weight.buffer, bias: nil, geometry: geometry, rectifier: nil))
            }
            // The convolution's output is this operation's input, and the other way round.
            tape.add(to: weight) {
                Tensor(engine.conv2DWeightGradient(buffer, input: gradient.buffer, geometry: geometry).weight)
            }
        }
    }

    /// Each number repeated `factor` times along rows and columns: nearest-neighbor enlargement.
    ///
    /// - Shapes: N × C × H × W to N × C × fH × fW.
    public func upsampled(by factor: Size2D) -> Tensor {
        Contract.require(
            rank == 4 && factor.height > 0 && factor.width > 0, "upsample",
            "input \(shape) by \(factor), expected N × C × H × W and factors of 1 or more")
        // The gradient of the mean over windows distributes each window's share to its cells.
        let area = Double(factor.height * factor.width)
        let larger = [shape[0], shape[1], shape[2] * factor.height, shape[3] * factor.width]
        let share = engine.averagePool2DGradient(buffer, inputShape: larger)
        let result = engine.unary(.affine(scale: area, offset: 0), share)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, engine, size) = (node, engine, Size2D(shape[2], shape[3]))
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                Tensor(engine.unary(.affine(scale: area, offset: 0), engine.averagePool2D(gradient.buffer, to: size)))
            }
        }
    }
}
