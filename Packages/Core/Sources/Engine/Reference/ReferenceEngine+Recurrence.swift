extension ReferenceEngine {
    public func recurrent(
        _ kind: RecurrentCell, projected: Buffer, hidden: Buffer, cell: Buffer?, weight: Buffer, bias: Buffer?
    ) -> RecurrentTrace {
        inPrecision(
            of: projected.type, "recurrent",
            float32: { recurrent(kind, projected, hidden, cell, weight, bias, as: Float.self) },
            float64: { recurrent(kind, projected, hidden, cell, weight, bias, as: Double.self) })
    }

    private func recurrent<Scalar: ReferenceScalar>(
        _ kind: RecurrentCell, _ projected: Buffer, _ hidden: Buffer, _ cell: Buffer?, _ weight: Buffer,
        _ bias: Buffer?, as type: Scalar.Type
    ) -> RecurrentTrace {
        let sizes = RecurrentSizes(kind, projected: projected.shape)
        let (rows, width, wide) = (sizes.rows, sizes.width, sizes.width * sizes.gates)
        let shape = [sizes.steps, rows, width]
        let trace = RecurrentTrace(
            kind: kind, hidden: Buffer(shape: shape, type: projected.type),
            cells: kind == .lstm ? Buffer(shape: shape, type: projected.type) : nil,
            gates: Buffer(shape: projected.shape, type: projected.type),
            hiddenSums: Buffer(shape: projected.shape, type: projected.type), initialHidden: hidden, initialCell: cell,
            weight: weight, hasBias: bias != nil)
        let view = RecurrenceView(trace, as: type)
        let (x, w, b) = (projected.rowMajor(type), weight.rowMajor(type), bias?.rowMajor(type))
        for step in 0..<sizes.steps {
            for row in 0..<rows {
                let before = view.hiddenBefore(step, row)
                let (g, h) = ((step * rows + row) * wide, (step * rows + row) * width)
                for k in 0..<wide {
                    var sum = b.map { $0[k] } ?? 0
                    for j in 0..<width { sum += before[j] * w[k * width + j] }
                    view.sums[g + k] = sum
                }
                for j in 0..<width {
                    let gate = { (number: Int) in x[g + number * width + j] + view.sums[g + number * width + j] }
                    let activated = { (number: Int) in g + number * width + j }
                    switch kind {
                    case .rnn:
                        view.gates[activated(0)] = gate(0).hyperbolicTangent
                        view.hidden[h + j] = view.gates[activated(0)]
                    case .lstm:
                        let (i, f, c, o) = (
                            gate(0).sigmoid, gate(1).sigmoid, gate(2).hyperbolicTangent, gate(3).sigmoid
                        )
                        for (number, value) in [i, f, c, o].enumerated() { view.gates[activated(number)] = value }
                        let state = f * view.cellBefore(step, row)[j] + i * c
                        view.cells[h + j] = state
                        view.hidden[h + j] = o * state.hyperbolicTangent
                    case .gru:
                        let (r, z) = (gate(0).sigmoid, gate(1).sigmoid)
                        let n = (x[activated(2)] + r * view.sums[activated(2)]).hyperbolicTangent
                        for (number, value) in [r, z, n].enumerated() { view.gates[activated(number)] = value }
                        view.hidden[h + j] = (1 - z) * n + z * before[j]
                    }
                }
            }
        }
        return trace
    }

    public func recurrentGradient(
        _ trace: RecurrentTrace, byHidden: Buffer, byCells: Buffer?
    ) -> RecurrentGradients {
        inPrecision(
            of: byHidden.type, "recurrentGradient",
            float32: { recurrentGradient(trace, byHidden, byCells, as: Float.self) },
            float64: { recurrentGradient(trace, byHidden, byCells, as: Double.self) })
    }

    private func recurrentGradient<Scalar: ReferenceScalar>(
        _ trace: RecurrentTrace, _ byHidden: Buffer, _ byCells: Buffer?, as type: Scalar.Type
    ) -> RecurrentGradients {
        let sizes = RecurrentSizes(trace.kind, projected: trace.gates.shape)
        let (rows, width, wide) = (sizes.rows, sizes.width, sizes.width * sizes.gates)
        let zeros = { (shape: Shape) in
            let buffer = Buffer(shape: shape, type: byHidden.type)
            buffer.rowMajor(type).update(repeating: 0, count: buffer.count)
            return buffer
        }
        let result = RecurrentGradients(
            projected: zeros(trace.gates.shape), hidden: zeros(trace.initialHidden.shape),
            cell: trace.kind == .lstm ? zeros(trace.initialHidden.shape) : nil,
            weight: zeros(trace.weight.shape), bias: trace.hasBias ? zeros([wide]) : nil)
        let view = RecurrenceView(trace, as: type)
        let (dy, w) = (byHidden.rowMajor(type), trace.weight.rowMajor(type))
        let (dx, dh, dw) = (result.projected.rowMajor(type), result.hidden.rowMajor(type), result.weight.rowMajor(type))
        let (dc, db, dcells) = (result.cell?.rowMajor(type), result.bias?.rowMajor(type), byCells?.rowMajor(type))
        var bySum = [Scalar](repeating: 0, count: wide)
        for step in (0..<sizes.steps).reversed() {
            for row in 0..<rows {
                let before = view.hiddenBefore(step, row)
                let (g, h) = ((step * rows + row) * wide, (step * rows + row) * width)
                for j in 0..<width {
                    let d = dy[h + j] + dh[row * width + j]
                    let gate = { (number: Int) in view.gates[g + number * width + j] }
                    dh[row * width + j] = 0
                    switch trace.kind {
                    case .rnn: bySum[j] = d * (1 - gate(0) * gate(0))
                    case .lstm:
                        let t = view.cells[h + j].hyperbolicTangent
                        let dcell = (dc?[row * width + j] ?? 0) + (dcells?[h + j] ?? 0) + d * gate(3) * (1 - t * t)
                        bySum[j] = dcell * gate(2) * gate(0) * (1 - gate(0))
                        bySum[width + j] = dcell * view.cellBefore(step, row)[j] * gate(1) * (1 - gate(1))
                        bySum[2 * width + j] = dcell * gate(0) * (1 - gate(2) * gate(2))
                        bySum[3 * width + j] = d * t * gate(3) * (1 - gate(3))
                        dc?[row * width + j] = dcell * gate(1)
                    case .gru:
                        let dn = d * (1 - gate(1)) * (1 - gate(2) * gate(2))
                        bySum[j] = dn * view.sums[g + 2 * width + j] * gate(0) * (1 - gate(0))
                        bySum[width + j] = d * (before[j] - gate(2)) * gate(1) * (1 - gate(1))
                        bySum[2 * width + j] = dn * gate(0)
                        dx[g + 2 * width + j] = dn
                        dh[row * width + j] = d * gate(1)
                    }
                }
                for k in 0..<wide {
                    if trace.kind != .gru || k < 2 * width { dx[g + k] = bySum[k] }
                    db?[k] += bySum[k]
                    for j in 0..<width {
                        dw[k * width + j] += bySum[k] * before[j]
                        dh[row * width + j] += bySum[k] * w[k * width + j]
                    }
                }
            }
        }
        return result
    }
}

/// A trace's numbers in one type.
private struct RecurrenceView<Scalar: ReferenceScalar> {
    let hidden, cells, gates, sums: UnsafeMutablePointer<Scalar>
    private let initialHidden, initialCell: UnsafeMutablePointer<Scalar>
    private let rows, width: Int

    init(_ trace: RecurrentTrace, as type: Scalar.Type) {
        hidden = trace.hidden.rowMajor(type)
        gates = trace.gates.rowMajor(type)
        // A missing cell state is never read; the hidden state replaces it.
        cells = (trace.cells ?? trace.hidden).rowMajor(type)
        sums = (trace.hiddenSums ?? trace.gates).rowMajor(type)
        initialHidden = trace.initialHidden.rowMajor(type)
        initialCell = (trace.initialCell ?? trace.initialHidden).rowMajor(type)
        (rows, width) = (trace.hidden.shape[1], trace.hidden.shape[2])
    }

    func hiddenBefore(_ step: Int, _ row: Int) -> UnsafeMutablePointer<Scalar> {
        step == 0 ? initialHidden + row * width : hidden + ((step - 1) * rows + row) * width
    }

    func cellBefore(_ step: Int, _ row: Int) -> UnsafeMutablePointer<Scalar> {
        step == 0 ? initialCell + row * width : cells + ((step - 1) * rows + row) * width
    }
}

extension ReferenceScalar {
    fileprivate var sigmoid: Self { 1 / (1 + (-self).exponential) }
}
