import Foundations
import Tensors

/// The results of gradient checks, in words and as JSON.
public struct GradientReport {
    /// An explanation of the two columns of errors.
    public static let explanation = """
        Relative errors ‖a−b‖ / (‖a‖ + ‖b‖) of each parameter's gradient: by reverse-mode differentiation against \
        central differences, both in float64, and of the fast engine in float32 against float64. Dropout is off. Large \
        networks take minutes; fewer --entries take less time. The exit code is 1 if the first error is above the \
        tolerance, or the second above \(Readable.shortest(GradientCheckRow.engineTolerance)).
        """

    private let tool: String
    private let tolerance: Double
    private var isGood = true
    private var checks: [JSONValue] = []

    /// A report without checks.
    public init(tool: String, tolerance: Double) { (self.tool, self.tolerance) = (tool, tolerance) }

    /// Adds the check of a network, and prints it.
    ///
    /// - Parameters:
    ///   - title: the name of the network.
    ///   - rows: a check of each parameter.
    ///   - names: the textbook name of a parameter; nil where textbooks have none.
    ///   - facts: additional members of each parameter's JSON object.
    ///   - console: where the table is printed.
    public mutating func add(
        _ title: String, _ rows: [GradientCheckRow], names: [String: String] = [:], facts: JSONObject = [:],
        on console: Console
    ) throws {
        try console.result(title)
        let textbook: [TextTable.Column] = names.isEmpty ? [] : [.left("textbook")]
        var table = TextTable(
            [.left("parameter")] + textbook + [.right("differences"), .right("fast engine"), .left(), .left("numbers")])
        for row in rows {
            let passes = row.passes(tolerance)
            isGood = isGood && passes
            let numbers =
                row.checked == row.count
                ? "all \(Readable.count(row.count))"
                : "\(Readable.count(row.checked)) of \(Readable.count(row.count)), drawn at random"
            table.add(
                [row.parameter] + (names.isEmpty ? [] : [names[row.parameter] ?? ""])
                    + [Self.scientific(row.error), Self.scientific(row.engineError), passes ? "✓" : "✗", numbers])
            var check = facts
            check["parameter"] = .string(row.parameter)
            check["textbook"] = names[row.parameter].map { .string($0) }
            (check["error"], check["engine_error"]) = (.number(row.error), .number(row.engineError))
            (check["passes"], check["checked"], check["count"]) = (
                .bool(passes), .integer(row.checked), .integer(row.count)
            )
            checks.append(.object(check))
        }
        try console.result(table)
    }

    /// Prints the verdict.
    ///
    /// - Throws: `ToolError` where a gradient is wrong.
    public func finish(on console: Console) throws {
        if console.isJSON {
            var summary = RunSummary(tool: tool)
            summary.extra["checks"] = .array(checks)
            try console.summary(summary)
        }
        if !isGood {
            throw ToolError("a gradient differs by more than \(Readable.shortest(tolerance))", exitCode: 1)
        }
        try console.result("every gradient agrees with the differences of the loss to \(Readable.shortest(tolerance))")
    }

    /// Such as 3.1e-10.
    private static func scientific(_ value: Double) -> String {
        guard value > 0, value.isFinite else { return "\(value)" }
        var (mantissa, exponent) = (value, 0)
        while mantissa < 0.995 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
        return "\(Readable.decimal(mantissa, places: 1))e\(exponent)"
    }
}
