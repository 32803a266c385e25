import Engine
import Foundations

extension Tensor {
    /// The largest number of each window.
    ///
    /// With `rectifying`, it is taken over the window and 0: the same as pooling after ReLU, since the larger of two
    /// rectified numbers is the rectified larger one, but in a single pass over memory.
    ///
    /// - Shapes: N × C × H × W to N × C × H′ × W′; H′ = (H + 2 padding − kernel size) / stride + 1.
    public func maxPool2D(
        _ kernelSize: Size2D, stride: Size2D? = nil, padding: Size2D = 0, rectifying: Bool = false
    ) -> Tensor {
        let geometry = PoolingGeometry(
            input: shape, kernelSize: kernelSize, stride: stride, padding: padding, rectifies: rectifying)
        let (result, positions) = engine.maxPool2D(buffer, geometry: geometry)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        // The gradient needs only the positions: the input may be released.
        let (source, engine) = (node, engine)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                Tensor(engine.maxPool2DGradient(gradient.buffer, positions: positions, geometry: geometry))
            }
        }
    }

    /// The mean over windows ⌊iH/H′⌋ ..< ⌈(i+1)H/H′⌉, which divide any input into `size` windows.
    ///
    /// - Shapes: N × C × H × W to N × C × H′ × W′ for any H′, W′.
    public func averagePool2D(to size: Size2D) -> Tensor {
        Contract.require(rank == 4, "averagePool2D", "input \(shape), expected N × C × H × W")
        let result = engine.averagePool2D(buffer, to: size)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, engine, shape) = (node, engine, shape)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) { Tensor(engine.averagePool2DGradient(gradient.buffer, inputShape: shape)) }
        }
    }
}
