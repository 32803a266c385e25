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
        Self.looks(of: model, copying: source).map { look in
            let figure = Self.panels(
                look.layers, title: look.title, rows: look.rows, columns: look.columns, x: look.x, y: look.y)
            return ("attention-\(look.name)", figure)
        }
    }

    /// The same for several sequences and one head at a time, for a page.
    func liveAttention(
        of model: CopyTransformer, copying sources: [[Int32]]
    ) -> [(name: String, figure: any LiveFigure)] {
        let all = sources.map { ($0, Self.looks(of: model, copying: $0)) }
        return (all.first?.1 ?? []).indices.compactMap { place in
            guard let first = all.first?.1[place], !first.layers.isEmpty else { return nil }
            let examples = all.map { source, looks in
                LiveHeads.Example(
                    name: source.map(Self.label).joined(), sources: looks[place].columns, targets: looks[place].rows,
                    heads: looks[place].heads)
            }
            return ("attention-\(first.name)", LiveHeads(examples))
        }
    }

    /// One kind of attention in one sequence.
    private struct Look {
        let name, title: String
        /// For each layer 1 × heads × rows × columns.
        let layers: [Tensor]
        let rows, columns: [String]
        let x, y: String

        var heads: [(name: String, weights: [Double])] {
            layers.enumerated().flatMap { layer, weights in
                let (numbers, size) = (weights.doubles, rows.count * columns.count)
                return (0..<weights.shape[1]).map { head in
                    ("layer \(layer + 1), head \(head + 1)", Array(numbers[head * size..<(head + 1) * size]))
                }
            }
        }
    }

    private static func looks(of model: CopyTransformer, copying source: [Int32]) -> [Look] {
        let sources = Tensor(source, shape: [1, source.count])
        let copy = model.greedyCopies(of: sources)[0]
        // The last symbol is written, never read.
        let target = copy.count > 1 ? Array(copy.dropLast()) : copy
        let maps = AttentionMaps()
        let logits = model(source: sources, target: Tensor(target, shape: [1, target.count]), maps: maps)
        let (from, to) = (source.map(Self.label), target.map(Self.label))
        let next = logits.argmax().map { Self.label(Int32($0)) }
        return [
            Look(
                name: "encoder", title: "The encoder looks at the source", layers: maps.encoder, rows: from,
                columns: from, x: "source", y: "source"),
            Look(
                name: "decoder", title: "The decoder looks at what it wrote", layers: maps.decoder, rows: next,
                columns: to, x: "written before", y: "written now"),
            Look(
                name: "cross", title: "The decoder looks at the source", layers: maps.cross, rows: next, columns: from,
                x: "source", y: "written now"),
        ]
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
