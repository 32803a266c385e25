import Core
import FoundationEssentials

extension DataFacts {
    /// More classes or features than these are counted, and only the first are named.
    private static let mostNames = 12

    /// The facts in words: what was read, what is learned from what, and what is left out.
    public var lines: [String] {
        var first = "\(source): \(format); \(Readable.count(examples, noun))"
        if let features { first += ", \(Self.listed(features, of: "feature"))" }
        if let target { first += "; target \(target)" }
        var second: [String] = []
        if !classes.isEmpty {
            let counts = classes.map { "\($0.name) \(Readable.count($0.count))" }
            second.append(Self.listed(counts, of: "class", "classes"))
        }
        if !leftOut.isEmpty {
            let parts = leftOut.map { part in
                let example = part.first.map { part.count == 1 ? " (\($0))" : " (first: \($0))" } ?? ""
                return "\(Readable.count(part.count)) \(part.reason)" + example
            }
            second.append("left out: " + parts.joined(separator: ", "))
        }
        return [first] + (second.isEmpty ? [] : [second.joined(separator: "; ")]) + notes
    }

    /// "3 features: a, b, c".
    private static func listed(_ names: [String], of noun: String, _ plural: String? = nil) -> String {
        let count =
            names.count == 1 ? "1 \(noun)" : "\(Readable.count(names.count)) \(plural ?? noun + "s")"
        return count + ": " + names.prefix(mostNames).joined(separator: ", ") + (names.count > mostNames ? ", …" : "")
    }

    /// The facts as a summary keeps them.
    public var json: JSONValue {
        get throws { try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(self)) }
    }
}
