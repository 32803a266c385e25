import Core

/// The pictures of one copying Transformer.
public struct CopyFigures {
    public let title: String

    /// - Parameter title: what was trained on what.
    public init(title: String) {
        self.title = title
    }

    /// Loss and share of exact copies over the epochs.
    public func learningCurves(_ log: MetricsLog) -> some Figure {
        let epochs = log.column(.epoch)
        let part: DataPart = log.column(.loss(.validation)).isEmpty ? .test : .validation
        let loss = LineChart(
            "Loss", x: "epoch", y: "cross entropy",
            series: [
                .init("training", xs: epochs, ys: log.column(.trainLoss)),
                .init(part.rawValue, xs: epochs, ys: log.column(.loss(part))),
            ])
        let exact = LineChart(
            "Exact copies", x: "epoch", y: Axis("share of \(part.rawValue) sequences", format: .percent(0)),
            series: [.init(part.rawValue, xs: epochs, ys: log.column(.exactCopies(part)))])
        return Panels([loss, exact], title: title)
    }

    /// The attention of each layer and head while the model copies one sequence, one picture for each kind of
    /// attention.
    ///
    /// A decoder's row is labeled with the symbol that is written there. All maps of a picture share their colors.
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
        let logits = model(source: sources, target: Tensor(target, shape: [1, target.count]), maps: maps)
        let (from, to) = (source.map(Self.label), target.map(Self.label))
        let next = logits.argmax().map { Self.label(Int32($0)) }
        return [
            ("encoder", "The encoder looks at the source", maps.encoder, from, from, "source", "source"),
            ("decoder", "The decoder looks at what it wrote", maps.decoder, next, to, "written before", "written now"),
            ("cross", "The decoder looks at the source", maps.cross, next, from, "source", "written now"),
        ].map { name, what, layers, rows, columns, x, y in
            let figure = Self.panels(layers, title: what, rows: rows, columns: columns, x: x, y: y)
            return ("attention-\(name)", figure)
        }
    }

    /// The maps of all layers, top to bottom, and heads, left to right.
    private static func panels(
        _ layers: [Tensor], title: String, rows: [String], columns: [String], x: String, y: String
    ) -> any Figure {
        let heads = layers.first?.shape[1] ?? 1
        // Rounded up to twentieths, so that the color bar ends on a round number.
        let largest = layers.flatMap(\.doubles).max() ?? 1
        let range = 0...min(1, max(0.05, (largest * 20).rounded(.up) / 20))
        let panels = layers.enumerated().flatMap { layer, weights in
            let numbers = weights.doubles
            return (0..<heads).map { head in
                let values = rows.indices.map { row in
                    let start = (head * rows.count + row) * columns.count
                    return Array(numbers[start..<(start + columns.count)])
                }
                return HeatMap(
                    "layer \(layer + 1), head \(head + 1)", x: x, y: head == 0 ? y : "", values: values,
                    rowLabels: rows, columnLabels: columns, colors: .blues, range: range, numbers: .none,
                    hasColorBar: head == heads - 1, cellSide: 24)
            }
        }
        return Panels(panels, title: title, columns: heads)
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
