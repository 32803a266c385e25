import Core
import TabularModels

/// The lesson in numbers.
struct LessonText {
    let functions: [ActivationFunction]
    let dropout: DropoutLesson
    let softmax: SoftmaxLesson

    /// The places at which functions are listed.
    private static let places: [Double] = [-5, -2, -1, 0, 1, 2, 5]

    var lines: [String] {
        ["f(x)"] + table(derivatives: false).lines
            + ["", "f′(x) by automatic differentiation, at a kink the value that training uses; largest: from −5 to 5"]
            + table(derivatives: true).lines
            + [
                "",
                "dropout \(Readable.shortest(dropout.rate)): kept units × "
                    + "\(Readable.decimal(1 / (1 - dropout.rate))), so that each unit keeps its mean",
            ] + dropoutTable.lines + ["", "softmax(z / T) of the logits z"] + softmaxTable.lines
    }

    private func table(derivatives: Bool) -> TextTable {
        var table = TextTable(
            [.left("x")] + Self.places.map { .right(Readable.shortest($0)) } + (derivatives ? [.right("largest")] : []))
        for function in functions {
            let (values, slopes) = function.values(at: Self.places)
            table.add(
                [function.name] + (derivatives ? slopes : values).map { Readable.decimal($0, places: 4) }
                    + (derivatives ? [Readable.decimal(function.largestDerivative, places: 4)] : []))
        }
        return table
    }

    private var dropoutTable: TextTable {
        var table = TextTable(
            [.left("unit")] + dropout.units.indices.map { .right("\($0 + 1)") } + [.right("mean")])
        for (name, outputs) in dropout.rows {
            let mean = outputs.reduce(0, +) / Double(outputs.count)
            table.add([name] + (outputs + [mean]).map { Readable.decimal($0) })
        }
        return table
    }

    private var softmaxTable: TextTable {
        var table = TextTable([.left("z")] + softmax.logits.map { .right(Readable.shortest($0)) })
        for temperature in softmax.temperatures {
            table.add(
                ["T = \(Readable.shortest(temperature))"]
                    + softmax.probabilities(at: temperature).map { Readable.decimal($0, places: 4) })
        }
        return table
    }

    var json: JSONObject {
        func list(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
        return [
            "x": list(Self.places),
            "functions": .array(
                functions.map { function in
                    let (values, slopes) = function.values(at: Self.places)
                    return [
                        "function": .string(function.name), "values": list(values), "derivatives": list(slopes),
                        "largest_derivative": .number(function.largestDerivative),
                    ]
                }),
            "dropout": [
                "rate": .number(dropout.rate), "units": list(dropout.units), "draws": .array(dropout.draws.map(list)),
                "means": list(dropout.means),
            ],
            "softmax": .array(
                softmax.temperatures.map {
                    ["temperature": .number($0), "probabilities": list(softmax.probabilities(at: $0))]
                }),
            "logits": list(softmax.logits),
        ]
    }
}
