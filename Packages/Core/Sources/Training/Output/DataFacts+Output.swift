import Datasets
import FoundationEssentials
import Foundations

extension DataFacts {
    /// More classes or features than these are counted, and only the first are named.
    private static let mostNames = 12

    /// The facts in words: what was read, the target and the features, and what is left out.
    public var lines: [String] {
        var first = "\(source): \(format); \(Readable.count(examples, noun))"
        if let features { first += ", \(Readable.count(features.count, "feature")): \(Self.joined(features))" }
        if let target { first += "; target \(target)" }
        first += "; digest \(digest.prefix(8))"
        var second = classes.isEmpty ? [] : [classWords]
        if !leftOut.isEmpty {
            let parts = leftOut.map { part in
                let example = part.first.map { part.count == 1 ? " (\($0))" : " (first: \($0))" } ?? ""
                return "\(Readable.count(part.count)) \(part.reason)" + example
            }
            second.append("left out: " + parts.joined(separator: ", "))
        }
        return [first] + (second.isEmpty ? [] : [second.joined(separator: "; ")]) + notes
    }

    /// "3 classes of 40: a, b, c", or "3 classes (a: 40, b: 40, c: 38)".
    private var classWords: String {
        let counts = classes.map(\.count)
        let number = classes.count == 1 ? "1 class" : "\(Readable.count(classes.count)) classes"
        if let count = counts.first, Set(counts).count == 1 {
            return "\(number) of \(Readable.count(count)): \(Self.joined(classes.map(\.name)))"
        }
        return "\(number) (\(Self.joined(classes.map { "\($0.name): \(Readable.count($0.count))" })))"
    }

    /// The first names, separated by commas.
    private static func joined(_ names: [String]) -> String {
        names.prefix(mostNames).joined(separator: ", ") + (names.count > mostNames ? ", …" : "")
    }

    /// The facts in a summary.
    public var json: JSONValue {
        get throws { try JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(self)) }
    }
}

extension Console {
    /// Prints the facts.
    public func describe(_ facts: DataFacts) { facts.lines.forEach(note) }
}
