import Engine
import Foundations

extension Tensor {
    /// The sum over `axes` (all when nil), which vanish unless they are kept with extent 1.
    public func sum(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        let axes = checked(axes)
        let kept = engine.reduce(.sum, buffer, axes: axes)
        let result = keepingAxes ? kept : kept.reshaped(to: shape.removing(axes))
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, shape, type) = (node, shape, type)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                Tensor(gradient.buffer.reshaped(to: kept.shape)) + Tensor(repeating: 0, shape: shape, type: type)
            }
        }
    }

    /// The mean over `axes` (all when nil).
    public func mean(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        let reduced = checked(axes).reduce(1) { $0 * shape[$1] }
        return sum(axes: axes, keepingAxes: keepingAxes) / Double(reduced)
    }

    /// The largest number along `axes` (all when nil); among equals the gradient is shared evenly.
    public func max(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        extreme(.maximum, axes, keepingAxes)
    }

    /// The smallest number along `axes` (all when nil); among equals the gradient is shared evenly.
    public func min(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
        extreme(.minimum, axes, keepingAxes)
    }

    private func extreme(_ reduction: Reduction, _ axes: [Int]?, _ keepingAxes: Bool) -> Tensor {
        let axes = checked(axes)
        let kept = engine.reduce(reduction, buffer, axes: axes)
        let result = keepingAxes ? kept : kept.reshaped(to: shape.removing(axes))
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        return tape.record(result) { [self] gradient, tape in
            tape.add(to: self) {
                let distance = abs(detached - Tensor(kept))
                let isExtreme = hardLimit(-distance)
                let share = isExtreme / isExtreme.sum(axes: axes, keepingAxes: true)
                return share * Tensor(gradient.buffer.reshaped(to: kept.shape))
            }
        }
    }

    /// Softmax over the last axis: exp(x) / Σ exp(x).
    public func softmax() -> Tensor { softmax(logarithm: false) }

    /// The logarithm of softmax over the last axis.
    public func logSoftmax() -> Tensor { softmax(logarithm: true) }

    private func softmax(logarithm: Bool) -> Tensor {
        Contract.require(rank > 0, "softmax", "a single number has no axis to normalize over")
        let result = engine.softmax(buffer, logarithm: logarithm)
        guard let tape = Tape.shared(by: self) else { return Tensor(result) }
        let (source, engine) = (node, engine)
        return tape.record(result) { gradient, tape in
            tape.add(to: source) {
                Tensor(engine.softmaxGradient(gradient.buffer, result: result, logarithm: logarithm))
            }
        }
    }

    /// The place of the largest number of each row of the last axis; the first among equals.
    public func argmax() -> [Int] {
        let columns = shape.last ?? 1
        let values = doubles
        return stride(from: 0, to: values.count, by: Swift.max(1, columns)).map { start in
            var best = start
            for index in start..<(start + columns) where values[index] > values[best] { best = index }
            return best - start
        }
    }

    /// Axes as non-negative numbers; negative ones count from the last.
    private func checked(_ axes: [Int]?) -> [Int] {
        guard let axes else { return Array(0..<rank) }
        let counted = axes.map { $0 < 0 ? $0 + rank : $0 }
        Contract.require(
            counted.allSatisfy { (0..<rank).contains($0) } && Set(counted).count == counted.count, "reduce",
            "axes \(axes) of a tensor of shape \(shape)")
        return counted.sorted()
    }
}

extension Shape {
    /// The shape without these axes.
    fileprivate func removing(_ axes: [Int]) -> Shape {
        indices.filter { !axes.contains($0) }.map { self[$0] }
    }
}
