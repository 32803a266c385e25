import FoundationEssentials
import Foundations

/// Attention: for each head, how much every output looks at every input.
public struct LiveHeads: LiveFigure {
    /// The attention in one sequence.
    public struct Example: Sendable {
        /// The sequence, for the choice among several.
        public var name: String
        /// What is looked at, and what looks.
        public var sources, targets: [String]
        /// Each head's name and its weights from 0 to 1, targets × sources.
        public var heads: [(name: String, weights: [Double])]

        public init(
            name: String, sources: [String], targets: [String], heads: [(name: String, weights: [Double])]
        ) {
            Contract.require(
                heads.allSatisfy { $0.weights.count == sources.count * targets.count }, "LiveHeads.Example",
                "expected \(targets.count)×\(sources.count) weights")
            (self.name, self.sources, self.targets, self.heads) = (name, sources, targets, heads)
        }
    }

    public static let kind = "heads"

    /// One or more, all with the same heads.
    public var examples: [Example]

    public init(_ examples: [Example]) { self.examples = examples }

    public var members: JSONObject {
        [
            "examples": .array(
                examples.map { example in
                    [
                        "name": .string(example.name), "sources": .texts(example.sources),
                        "targets": .texts(example.targets),
                        "heads": .array(
                            example.heads.map {
                                ["name": .string($0.name), "weights": .bytes(of: $0.weights, in: 0...1)]
                            }),
                    ]
                })
        ]
    }
}

extension JSONValue {
    /// Numbers as base64 of bytes, from 0 at the lower end of a range to 255 at its upper end.
    public static func bytes(of values: [Double], in range: ClosedRange<Double>) -> JSONValue {
        let span = max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
        let bytes = values.map { value in
            UInt8((min(1, max(0, value.isNaN ? 0 : (value - range.lowerBound) / span)) * 255).rounded())
        }
        return .string(Data(bytes).base64EncodedString())
    }
}
