import Foundations

extension ReferenceEngine {
    public func softmax(_ x: Buffer, logarithm: Bool) -> Buffer {
        inPrecision(
            of: x.type, "softmax",
            float32: { softmax(x, logarithm, as: Float.self) }, float64: { softmax(x, logarithm, as: Double.self) })
    }

    private func softmax<Scalar: ReferenceScalar>(_ x: Buffer, _ logarithm: Bool, as type: Scalar.Type) -> Buffer {
        let result = Buffer(shape: x.shape, type: x.type)
        let (from, to) = (x.rowMajor(type), result.rowMajor(type))
        forEachRow(of: x.shape) { row in
            let shift = logarithmOfSum(from, row)
            for j in row {
                let value = Double(from[j]) - shift
                to[j] = Scalar(logarithm ? value : value.exponential)
            }
        }
        return result
    }

    public func softmaxGradient(_ gradient: Buffer, result: Buffer, logarithm: Bool) -> Buffer {
        inPrecision(
            of: gradient.type, "softmaxGradient",
            float32: { softmaxGradient(gradient, result, logarithm, as: Float.self) },
            float64: { softmaxGradient(gradient, result, logarithm, as: Double.self) })
    }

    /// With s = softmax(x): dx = s (dy − Σ dy s), or for the logarithm dx = dy − s Σ dy.
    private func softmaxGradient<Scalar: ReferenceScalar>(
        _ gradient: Buffer, _ result: Buffer, _ logarithm: Bool, as type: Scalar.Type
    ) -> Buffer {
        let gradientByInput = Buffer(shape: gradient.shape, type: gradient.type)
        let (y, dy, dx) = (result.rowMajor(type), gradient.rowMajor(type), gradientByInput.rowMajor(type))
        forEachRow(of: gradient.shape) { row in
            var sum = 0.0
            for j in row { sum += logarithm ? Double(dy[j]) : Double(dy[j]) * Double(y[j]) }
            for j in row {
                let (s, d) = (Double(y[j]), Double(dy[j]))
                dx[j] = Scalar(logarithm ? d - s.exponential * sum : s * (d - sum))
            }
        }
        return gradientByInput
    }

    public func softmaxCrossEntropy(_ logits: Buffer, labels: Buffer) -> (loss: Buffer, gradient: Buffer) {
        inPrecision(
            of: logits.type, "softmaxCrossEntropy",
            float32: { softmaxCrossEntropy(logits, labels, as: Float.self) },
            float64: { softmaxCrossEntropy(logits, labels, as: Double.self) })
    }

    private func softmaxCrossEntropy<Scalar: ReferenceScalar>(
        _ logits: Buffer, _ labels: Buffer, as type: Scalar.Type
    ) -> (loss: Buffer, gradient: Buffer) {
        let gradient = Buffer(shape: logits.shape, type: logits.type)
        let (x, dx, label) = (logits.rowMajor(type), gradient.rowMajor(type), labels.rowMajor(Int32.self))
        let (rows, classes) = (Double(logits.shape[0]), logits.shape[1])
        let loss = ReferenceSums(count: 1)
        forEachRow(of: logits.shape) { row in
            let n = row.lowerBound / classes
            Contract.require(
                0 <= label[n] && label[n] < classes, "softmaxCrossEntropy",
                "label \(label[n]), expected one in 0 ..< \(classes)")
            let target = row.lowerBound + Int(label[n])
            let shift = logarithmOfSum(x, row)
            loss[0] += shift - Double(x[target])
            for j in row {
                let probability = (Double(x[j]) - shift).exponential
                dx[j] = Scalar((probability - (j == target ? 1 : 0)) / rows)
            }
        }
        loss[0] /= rows
        return (loss.rounded(to: [], as: type), gradient)
    }

    /// Calls `body` with the indices of each row, the last axis.
    private func forEachRow(of shape: Shape, _ body: (Range<Int>) -> Void) {
        let columns = shape.last ?? 1
        for row in 0..<shape.dropLast().reduce(1, *) { body(row * columns..<(row + 1) * columns) }
    }

    /// log Σ exp(x), with the largest subtracted first so that nothing overflows.
    private func logarithmOfSum<Scalar: ReferenceScalar>(_ x: UnsafePointer<Scalar>, _ row: Range<Int>) -> Double {
        var largest = -Double.infinity
        for j in row { largest = .larger(Double(x[j]), largest) }
        var sum = 0.0
        for j in row { sum += (Double(x[j]) - largest).exponential }
        return largest + sum.naturalLogarithm
    }
}
