import ArgumentParser
import CommandLineSupport
import Core
import SequenceModels

/// The options that say which gradients are checked, and how closely.
struct GradientCheckOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Cell: \(RecurrentCell.allCases.map(\.rawValue).joined(separator: ", ")). (default: all)",
            valueName: "name"),
        transform: OptionValue.name(of: "cell", in: RecurrentCell.allCases.map(\.rawValue)))
    var cell: String?

    @Option(
        help: ArgumentHelp("Largest relative error. (default: 1e-06)", valueName: "x"),
        transform: OptionValue.positiveNumber)
    var tolerance = 1e-6

    @Option(help: ArgumentHelp("Seed of the weights. (default: 0)", valueName: "n"), transform: OptionValue.seed)
    var seed: UInt64 = 0
}

/// `charrnn check-gradients`: analytic against numerical gradients.
struct CheckGradients: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare analytic with numerical gradients, in float64.",
        discussion: """
            Relative error ‖a−n‖ / (‖a‖ + ‖n‖) of each parameter against central differences of step 1e-4, at three \
            sizes. The exit code is 1 if an error is above the tolerance.
            """)

    @OptionGroup(title: "Check") var options: GradientCheckOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let sizes: [(hidden: Int, length: Int)] = [(5, 5), (100, 5), (100, 100)]

    func run() throws {
        let console = output.console()
        let text = try CharacterText(HamletSoliloquy.text, name: "Hamlet's soliloquy")
        let (tolerance, seed) = (options.tolerance, options.seed)
        let cells = options.cell.flatMap(RecurrentCell.init).map { [$0] } ?? RecurrentCell.allCases
        var (isGood, results): (Bool, [JSONValue]) = (true, [])
        for cell in cells {
            for size in Self.sizes {
                let check = CharacterGradientCheck(cell, hidden: size.hidden, length: size.length)
                try console.result("\(cell.rawValue), m = \(size.hidden), length = \(size.length)")
                var table = TextTable([.left("parameter"), .right("relative error"), .left(), .left("entries")])
                for entry in check.run(on: text, seed: seed) {
                    let passes = entry.error <= tolerance
                    isGood = isGood && passes
                    let entries =
                        entry.checked == entry.count
                        ? "all \(entry.count)" : "\(entry.checked) of \(Readable.count(entry.count)), drawn at random"
                    table.add([entry.parameter, Self.scientific(entry.error), passes ? "✓" : "✗", entries])
                    results.append(
                        .object([
                            "cell": .string(cell.rawValue), "hidden": .integer(size.hidden),
                            "length": .integer(size.length), "parameter": .string(entry.parameter),
                            "error": .number(entry.error), "passes": .bool(passes),
                            "checked": .integer(entry.checked), "count": .integer(entry.count),
                        ]))
                }
                try console.result(table)
            }
        }
        if output.json {
            var summary = RunSummary(tool: CharacterTraining.tool)
            summary.extra["checks"] = .array(results)
            try console.summary(summary)
        }
        if !isGood {
            throw ToolError("a gradient is off by more than \(Readable.shortest(tolerance))", exitCode: 1)
        }
        try console.result("every error is at most \(Readable.shortest(tolerance))")
    }

    /// Such as 3.1e-10.
    private static func scientific(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return "\(value)" }
        var (mantissa, exponent) = (value, 0)
        while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return "\(Readable.decimal(mantissa, places: 1))e\(exponent)"
    }
}
