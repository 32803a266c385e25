import Core

/// Recurrent layers as in the character models, and attention and an encoder layer as in the Transformer.
let sequenceBenchmarks =
    recurrent(.rnn, steps: 25, rows: 1, width: 100) + recurrent(.lstm, steps: 865, rows: 1, width: 25)
    + recurrent(.rnn, steps: 30, rows: 128, width: 128) + recurrent(.lstm, steps: 30, rows: 128, width: 128)
    + [gathering, attention, encoderLayer]
    + [("the engine's", CellChoice.rnn), ("one's own", .own(TanhCell()))].flatMap { kind, cell in
        [(25, 1, 100), (30, 128, 128)].map { recurrentLayer(kind, cell, steps: $0, rows: $1, width: $2) }
    }

private func recurrent(_ kind: RecurrentCell, steps: Int, rows: Int, width: Int) -> [Benchmark] {
    let shape = "\(kind.rawValue) \(width), \(steps) steps of \(rows)"
    let work = Work.operations(2 * Double(steps * rows * width * width * kind.gates))
    @Sendable func arguments() -> (projected: Tensor, state: Tensor, weight: Tensor) {
        let gates = kind.gates * width
        return (normal([steps, rows, gates]), normal([rows, width]), normal([gates, width]))
    }
    @Sendable func trace(_ projected: Tensor, _ state: Tensor, _ weight: Tensor) -> RecurrentTrace {
        OneDNNEngine.shared.recurrent(
            kind, projected: projected.buffer, hidden: state.buffer, cell: kind == .lstm ? state.buffer : nil,
            weight: weight.buffer, bias: nil)
    }
    return [
        Benchmark("recurrence", shape, work) {
            let (projected, state, weight) = arguments()
            return { keep(trace(projected, state, weight)) }
        },
        Benchmark("recurrence, gradients", shape) {
            let (projected, state, weight) = arguments()
            let done = trace(projected, state, weight)
            return { keep(OneDNNEngine.shared.recurrentGradient(done, byHidden: done.hidden, byCells: nil)) }
        },
    ]
}

/// The engine's plain cell, written with tensors.
private struct TanhCell: OwnCell {
    let name = "tanh"
    let gates = 1
    func next(_ step: CellStep) -> CellState { CellState(hidden: tanh(step.sum(0))) }
}

private func recurrentLayer(_ kind: String, _ cell: CellChoice, steps: Int, rows: Int, width: Int) -> Benchmark {
    Benchmark("recurrent layer and its gradients", "\(kind) rnn \(width), \(steps) steps of \(rows)") {
        var random = RandomStream(seed: 0, name: StreamName("benchmark"))
        let layer = Recurrent(cell, inputs: width, width: width, random: &random)
        let x = normal([steps, rows, width])
        return { keep(valueAndGradients(of: layer, in: .training()) { layer(x).output.sum() }) }
    }
}

private let gathering = Benchmark("rows gathered and scattered back", "3,840 of 37×512", .bytes(4 * 4 * 3_840 * 512)) {
    let table = normal([37, 512]).buffer
    let rows = Tensor((0..<3_840).map { Int32($0 * 7 % 37) }, shape: [3_840]).buffer
    return {
        let gathered = OneDNNEngine.shared.gather(table, indices: rows)
        keepLaidOut(OneDNNEngine.shared.scatterAdd(gathered, indices: rows, count: 37))
    }
}

private let attention = Benchmark("attention layer and its gradients", "16×10×8, 2 heads") {
    var random = RandomStream(seed: 0, name: StreamName("benchmark"))
    let layer = MultiHeadAttention(width: 8, heads: 2, random: &random)
    let x = normal([16, 10, 8])
    return { keep(valueAndGradients(of: layer, in: .training()) { layer(x).output.sum() }) }
}

private let encoderLayer = Benchmark("Transformer layer and its gradients", "16×10×8, 2 heads, 2,048 hidden") {
    var random = RandomStream(seed: 0, name: StreamName("benchmark"))
    let sizes = TransformerSizes(width: 8, heads: 2, feedForward: 2_048, dropout: 0)
    let layer = TransformerEncoderLayer(sizes, random: &random)
    let x = normal([16, 10, 8])
    return { keep(valueAndGradients(of: layer, in: .training()) { layer(x).sum() }) }
}
