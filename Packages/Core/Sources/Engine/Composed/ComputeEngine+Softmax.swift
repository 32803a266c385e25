import Foundations

/// Softmax and its cross entropy, composed of functions of each element and sums.
extension ComputeEngine {
    public func softmax(_ x: Buffer, logarithm: Bool) -> Buffer {
        let x = Term(x, on: self)
        let axis = max(0, x.shape.count - 1)
        let shifted = x - Term(reduce(.maximum, x.buffer, axes: [axis]), on: self)
        let shares = shifted.applying(.exp)
        let sum = shares.sum(axis)
        return logarithm ? (shifted - sum.applying(.log)).buffer : (shares / sum).buffer
    }

    /// With s = softmax(x): dx = s (dy − Σ dy s), or of the logarithm dx = dy − s Σ dy.
    public func softmaxGradient(_ gradient: Buffer, result: Buffer, logarithm: Bool) -> Buffer {
        let (dy, y) = (Term(gradient, on: self), Term(result, on: self))
        let axis = max(0, dy.shape.count - 1)
        return logarithm
            ? (dy - y.applying(.exp) * dy.sum(axis)).buffer : (y * (dy - (dy * y).sum(axis))).buffer
    }

    public func softmaxCrossEntropy(_ logits: Buffer, labels: Buffer) -> (loss: Buffer, gradient: Buffer) {
        let (rows, classes) = (logits.shape[0], logits.shape[1])
        let logarithms = Term(softmax(logits, logarithm: true), on: self)
        let places = labelPlaces(labels, classes: classes)
        let own = logarithms.reshaped(rows * classes).rows(places)
        let share = 1 / Double(rows)
        let loss = -share * own.sum(0).reshaped(to: [])
        let ones = Term(Buffer(repeating: 1, shape: [rows], type: logits.type), on: self)
        let labeled = ones.added(to: places, count: rows * classes).reshaped(rows, classes)
        return (loss.buffer, (share * (logarithms.applying(.exp) - labeled)).buffer)
    }

    /// The index of each row's label in N × K numbers.
    private func labelPlaces(_ labels: Buffer, classes: Int) -> Buffer {
        let from = labels.rowMajor(Int32.self)
        return Buffer(
            (0..<labels.count).map { row in
                Contract.require(
                    0 <= from[row] && from[row] < classes, "softmaxCrossEntropy",
                    "label \(from[row]), expected one in 0 ..< \(classes)")
                return Int32(row * classes) + from[row]
            })
    }
}

extension Buffer {
    /// Indices, as operations take them.
    convenience init(_ numbers: [Int32]) {
        self.init(shape: [numbers.count], type: .int32)
        let to = rowMajor(Int32.self)
        for (place, number) in numbers.enumerated() { to[place] = number }
    }

    /// One number everywhere, of a floating-point type.
    convenience init(repeating number: Double, shape: Shape, type: ScalarType) {
        self.init(shape: shape, type: type)
        if type == .float64 {
            rowMajor(Double.self).update(repeating: number, count: count)
        } else {
            rowMajor(Float.self).update(repeating: Float(number), count: count)
        }
    }
}
