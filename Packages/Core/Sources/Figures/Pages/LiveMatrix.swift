import Foundations

/// A confusion matrix whose cells show their examples.
public struct LiveMatrix: LiveFigure {
    /// An example of a cell.
    public struct Example: Sendable {
        /// The true class, and the predicted one.
        public var truth, predicted: Int
        /// Its place in the sheet; nil for an example without a picture.
        public var picture: Int?
        /// Its description, such as its name and the model's probability.
        public var words: String

        public init(truth: Int, predicted: Int, picture: Int? = nil, words: String) {
            (self.truth, self.predicted, self.picture, self.words) = (truth, predicted, picture, words)
        }
    }

    public static let kind = "matrix"
    /// Larger matrices have no live form.
    public static let mostClasses = 40

    /// The classes.
    public var names: [String]
    /// By true class (row) and predicted class (column).
    public var counts: [[Int]]
    /// Whether cells show shares of their row.
    public var showsShares: Bool
    /// Examples of cells, in the order in which they are shown.
    public var examples: [Example]
    /// Their pictures; nil where they have none.
    public var sheet: PictureSheet?

    public init(
        names: [String], counts: [[Int]], showsShares: Bool = false, examples: [Example], sheet: PictureSheet? = nil
    ) {
        Contract.require(
            counts.count == names.count && counts.allSatisfy { $0.count == names.count }, "LiveMatrix",
            "expected \(names.count)×\(names.count) counts for \(names.count) names")
        (self.names, self.counts, self.showsShares) = (names, counts, showsShares)
        (self.examples, self.sheet) = (examples, sheet)
    }

    public var members: JSONObject {
        get throws {
            var object: JSONObject = [
                "names": .texts(names),
                "counts": .array(counts.map { row in .array(row.map { .integer($0) }) }),
                "shares": .bool(showsShares),
                "examples": .array(
                    examples.map { example in
                        var own: JSONObject = [
                            "truth": .integer(example.truth), "predicted": .integer(example.predicted),
                            "words": .string(example.words),
                        ]
                        own["picture"] = example.picture.map { .integer($0) }
                        return .object(own)
                    }),
            ]
            if let sheet, sheet.count > 0 { object["sheet"] = try sheet.json }
            return object
        }
    }
}
