import ArgumentParser
import Foundations

/// Parsers of option values, for an option's `transform:`. Each names what it expected:
/// "--epochs 0: expected a whole number of 1 or more".
///
/// ```swift
/// import ArgumentParser
///
/// struct NetworkOptions: ParsableArguments {
///     @Option(transform: OptionValue.wholeNumber(atLeast: 1)) var hidden = 100
/// }
/// ```
public enum OptionValue {
    /// A parser, as `@Option(transform:)` takes it. It throws `ValidationError`.
    public typealias Parser<Value> = @Sendable (String) throws -> Value

    /// A whole number between two bounds.
    public static func wholeNumber(atLeast smallest: Int = 1, atMost largest: Int = .max) -> Parser<Int> {
        let bounds =
            largest == .max
            ? "of \(Readable.count(smallest)) or more" : "from \(smallest) to \(Readable.count(largest))"
        return parser(of: "a whole number \(bounds)") { text in
            Int(text).flatMap { (smallest...largest).contains($0) ? $0 : nil }
        }
    }

    /// A count of epochs or of examples in a step: products of such counts stay far below the limit of `Int`.
    public static let trainingCount: Parser<Int> = wholeNumber(atMost: 1_000_000_000)

    /// The name or folder of a run.
    public static let runName: Parser<String> = parser(of: "a name or a folder") { $0.isEmpty ? nil : $0 }

    /// A finite number above zero, such as a learning rate.
    public static let positiveNumber: Parser<Double> = parser(of: "a number above 0") { text in
        finite(text).flatMap { $0 > 0 ? $0 : nil }
    }

    /// A finite number of any sign.
    public static let finiteNumber: Parser<Double> = parser(of: "a finite number") { finite($0) }

    /// A finite number between two bounds, both included, such as a dropout rate.
    public static func number(in range: ClosedRange<Double>) -> Parser<Double> {
        let (smallest, largest) = (Readable.shortest(range.lowerBound), Readable.shortest(range.upperBound))
        return parser(of: "a number from \(smallest) to \(largest)") { text in
            finite(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A seed of the random streams: a whole number from 0 to 2⁶⁴ − 1.
    public static let seed: Parser<UInt64> = parser(of: "a whole number from 0 to 18446744073709551615") { UInt64($0) }

    /// Several whole numbers, separated by commas, such as `50,100,200`.
    public static func wholeNumbers(atLeast smallest: Int = 1, atMost largest: Int = .max) -> Parser<[Int]> {
        let one = wholeNumber(atLeast: smallest, atMost: largest)
        let bounds = largest == .max ? "of \(smallest) or more" : "from \(smallest) to \(Readable.count(largest))"
        return parser(of: "whole numbers \(bounds), separated by commas") { text in
            try? text.split(separator: ",", omittingEmptySubsequences: false).map { try one(String($0)) }
        }
    }

    /// Several finite numbers, separated by commas, such as `-4.79,5.90`.
    public static let numbers: Parser<[Double]> = parser(of: "numbers separated by commas") { text in
        let values = text.split(separator: ",", omittingEmptySubsequences: false).map { finite(String($0)) }
        return values.contains(nil) ? nil : values.compactMap { $0 }
    }

    /// Several numbers between two bounds, both included, separated by commas, such as `0,0.2,0.5`.
    public static func numbers(in range: ClosedRange<Double>) -> Parser<[Double]> {
        let one = number(in: range)
        let (smallest, largest) = (Readable.shortest(range.lowerBound), Readable.shortest(range.upperBound))
        return parser(of: "numbers from \(smallest) to \(largest), separated by commas") { text in
            try? text.split(separator: ",", omittingEmptySubsequences: false).map { try one(String($0)) }
        }
    }

    /// One of several names; a near miss is suggested.
    public static func name(of kind: String, in known: [String]) -> Parser<String> {
        { text in
            if known.contains(text) { return text }
            throw ValidationError(Suggestions.message(unknown: text, kind: kind, known: known))
        }
    }

    /// A parser of values that `parse` accepts, with a message for all others.
    ///
    /// - Parameters:
    ///   - expected: what is expected, such as "a whole number of 1 or more".
    ///   - parse: returns nil for an invalid text.
    public static func parser<Value>(
        of expected: String, _ parse: @escaping @Sendable (String) -> Value?
    ) -> Parser<Value> {
        { text in
            guard let value = parse(text) else { throw ValidationError("expected \(expected)") }
            return value
        }
    }

    private static func finite(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
