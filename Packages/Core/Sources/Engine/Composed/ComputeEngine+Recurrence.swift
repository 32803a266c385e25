/// Recurrent sequences, composed of one matrix product a step.
extension ComputeEngine {
    public func recurrent(
        _ kind: RecurrentCell, projected: Buffer, hidden: Buffer, cell: Buffer?, weight: Buffer, bias: Buffer?
    ) -> RecurrentTrace {
        let sizes = RecurrentSizes(kind, projected: projected.shape)
        var (h, c) = (Term(hidden, on: self), cell.map { Term($0, on: self) })
        var (hiddens, cells, gates, sums) = ([Term](), [Term](), [Term](), [Term]())
        for step in 0..<sizes.steps {
            let x = Term(projected, on: self).step(step)
            let sum = Term(
                matmul(
                    h.buffer, weight, transposingA: false, transposingB: true, bias: bias, rectifier: nil), on: self)
            let activated = kind.activated(x.gates(kind), sum.gates(kind))
            switch kind {
            case .rnn: h = activated[0]
            case .lstm:
                let new = activated[0] * activated[2]
                let state = c.map { activated[1] * $0 + new } ?? new
                (h, c) = (activated[3] * state.applying(.tanh), state)
                cells.append(state)
            case .gru: h = (1 - activated[1]) * activated[2] + activated[1] * h
            }
            hiddens.append(h)
            gates.append(joined(activated))
            sums.append(sum)
        }
        return RecurrentTrace(
            kind: kind, hidden: stacked(hiddens), cells: kind == .lstm ? stacked(cells) : nil, gates: stacked(gates),
            hiddenSums: kind == .gru ? stacked(sums) : nil, initialHidden: hidden, initialCell: cell, weight: weight,
            hasBias: bias != nil)
    }

    public func recurrentGradient(
        _ trace: RecurrentTrace, byHidden: Buffer, byCells: Buffer?
    ) -> RecurrentGradients {
        let (kind, steps) = (trace.kind, trace.hidden.shape[0])
        let term = { (buffer: Buffer) in Term(buffer, on: self) }
        let weight = term(trace.weight)
        var (byH, byC, byWeight, byBias): (Term?, Term?, Term?, Term?)
        var byProjected = [Term]()
        for step in (0..<steps).reversed() {
            let before = step == 0 ? term(trace.initialHidden) : term(trace.hidden).step(step - 1)
            let cellBefore = step == 0 ? trace.initialCell.map(term) : trace.cells.map { term($0).step(step - 1) }
            let d = term(byHidden).step(step) + byH
            let gates = term(trace.gates).step(step).gates(kind)
            // The gradients by what the hidden state adds to the gates, and by what the input adds where that differs.
            let bySums: [Term]
            var (byInput, straight): ([Term]?, Term?) = (nil, nil)
            switch kind {
            case .rnn: bySums = [d.throughTanh(gates[0])]
            case .lstm:
                let cell = trace.cells.map { term($0).step(step) } ?? d
                let shown = cell.applying(.tanh)
                let byCell = (d * gates[3]).throughTanh(shown) + byC + byCells.map { term($0).step(step) }
                bySums = [
                    (byCell * gates[2]).throughSigmoid(gates[0]),
                    (cellBefore.map { byCell * $0 } ?? 0 * byCell).throughSigmoid(gates[1]),
                    (byCell * gates[0]).throughTanh(gates[2]), (d * shown).throughSigmoid(gates[3]),
                ]
                byC = byCell * gates[1]
            case .gru:
                let byNew = (d * (1 - gates[1])).throughTanh(gates[2])
                let sum = trace.hiddenSums.map { term($0).step(step).gates(kind)[2] } ?? d
                let (byReset, byUpdate) = (
                    (byNew * sum).throughSigmoid(gates[0]), (d * (before - gates[2])).throughSigmoid(gates[1])
                )
                (bySums, byInput) = ([byReset, byUpdate, byNew * gates[0]], [byReset, byUpdate, byNew])
                straight = d * gates[1]
            }
            let sums = joined(bySums)
            byH = sums.times(weight) + straight
            byWeight = sums.times(before, transposingSelf: true) + byWeight
            byBias = sums.sum(0) + byBias
            byProjected.insert(byInput.map(joined) ?? sums, at: 0)
        }
        let zeros = { (shape: Shape) in Buffer(repeating: 0, shape: shape, type: byHidden.type) }
        let biasShape = [trace.weight.shape[0]]
        return RecurrentGradients(
            projected: stacked(byProjected), hidden: byH?.buffer ?? zeros(trace.initialHidden.shape),
            cell: kind == .lstm ? byC?.buffer ?? zeros(trace.initialHidden.shape) : nil,
            weight: byWeight?.buffer ?? zeros(trace.weight.shape),
            bias: trace.hasBias ? byBias?.buffer.reshaped(to: biasShape) ?? zeros(biasShape) : nil)
    }

    /// Gates side by side, B × GH.
    private func joined(_ gates: [Term]) -> Term {
        gates.count == 1 ? gates[0] : Term(concatenate(gates.map(\.buffer), axis: 1), on: self)
    }

    /// Steps one after the other, T × B × K.
    private func stacked(_ steps: [Term]) -> Buffer {
        concatenate(steps.map { $0.buffer.reshaped(to: [1] + $0.shape) }, axis: 0)
    }
}

extension RecurrentCell {
    /// The gates from what input and hidden state add to each.
    fileprivate func activated(_ x: [Term], _ sums: [Term]) -> [Term] {
        let sigmoid = UnaryOperation.sigmoid(slope: 1)
        switch self {
        case .rnn: return [(x[0] + sums[0]).applying(.tanh)]
        case .lstm:
            return (0..<4).map { (x[$0] + sums[$0]).applying($0 == 2 ? .tanh : sigmoid) }
        case .gru:
            let (r, z) = ((x[0] + sums[0]).applying(sigmoid), (x[1] + sums[1]).applying(sigmoid))
            return [r, z, (x[2] + r * sums[2]).applying(.tanh)]
        }
    }
}

extension Term {
    /// Step t of T × B × K, B × K.
    fileprivate func step(_ step: Int) -> Term {
        sliced(step..<step + 1, axis: 0).reshaped(to: Shape(shape.dropFirst()))
    }

    /// The gates of B × GH, B × H each.
    fileprivate func gates(_ kind: RecurrentCell) -> [Term] {
        let width = shape[1] / kind.gates
        return (0..<kind.gates).map { sliced($0 * width..<($0 + 1) * width, axis: 1) }
    }

    /// The gradient by the argument of tanh, y being its result.
    fileprivate func throughTanh(_ y: Term) -> Term { self * (1 - y * y) }
    /// The gradient by the argument of the logistic function, y being its result.
    fileprivate func throughSigmoid(_ y: Term) -> Term { self * y * (1 - y) }

    fileprivate static func + (a: Term, b: Term?) -> Term { b.map { a + $0 } ?? a }
}
