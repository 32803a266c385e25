import Core
import Figures

/// The pictures of one copying Transformer.
public struct CopyFigures {
    public let title: String

    /// - Parameter title: what was trained on what.
    public init(title: String) {
        self.title = title
    }

    /// Loss and share of exact copies over the epochs.
    public func learningCurves(_ log: MetricsLog) -> some Figure {
        let epochs = log.column("epoch")
        let loss = LineChart(
            "Loss", x: "epoch", y: "cross entropy",
            series: [
                .init("training", xs: epochs, ys: log.column("train_loss")),
                .init("validation", xs: epochs, ys: log.column("test_loss")),
            ])
        let exact = LineChart(
            "Exact copies", x: "epoch", y: Axis("share of validation sequences", format: .percent(0)),
            series: [.init("validation", xs: epochs, ys: log.column("exact_copies"))])
        return Panels([loss, exact], title: title)
    }

    /// Where each layer and head looks while the model copies one sequence, one picture for each kind of attention.
    ///
    /// - Shapes: source of S symbols; the target is what the model writes.
    public func attention(
        of model: CopyTransformer, copying source: [Int32]
    ) -> [(name: String, figure: any Figure)] {
        let sources = Tensor(source, shape: [1, source.count])
        let copy = model.greedyCopies(of: sources)[0]
        // The last symbol is written, never read.
        let target = copy.count > 1 ? Array(copy.dropLast()) : copy
        let maps = AttentionMaps()
        _ = model(source: sources, target: Tensor(target, shape: [1, target.count]), maps: maps)
        let (from, to) = (source.map(Self.label), target.map(Self.label))
        return [
            ("encoder", "Encoder's attention to itself", maps.encoder, from, from, "source", "source"),
            ("decoder", "Decoder's attention to itself", maps.decoder, to, to, "written so far", "position"),
            ("cross", "Decoder's attention to the encoder", maps.cross, to, from, "source", "written so far"),
        ].map { name, what, weights, rows, columns, x, y in
            let panels = weights.enumerated().flatMap { layer, weights in
                Self.heads(of: weights, layer: layer, rows: rows, columns: columns, x: x, y: y)
            }
            let figure = Panels(panels, title: what, columns: weights.first?.shape[1] ?? 1)
            return ("attention-\(name)", figure as any Figure)
        }
    }

    private static func heads(
        of weights: Tensor, layer: Int, rows: [String], columns: [String], x: String, y: String
    ) -> [any Figure] {
        let numbers = weights.doubles
        return (0..<weights.shape[1]).map { head in
            let values = rows.indices.map { row in
                let start = (head * rows.count + row) * columns.count
                return Array(numbers[start..<(start + columns.count)])
            }
            return HeatMap(
                "layer \(layer + 1), head \(head + 1)", x: x, y: y, values: values, rowLabels: rows,
                columnLabels: columns, range: 0...1, numbers: .none, cellSide: 24)
        }
    }

    private static func label(_ symbol: Int32) -> String {
        switch CopySymbol(rawValue: symbol) {
        case .start: "S"
        case .end: "E"
        case .zero: "0"
        default: "1"
        }
    }
}
