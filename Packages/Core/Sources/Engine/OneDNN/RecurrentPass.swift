import COneDNN
import CoreLoops
import Foundations

/// The arithmetic of one time step for some rows of the batch.
struct RecurrentPass {
    /// The gradients that flow back through the steps; hidden and cell are those with respect to the state before the
    /// latest step.
    struct Gradients {
        let output: ParallelInput<Float>
        let cells: ParallelInput<Float>?
        let projected: ParallelOutput<Float>
        let sums: ParallelOutput<Float>
        let hidden: ParallelOutput<Float>
        let cell: ParallelOutput<Float>?
    }

    private let kind: RecurrentCell
    private let sizes: RecurrentSizes
    private let weight, initialHidden: ParallelInput<Float>
    private let initialCell: ParallelInput<Float>?
    /// Each thread writes its rows on the way forward, and reads them on the way back.
    private let hidden, gates: ParallelOutput<Float>
    private let cells, hiddenSums: ParallelOutput<Float>?
    /// The weight for single rows on their way forward, H × GH, and back, GH × H; nil where the original is used.
    private let turned, aligned: AlignedRows?
    /// Owns the other numbers.
    private let trace: RecurrentTrace

    /// With so few rows each one is multiplied separately, because the library's call would cost more than the product.
    static let fewRows = 4

    /// The smallest number of weights for an additional thread where single rows are multiplied.
    private static let leastShare = 65_536

    /// Whether the sequence is long enough to arrange the weight for it.
    static func repaysCopies(_ sizes: RecurrentSizes) -> Bool { sizes.rows <= fewRows && sizes.steps >= 4 }

    init(
        _ trace: RecurrentTrace, _ sizes: RecurrentSizes, forward: AlignedRows? = nil, backward: AlignedRows? = nil
    ) {
        self.sizes = sizes
        self.trace = trace
        (turned, aligned) = (forward, backward)
        kind = trace.kind
        hidden = ParallelOutput(trace.hidden.rowMajor(Float.self))
        gates = ParallelOutput(trace.gates.rowMajor(Float.self))
        weight = trace.weight.rowMajor(reading: Float.self)
        initialHidden = trace.initialHidden.rowMajor(reading: Float.self)
        cells = trace.cells.map { ParallelOutput($0.rowMajor(Float.self)) }
        hiddenSums = trace.hiddenSums.map { ParallelOutput($0.rowMajor(Float.self)) }
        initialCell = trace.initialCell?.rowMajor(reading: Float.self)
    }

    /// The smallest number of rows for an additional thread: products of fewer rows lose more than a second thread
    /// gains.
    var grain: Int { sizes.steps * sizes.width * sizes.width * sizes.gates < 20_000 ? .max / 2 : 8 }

    private var gateWidth: Int { sizes.width * sizes.gates }

    /// The offset of a row's numbers in a sequence of hidden states or gates.
    private func hiddenOffset(_ step: Int, _ row: Int) -> Int { step * sizes.hiddenCount + row * sizes.width }
    private func gateOffset(_ step: Int, _ row: Int) -> Int { step * sizes.gateCount + row * gateWidth }

    private func hiddenBefore(_ step: Int, _ row: Int) -> UnsafePointer<Float> {
        step == 0 ? initialHidden + row * sizes.width : UnsafePointer(hidden + hiddenOffset(step - 1, row))
    }

    private func cellBefore(
        _ step: Int, _ row: Int, _ cells: ParallelOutput<Float>, _ initial: ParallelInput<Float>
    ) -> UnsafePointer<Float> {
        step == 0 ? initial + row * sizes.width : UnsafePointer(cells + hiddenOffset(step - 1, row))
    }

    func forward(_ step: Int, _ rows: Range<Int>, projected: ParallelInput<Float>, bias: ParallelInput<Float>?) {
        let (first, count) = (rows.lowerBound, rows.count)
        let (h, g) = (hiddenOffset(step, first), gateOffset(step, first))
        let before = hiddenBefore(step, first)
        (gates + g).update(from: projected + g, count: count * gateWidth)
        let sums = (hiddenSums ?? gates) + g
        if hiddenSums != nil && bias == nil { sums.update(repeating: 0, count: count * gateWidth) }
        if let bias = bias?.start {
            for row in 0..<count {
                let to = sums + row * gateWidth
                if hiddenSums != nil {
                    to.update(from: bias, count: gateWidth)
                } else {
                    loop_accumulate(1, bias, to, gateWidth)
                }
            }
        }
        addHidden(before, to: sums, rows: count)
        switch kind {
        case .rnn: loop_rnn_step(hidden + h, count * sizes.width)
        case .lstm:
            guard let cells, let initialCell else { return }
            let cellBefore = cellBefore(step, first, cells, initialCell)
            loop_lstm_step(gates + g, cellBefore, cells + h, hidden + h, count, sizes.width)
        case .gru: loop_gru_step(gates + g, sums, before, hidden + h, count, sizes.width)
        }
    }

    func backward(_ step: Int, _ rows: Range<Int>, _ by: Gradients) {
        let (first, count, width) = (rows.lowerBound, rows.count, sizes.width)
        let (h, g) = (hiddenOffset(step, first), gateOffset(step, first))
        let dh = by.hidden + first * width
        switch kind {
        case .rnn: loop_rnn_step_gradient(hidden + h, by.output + h, dh, by.sums + g, count * width)
        case .lstm:
            guard let cells, let initialCell, let dc = by.cell else { return }
            if let byCells = by.cells { loop_accumulate(1, byCells + h, dc + first * width, count * width) }
            let cellBefore = cellBefore(step, first, cells, initialCell)
            loop_lstm_step_gradient(
                gates + g, cellBefore, cells + h, by.output + h, dh, dc + first * width, by.sums + g, count, width)
        case .gru:
            guard let hiddenSums else { return }
            loop_gru_step_gradient(
                gates + g, hiddenSums + g, hiddenBefore(step, first), by.output + h, dh, by.projected + g, by.sums + g,
                count, width)
        }
        if count > Self.fewRows {
            return multiply(
                by.sums + g, weight.start, dh, rows: count, columns: width, inner: gateWidth, transposing: false,
                keeps: kind == .gru ? 1 : 0)
        }
        if kind != .gru { dh.update(repeating: 0, count: count * width) }
        for row in 0..<count {
            loop_add_row_product(
                by.sums + g + row * gateWidth, aligned.map { UnsafePointer($0.numbers) } ?? weight.start,
                aligned?.stride ?? width, dh + row * width,
                gateWidth, width)
        }
    }

    /// Adds h Wᵀ to the sums of some rows.
    private func addHidden(_ before: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, rows: Int) {
        guard rows <= Self.fewRows else {
            return multiply(
                before, weight.start, sums, rows: rows, columns: gateWidth, inner: sizes.width, transposing: true,
                keeps: 1)
        }
        // Large weights are not in the caches: each thread reads its part of them.
        let (before, sums) = (ParallelInput(before), ParallelOutput(sums))
        Parallel.ranges(gateWidth, grain: Self.leastShare / max(1, sizes.width)) { gates in
            let (first, count) = (gates.lowerBound, gates.count)
            for row in 0..<rows {
                let (from, to) = (before + row * sizes.width, sums + row * gateWidth + first)
                if let turned {
                    loop_add_row_product(from, turned.numbers + first, turned.stride, to, sizes.width, count)
                } else {
                    loop_add_column_product(from, weight + first * sizes.width, to, sizes.width, count)
                }
            }
        }
    }

    /// Σ over steps of (gradient by the sums)ᵀ · (hidden state before).
    func weightGradient(_ bySums: Buffer) -> Buffer {
        let result = Buffer(shape: [gateWidth, sizes.width], type: .float32)
        let (d, to) = (bySums.stored(Float.self), result.stored(Float.self))
        if sizes.rows <= Self.fewRows {
            // A separate product for the first step would cost as much as all other steps together.
            let before = Memory(byteCount: (sizes.steps * sizes.hiddenCount) * MemoryLayout<Float>.stride)
            let states = before.address.assumingMemoryBound(to: Float.self)
            states.update(from: initialHidden.start, count: sizes.hiddenCount)
            (states + sizes.hiddenCount).update(from: hidden.start, count: (sizes.steps - 1) * sizes.hiddenCount)
            withExtendedLifetime(before) {
                multiplyTransposed(d, states, to, inner: sizes.steps * sizes.rows, keeps: 0)
            }
            return result
        }
        multiplyTransposed(d, initialHidden.start, to, inner: sizes.rows, keeps: 0)
        if sizes.steps > 1 {
            multiplyTransposed(d + sizes.gateCount, hidden.start, to, inner: (sizes.steps - 1) * sizes.rows, keeps: 1)
        }
        return result
    }

    private func multiplyTransposed(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, inner: Int,
        keeps: Float
    ) {
        let status = dnnl_sgemm(
            Int8(UInt8(ascii: "T")), Int8(UInt8(ascii: "N")), Int64(gateWidth), Int64(sizes.width), Int64(inner), 1, a,
            Int64(gateWidth), b, Int64(sizes.width), keeps, c, Int64(sizes.width))
        Contract.require(status == dnnl_success, "recurrent", "oneDNN refuses the product")
    }

    /// C = keeps · C + A B, B optionally transposed.
    private func multiply(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ c: UnsafeMutablePointer<Float>, rows: Int,
        columns: Int, inner: Int, transposing: Bool, keeps: Float
    ) {
        let status = dnnl_sgemm(
            Int8(UInt8(ascii: "N")), Int8(UInt8(ascii: transposing ? "T" : "N")), Int64(rows), Int64(columns),
            Int64(inner), 1, a, Int64(inner), b, Int64(transposing ? inner : columns), keeps, c, Int64(columns))
        Contract.require(status == dnnl_success, "recurrent", "oneDNN refuses the product")
    }
}
