extension OneDNNEngine {
    public func recurrent(
        _ kind: RecurrentCell, projected: Buffer, hidden: Buffer, cell: Buffer?, weight: Buffer, bias: Buffer?
    ) -> RecurrentTrace {
        let sizes = RecurrentSizes(kind, projected: projected.shape)
        let shape = [sizes.steps, sizes.rows, sizes.width]
        let states = Buffer(shape: shape, type: .float32)
        // A plain RNN's only gate is its hidden state.
        let gates = kind == .rnn ? states : Buffer(shape: projected.shape, type: .float32)
        let trace = RecurrentTrace(
            kind: kind, hidden: states, cells: kind == .lstm ? Buffer(shape: shape, type: .float32) : nil,
            gates: gates, hiddenSums: kind == .gru ? Buffer(shape: projected.shape, type: .float32) : nil,
            initialHidden: hidden, initialCell: cell, weight: weight, hasBias: bias != nil)
        // The columns of a product of few rows are adjacent in the transposed weight, which is worth its cost for a
        // long sequence.
        let turned = RecurrentPass.repaysCopies(sizes) ? AlignedRows(transposing: weight) : nil
        withExtendedLifetime(turned) {
            let pass = RecurrentPass(trace, sizes, forward: turned)
            let (sums, added) = (projected.rowMajor(reading: Float.self), bias?.rowMajor(reading: Float.self))
            // Each thread processes its rows of the batch through the whole sequence: a single fork and join.
            Parallel.ranges(sizes.rows, grain: pass.grain, alignment: 1) { rows in
                for step in 0..<sizes.steps { pass.forward(step, rows, projected: sums, bias: added) }
            }
        }
        return trace
    }

    public func recurrentGradient(
        _ trace: RecurrentTrace, byHidden: Buffer, byCells: Buffer?
    ) -> RecurrentGradients {
        let sizes = RecurrentSizes(trace.kind, projected: trace.gates.shape)
        let aligned = RecurrentPass.repaysCopies(sizes) ? AlignedRows(trace.weight) : nil
        let pass = RecurrentPass(trace, sizes, backward: aligned)
        let projected = Buffer(shape: trace.gates.shape, type: .float32)
        let bySums = trace.kind == .gru ? Buffer(shape: trace.gates.shape, type: .float32) : projected
        let hidden = zeros(trace.initialHidden.shape)
        let cell = trace.kind == .lstm ? zeros(trace.initialHidden.shape) : nil
        let gradients = RecurrentPass.Gradients(
            output: byHidden.rowMajor(reading: Float.self), cells: byCells?.rowMajor(reading: Float.self),
            projected: projected.stored(writing: Float.self), sums: bySums.stored(writing: Float.self),
            hidden: hidden.stored(writing: Float.self), cell: cell?.stored(writing: Float.self))
        withExtendedLifetime(aligned) {
            Parallel.ranges(sizes.rows, grain: pass.grain, alignment: 1) { rows in
                for step in (0..<sizes.steps).reversed() { pass.backward(step, rows, gradients) }
            }
        }
        return RecurrentGradients(
            projected: projected, hidden: hidden, cell: cell, weight: pass.weightGradient(bySums),
            bias: trace.hasBias ? reduce(.sum, bySums, axes: [0, 1]).reshaped(to: [sizes.width * sizes.gates]) : nil)
    }

    private func zeros(_ shape: Shape) -> Buffer {
        let zeros = Buffer(shape: shape, type: .float32)
        zeros.stored(Float.self).update(repeating: 0, count: zeros.count)
        return zeros
    }
}
