import Core

/// Factors of C for some classes, by the classes' names; 1 for the others. Written as `other=0.5,rare=5`.
public struct ClassWeights: Codable, Equatable, Sendable {
    public let factors: [String: Double]

    public static let expected = "classes with numbers above 0, such as rare=5,other=0.5"

    public init() { factors = [:] }

    /// Nil where the text does not name classes with numbers above 0.
    public init?(_ text: String) {
        var factors: [String: Double] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count == 2, !sides[0].isEmpty, let factor = Double(sides[1]), factor.isFinite, factor > 0 else {
                return nil
            }
            factors[sides[0]] = factor
        }
        self.factors = factors
    }

    /// The factors by the names that classes have: `+1` and `1.0` mean class 1.
    ///
    /// - Returns: the factors, and the first name that is not a class's.
    func factors(among labels: [ClassLabel]) -> (factors: [String: Double], unknown: String?) {
        var known: [String: Double] = [:]
        for (name, factor) in factors.sorted(by: { $0.key < $1.key }) {
            let label =
                labels.first { $0.name == name }
                ?? labels.first { Double($0.name) != nil && Double($0.name) == Double(name) }
            guard let label else { return (known, name) }
            known[label.name] = factor
        }
        return (known, nil)
    }

    public var text: String {
        factors.sorted { $0.key < $1.key }.map { "\($0.key)=\(Readable.shortest($0.value))" }.joined(separator: ",")
    }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let known = text.isEmpty ? ClassWeights() : ClassWeights(text) else {
            throw SettingError("classWeight", "'\(text)'", expected: Self.expected)
        }
        self = known
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
