/// What a reader found in its input: printed before a training, stored in its run, and compared by name and digest with
/// the data that the run reads later.
public struct DataFacts: Codable, Equatable, Sendable {
    /// Examples or columns that are not used, grouped by the reason.
    public struct LeftOut: Codable, Equatable, Sendable {
        /// The number of them.
        public var count: Int
        /// Their kind and the reason, such as "examples without a class".
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
    /// The name of an example: row, picture, node.
    public var noun: String
    /// The names of the features, in the order of a model's inputs; nil where they have none.
    public var features: [String]?
    /// The column that is predicted.
    public var target: String?
    /// The classes in the order of their numbers; empty where numbers are predicted.
    public var classes: [ClassCount]
    /// What is not used.
    public var leftOut: [LeftOut]
    /// How missing values and other special cases were treated, one sentence each.
    public var notes: [String]
    /// A digest of the training data: equal for equal content.
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

    /// The relevant difference from the facts of other data, with both sides; nil where there is none.
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
