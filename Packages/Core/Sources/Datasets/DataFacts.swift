/// What a reader understood of its input: said before a training, kept in its run, and compared by name and digest with the
/// data that the run meets later.
public struct DataFacts: Codable, Equatable, Sendable {
    /// Examples or columns that are not used, grouped by the reason.
    public struct LeftOut: Codable, Equatable, Sendable {
        /// How many.
        public var count: Int
        /// What they are and why they are left out, such as "examples without a class".
        public var reason: String
        /// The name or line of the first.
        public var first: String?

        public init(_ count: Int, _ reason: String, first: String? = nil) {
            (self.count, self.reason, self.first) = (count, reason, first)
        }
    }

    /// A class and the number of its examples.
    public struct ClassCount: Codable, Equatable, Sendable {
        public var name: String
        public var count: Int

        public init(_ name: String, _ count: Int) { (self.name, self.count) = (name, count) }
    }

    /// The file, folder or built-in set, as the user knows it.
    public var source: String
    /// How the examples are stored, such as "CSV with semicolons".
    public var format: String
    /// The number of examples that are used.
    public var examples: Int
    /// What an example is called: row, picture, node.
    public var noun: String
    /// The names of the features, in the order in which a model takes them; nil where they have none.
    public var features: [String]?
    /// The column that is predicted.
    public var target: String?
    /// The classes in the order of their numbers; none where numbers are predicted.
    public var classes: [ClassCount]
    /// What is not used.
    public var leftOut: [LeftOut]
    /// How missing values and other peculiarities were treated, a sentence each.
    public var notes: [String]
    /// A digest of what is learned from: equal for equal content.
    public var digest: String

    public init(
        source: String, format: String, examples: Int, noun: String = "example", features: [String]? = nil,
        target: String? = nil, classes: [ClassCount] = [], leftOut: [LeftOut] = [], notes: [String] = [],
        digest: String
    ) {
        (self.source, self.format, self.examples, self.noun) = (source, format, examples, noun)
        (self.features, self.target, self.classes) = (features, target, classes)
        (self.leftOut, self.notes, self.digest) = (leftOut, notes, digest)
    }

    /// What differs from the facts of other data in a way that matters, with both sides named; nil where nothing does.
    public func difference(from other: DataFacts) -> String? {
        if target != other.target {
            return "the target is \(target?.quoted() ?? "none"), not \(other.target?.quoted() ?? "none")"
        }
        let (own, others) = (features ?? [], other.features ?? [])
        if Set(own) != Set(others) {
            let (more, fewer) = (own.filter { !others.contains($0) }, others.filter { !own.contains($0) })
            let words =
                (more.isEmpty ? [] : ["more features: \(more.quotedList())"])
                + (fewer.isEmpty ? [] : ["without the features \(fewer.quotedList())"])
            return words.joined(separator: ", ")
        }
        let (names, otherNames) = (classes.map(\.name), other.classes.map(\.name))
        if names != otherNames { return "the classes are \(names.quotedList()), not \(otherNames.quotedList())" }
        if examples != other.examples {
            return "\(examples) \(noun)s, not \(other.examples)"
        }
        return digest == other.digest
            ? nil : "as many \(noun)s, but with other content (digest \(digest), not \(other.digest))"
    }
}
