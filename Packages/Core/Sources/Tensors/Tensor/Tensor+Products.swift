import Engine
import Foundations

extension Tensor {
    /// The matrix product op(self) op(other) + bias, optionally rectified; op optionally transposes the last two axes.
    ///
    /// - Shapes: M × K by K × N to M × N, or with a leading batch axis on all three; bias N.
    public func matmul(
        _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false, bias: Tensor? = nil,
        rectifier: Rectifier? = nil
    ) -> Tensor {
        checkProduct(other, transposingSelf, transposingOther, bias)
        let result = engine.matmul(
            buffer, other.buffer, transposingA: transposingSelf, transposingB: transposingOther, bias: bias?.buffer,
            rectifier: rectifier)
        guard let tape = Tape.shared(by: self, other, bias) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            let gradient = gradient.beforeRectifier(rectifier, result: result)
            tape.add(to: self) {
                transposingSelf
                    ? other.detached.matmul(gradient, transposingSelf: transposingOther, transposingOther: true)
                    : gradient.matmul(other.detached, transposingOther: !transposingOther)
            }
            tape.add(to: other) {
                transposingOther
                    ? gradient.matmul(detached, transposingSelf: true, transposingOther: transposingSelf)
                    : detached.matmul(gradient, transposingSelf: !transposingSelf)
            }
            if let bias {
                tape.add(to: bias) { gradient.sum(axes: Array(0..<(gradient.rank - 1))) }
            }
        }
    }

    private func checkProduct(_ other: Tensor, _ transposingSelf: Bool, _ transposingOther: Bool, _ bias: Tensor?) {
        Contract.require(
            rank == other.rank && (2...3).contains(rank) && type == other.type
                && (rank == 2 || shape[0] == other.shape[0]), "matmul",
            "shapes \(shape) and \(other.shape) of \(type) and \(other.type), expected two matrices or two batches")
        let inner = shape[rank - (transposingSelf ? 2 : 1)]
        let otherInner = other.shape[rank - (transposingOther ? 1 : 2)]
        Contract.require(
            inner == otherInner, "matmul",
            "\(shape)\(transposingSelf ? "ᵀ" : "") by \(other.shape)\(transposingOther ? "ᵀ" : "") does not fit")
        if let bias {
            let columns = other.shape[rank - (transposingOther ? 2 : 1)]
            Contract.require(bias.shape == [columns], "matmul", "bias \(bias.shape), expected [\(columns)]")
        }
    }

    /// The 2-D cross-correlation with `weight`, plus bias, optionally rectified.
    ///
    /// - Shapes: N × C × H × W with weight O × C × kH × kW and bias O to N × O × H′ × W′;
    ///   H′ = (H + top + bottom − kH) / stride + 1.
    public func conv2D(
        _ weight: Tensor, bias: Tensor? = nil, stride: Size2D = 1, padding: Padding2D = 0,
        rectifier: Rectifier? = nil
    ) -> Tensor {
        let geometry = ConvolutionGeometry(input: shape, weight: weight.shape, stride: stride, padding: padding)
        let result = engine.conv2D(
            buffer, weight: weight.buffer, bias: bias?.buffer, geometry: geometry, rectifier: rectifier)
        guard let tape = Tape.shared(by: self, weight, bias) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            let gradient = gradient.beforeRectifier(rectifier, result: result)
            tape.add(to: self) {
                Tensor(engine.conv2DInputGradient(gradient.buffer, weight: weight.buffer, geometry: geometry))
            }
            guard weight.node != nil || bias?.node != nil else { return }
            let byWeight = engine.conv2DWeightGradient(gradient.buffer, input: buffer, geometry: geometry)
            tape.add(to: weight) { Tensor(byWeight.weight) }
            if let bias { tape.add(to: bias) { Tensor(byWeight.bias) } }
        }
    }

    /// The gradient with respect to a rectifier's argument, from the gradient with respect to its result.
    func beforeRectifier(_ rectifier: Rectifier?, result: Buffer) -> Tensor {
        guard let rectifier else { return self }
        return Tensor(engine.unaryGradient(rectifier.operation, x: result, y: result, gradient: buffer))
    }
}
