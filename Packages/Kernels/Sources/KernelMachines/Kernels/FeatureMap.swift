import Core

/// φ: the mapping of a row of features before the kernel.
///
/// ```swift
/// let map = FeatureMap(names: ["x₁", "x₂", "x₁x₂"]) { x in [x[0], x[1], x[0] * x[1]] }
/// ```
public struct FeatureMap: Sendable {
    /// The names of the new features.
    public let names: [String]
    /// The expressions that the map was read from, in a form that can be read again; nil for a closure.
    public let text: String?
    private let apply: @Sendable ([Double]) -> [Double]
    /// The number of first features that the expressions use; nil for a closure, which may use any.
    private let width: Int?

    /// - Parameters:
    ///   - names: what the new features are called.
    ///   - apply: returns as many numbers as there are names, for every row.
    public init(names: [String], _ apply: @escaping @Sendable ([Double]) -> [Double]) {
        (self.names, self.apply, text, width) = (names, apply, nil, nil)
    }

    /// The map that expressions over x1, x2, … describe, such as `x1*x2, x1^2`.
    ///
    /// - Parameters:
    ///   - text: expressions separated by commas.
    ///   - width: the number of features.
    /// - Throws: `FeatureExpressionError` with the place of the fault.
    public init(_ text: String, width: Int) throws(FeatureExpressionError) {
        let expressions = try FeatureExpression.list(text, width: width)
        names = expressions.map(\.text)
        self.text = names.joined(separator: ", ")
        apply = { row in expressions.map { $0.value(row) } }
        self.width = expressions.map(\.width).max()
    }

    public func callAsFunction(_ row: [Double]) -> [Double] { apply(row) }

    /// Every row mapped; nil and the row's number where a number is not finite.
    ///
    /// - Shapes: N × D to N × F.
    func mapped(_ rows: KernelRows) -> Result<KernelRows, FeatureMapError> {
        // Rows become dense one by one, up to the features that are used.
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

/// A feature that is not a finite number for some row.
public struct FeatureMapError: Error, Equatable, CustomStringConvertible {
    /// Counted from 0.
    public let row: Int
    public let feature: String
    public let value: Double

    public var description: String {
        "feature '\(feature)' of example \(row + 1) is \(value), expected a finite number"
    }
}
