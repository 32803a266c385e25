import Core

/// φ: what becomes of a row of features before a kernel is taken.
///
///     let map = FeatureMap(names: ["x₁", "x₂", "x₁x₂"]) { x in [x[0], x[1], x[0] * x[1]] }
public struct FeatureMap: Sendable {
    /// What the new features are called.
    public let names: [String]
    /// The expressions that the map was read from, as they can be read again; nil for a closure.
    public let text: String?
    private let apply: @Sendable ([Double]) -> [Double]
    /// How many of the first features the expressions name; nil for a closure, which may ask for any.
    private let width: Int?

    /// - Parameters:
    ///   - names: what the new features are called.
    ///   - apply: gives as many numbers as there are names, for every row.
    public init(names: [String], _ apply: @escaping @Sendable ([Double]) -> [Double]) {
        (self.names, self.apply, text, width) = (names, apply, nil, nil)
    }

    /// The map that expressions over x1, x2, … describe, such as `x1*x2, x1^2`.
    ///
    /// - Parameters:
    ///   - text: expressions separated by commas.
    ///   - width: how many features there are.
    /// - Throws: `FeatureExpressionError` saying where the text is none.
    public init(_ text: String, width: Int) throws(FeatureExpressionError) {
        let expressions = try FeatureExpression.list(text, width: width)
        names = expressions.map(\.text)
        self.text = names.joined(separator: ", ")
        apply = { row in expressions.map { $0.value(row) } }
        self.width = expressions.map(\.width).max()
    }

    public func callAsFunction(_ row: [Double]) -> [Double] { apply(row) }

    /// Every row mapped; nil and the row's number where a number is infinite or none.
    ///
    /// - Shapes: N × D to N × F.
    func mapped(_ rows: KernelRows) -> Result<KernelRows, FeatureMapError> {
        // Rows are laid out one by one, up to what is asked for.
        let rows = width.map { rows.narrowed(to: $0) } ?? rows
        var numbers: [Double] = []
        numbers.reserveCapacity(rows.count * names.count)
        for number in 0..<rows.count {
            let features = apply(rows.row(number))
            Contract.require(
                features.count == names.count, "FeatureMap",
                "\(features.count) features, expected \(names.count) as named")
            for (name, value) in zip(names, features) {
                guard Float(value).isFinite else {
                    return .failure(FeatureMapError(row: number, feature: name, value: value))
                }
                numbers.append(value)
            }
        }
        return .success(KernelRows(numbers, width: names.count))
    }
}

/// A feature that is no finite number for some row.
public struct FeatureMapError: Error, Equatable, CustomStringConvertible {
    /// Counted from 0.
    public let row: Int
    public let feature: String
    public let value: Double

    public var description: String {
        "feature '\(feature)' of example \(row + 1) is \(value), expected a finite number"
    }
}
