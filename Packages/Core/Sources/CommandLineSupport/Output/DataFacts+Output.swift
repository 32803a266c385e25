import Core
import FoundationEssentials

extension DataFacts {
    /// More classes or features than these are counted, and only the first are named.
    private static let mostNames = 12

    /// The facts in words: what was read, what is learned from what, and what is left out.
    public var lines: [String] {
        var first = "\(source): \(format); \(Readable.count(examples, noun)), digest \(digest.prefix(8))"
        if let features { first += ", \(Self.listed(features, of: "feature"))" }
        if let target { first += "; target \(target)" }
        var second: [String] = []
        if !classes.isEmpty {
            second.append(classWords)
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

    /// The classes with their counts, which are said once where they are equal.
    private var classWords: String {
        let (least, most) = (classes.map(\.count).min() ?? 0, classes.map(\.count).max() ?? 0)
        let isEven = least == most && classes.count > 2
        let names = classes.map { isEven ? $0.name : "\($0.name) \(Readable.count($0.count))" }
        return Self.listed(names, of: "class", "classes") + (isEven ? "; \(Readable.count(most)) of each" : "")
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
