import Core

/// A network of the plane in numbers: its activations and its weights.
struct PlaneTables {
    private let network: PlaneNetwork
    private let classNames: [String]
    /// The names of the inputs, and of the units layer by layer, the output last.
    private let names: [[String]]

    init(of network: PlaneNetwork, classNames: [String]) {
        (self.network, self.classNames) = (network, classNames)
        let hidden = network.hidden
        names =
            [["x", "y"]]
            + hidden.enumerated().map { layer, count in
                (1...count).map { hidden.count == 1 ? "h\($0)" : "h\(layer + 1).\($0)" }
            } + [["output"]]
    }

    /// The activation of every unit at every point; for steps also the weighted sums, because a step hides their size.
    func activations(at points: PlanePoints) -> TextTable {
        let reading = network.reading(zip(points.xs, points.ys).map { (x: $0, y: $1) })
        let isStep = network.activation == .step
        let sums = isStep ? Array(reading.sums.joined()) : []
        let units = names.dropFirst().dropLast().joined().enumerated().flatMap { number, name in
            (sums.isEmpty ? [] : ["z" + name.dropFirst()]) + [name]
        }
        func numbers(_ point: Int) -> [String] {
            reading.activations.joined().enumerated().flatMap { unit, values in
                (sums.isEmpty ? [] : [number(sums[unit][point])]) + [number(values[point])]
            }
        }
        func number(_ value: Double) -> String { isStep ? Readable.shortest(value) : Readable.decimal(value) }
        var table = TextTable(
            [.right("x"), .right("y"), .left("class")] + units.map { .right($0) }
                + [.right("output"), .left("predicted")])
        for point in 0..<points.count {
            let (truth, predicted) = (points.classes[point], reading.predicted[point])
            let output = number(reading.outputs[point])
            table.add(
                [Readable.shortest(points.xs[point]), Readable.shortest(points.ys[point]), classNames[Int(truth)]]
                    + numbers(point)
                    + [
                        isStep ? "step(\(number(reading.logits[point]))) = \(output)" : output,
                        "\(classNames[Int(predicted)]) \(truth == predicted ? "✓" : "✗")",
                    ])
        }
        return table
    }

    /// Explanations of the columns of ``activations(at:)``, where they are needed.
    var legend: [String] {
        network.activation == .step ? ["z: a hidden unit's weighted sum; h = step(z): 1 where z ≥ 0, otherwise 0"] : []
    }

    /// A table for each layer; ``csv`` has the wide ones.
    var weights: [TextTable] {
        network.units.enumerated().compactMap { index, units in
            guard names[index].count <= 12, units.count <= 32 else { return nil }
            let isFirst = index == 0
            var table = TextTable(
                [.left("unit")] + names[index].map { .right("× \($0)") } + [.right("bias")]
                    + (isFirst ? [.left("divides along")] : []))
            for (name, unit) in zip(names[index + 1], units) {
                table.add(
                    [name] + (unit.weights + [unit.bias]).map { Readable.decimal($0) }
                        + (isFirst ? [line(of: unit)] : []))
            }
            return table
        }
    }

    /// The line along which a unit of the first layer divides the plane.
    private func line(of unit: PlaneUnit) -> String {
        let (a, b, c) = (unit.weights[0], unit.weights[1], unit.bias)
        func signed(_ value: Double) -> String { "\(value < 0 ? "-" : "+") \(Readable.decimal(abs(value)))" }
        // A line that is nearly upright is better described by its place.
        guard abs(b) > 0.02 * abs(a) else { return a == 0 ? "nothing" : "x = \(Readable.decimal(-c / a))" }
        return "y = \(Readable.decimal(-a / b)) x \(signed(-c / b))"
    }

    /// All weights, one per line.
    var csv: String {
        var text = CSVTable.line(["unit", "input", "weight"])
        for (index, units) in network.units.enumerated() {
            for (name, unit) in zip(names[index + 1], units) {
                for (input, weight) in zip(names[index] + ["bias"], unit.weights + [unit.bias]) {
                    text += CSVTable.line([name, input, Readable.shortest(weight)])
                }
            }
        }
        return text
    }
}
