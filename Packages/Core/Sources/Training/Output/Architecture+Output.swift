import Figures
import Foundations
import Tensors

// A network's architecture as a table, and as a drawing.

extension Architecture {
    /// The layers as a table, with the count of all parameters in its last row.
    ///
    /// - Parameter model: the name of the network.
    public func table(of model: String) -> TextTable {
        let (hasOutputs, hasActivations) = (
            rows.contains { !$0.output.isEmpty }, rows.contains { !$0.activation.isEmpty }
        )
        var columns: [TextTable.Column] = [.left("layer"), .left("description")]
        if hasActivations { columns.append(.left("activation")) }
        if hasOutputs { columns.append(.right("output")) }
        var table = TextTable(columns + [.right("parameters")])
        func add(_ name: String, _ summary: String, _ activation: String, _ output: String, _ count: String) {
            table.add([name, summary] + (hasActivations ? [activation] : []) + (hasOutputs ? [output] : []) + [count])
        }
        for part in parts {
            if !part.input.isEmpty || !part.title.isEmpty {
                add(part.title, "input", "", part.input, "")
            }
            for row in part.rows {
                let count = row.parameters == 0 ? "" : Readable.count(row.parameters)
                add(row.name, row.summary, row.activation, row.output, count)
            }
        }
        add("\(model) in total", "", "", "", Readable.count(parameterCount))
        return table
    }

    /// The layers as boxes from the input to the output.
    ///
    /// - Parameter model: the name of the network.
    public func figure(of model: String) -> some Figure {
        let columns = parts.map { part in
            let blocks = part.rows.map { row in
                let count = row.parameters == 0 ? nil : Readable.count(row.parameters, "parameter")
                let detail = [row.name, row.activation, count ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
                return BlockDiagram.Block(
                    row.summary, detail: detail, output: row.output, isStrong: row.parameters > 0)
            }
            return BlockDiagram.Column(part.title, input: part.input, blocks: blocks)
        }
        return BlockDiagram(
            "\(model): \(Readable.count(parameterCount, "parameter"))",
            caption: "Blue layers have parameters. Next to each arrow: the shape of the output.", columns: columns)
    }

    private var rows: [Row] { parts.flatMap(\.rows) }
}
