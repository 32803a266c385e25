import Foundations

/// Values along a text, such as the states of a recurrent network: a unit's value colors every character.
public struct LiveStrips: LiveFigure {
    /// A value that is known at every token.
    public struct Unit: Sendable {
        public var name: String
        public var values: [Double]
        /// The values at the ends of the colors.
        public var range: ClosedRange<Double>

        /// - Parameters:
        ///   - name: what the page calls it.
        ///   - values: one for each token.
        ///   - range: nil for the values' own; values of both signs get one that is symmetric.
        public init(_ name: String, _ values: [Double], range: ClosedRange<Double>? = nil) {
            (self.name, self.values) = (name, values)
            let (low, high) = (values.filter(\.isFinite).min() ?? 0, values.filter(\.isFinite).max() ?? 1)
            let most = max(-low, high)
            self.range = range ?? (low < 0 && high > 0 ? -most...most : low...max(high, low + 1e-6))
        }
    }

    public static let kind = "strips"

    /// Characters or symbols.
    public var tokens: [String]
    public var units: [Unit]
    /// More about each token, such as what is predicted after it; nil for nothing.
    public var notes: [String]?

    public init(tokens: [String], units: [Unit], notes: [String]? = nil) {
        Contract.require(
            units.allSatisfy { $0.values.count == tokens.count } && (notes?.count ?? tokens.count) == tokens.count,
            "LiveStrips", "expected \(tokens.count) values for each unit")
        (self.tokens, self.units, self.notes) = (tokens, units, notes)
    }

    public var members: JSONObject {
        var object: JSONObject = [
            "tokens": .texts(tokens),
            "units": .array(
                units.map { unit in
                    [
                        "name": .string(unit.name), "low": .number(PageNumber.rounded(unit.range.lowerBound)),
                        "high": .number(PageNumber.rounded(unit.range.upperBound)),
                        "values": .bytes(of: unit.values, in: unit.range),
                    ]
                }),
        ]
        object["notes"] = notes.map { .texts($0) }
        return object
    }
}
