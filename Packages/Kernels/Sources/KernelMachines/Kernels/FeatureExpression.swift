#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// An expression over the features x1, x2, … of a row, such as `exp(-(x1^2 + x2^2) / 2)`.
///
/// Numbers, + − * / ^, brackets, and the functions abs, exp, log, sqrt, sin, cos, tanh, min, max. As in mathematics, ^
/// has the highest precedence and is right-associative, and −x^2 is −(x^2).
public struct FeatureExpression: Sendable {
    /// The original text, without spaces around it.
    public let text: String
    private let root: Node

    /// The maximum depth of brackets and the maximum number of characters: far more than a person writes.
    static let deepest = 64
    static let longest = 10_000

    indirect enum Node: Sendable {
        case number(Double)
        /// Zero beyond the end of a row.
        case feature(Int)
        case call(@Sendable (Double) -> Double, Node)
        case pair(@Sendable (Double, Double) -> Double, Node, Node)

        var width: Int {
            switch self {
            case .number: 0
            case .feature(let index): index + 1
            case .call(_, let argument): argument.width
            case .pair(_, let first, let second): max(first.width, second.width)
            }
        }

        func value(_ row: [Double]) -> Double {
            switch self {
            case .number(let value): value
            case .feature(let index): index < row.count ? row[index] : 0
            case .call(let function, let argument): function(argument.value(row))
            case .pair(let function, let first, let second): function(first.value(row), second.value(row))
            }
        }
    }

    /// The expression's value for a row.
    public func value(_ row: [Double]) -> Double { root.value(row) }

    /// The number of the last feature in the expression; 0 for none.
    var width: Int { root.width }

    /// Expressions separated by commas.
    ///
    /// - Parameters:
    ///   - text: expressions over x1, x2, …, such as `x1*x2, x1^2`.
    ///   - width: the number of features.
    /// - Throws: `FeatureExpressionError` with the place of the fault.
    public static func list(_ text: String, width: Int) throws(FeatureExpressionError) -> [FeatureExpression] {
        var parser = FeatureExpressionParser(text, width: width)
        guard parser.characters.count <= longest else {
            throw FeatureExpressionError(text: text, place: longest, expected: "at most \(longest) characters")
        }
        var expressions: [FeatureExpression] = []
        repeat {
            let start = parser.position
            let node = try parser.sum(depth: 0)
            let own = String(parser.characters[start..<parser.position]).split(separator: " ").joined(separator: " ")
            expressions.append(FeatureExpression(text: own, root: node))
        } while parser.take(",")
        guard parser.position == parser.characters.count else { throw parser.failure("an operator or ','") }
        return expressions
    }

    static let functions: [String: @Sendable (Double) -> Double] = [
        "abs": { abs($0) }, "exp": { exp($0) }, "log": { log($0) }, "sqrt": { $0.squareRoot() }, "sin": { sin($0) },
        "cos": { cos($0) }, "tanh": { tanh($0) },
    ]
    static let functionsOfTwo: [String: @Sendable (Double, Double) -> Double] = [
        "min": { min($0, $1) }, "max": { max($0, $1) },
    ]
}

/// A fault in a text of expressions, and its place.
public struct FeatureExpressionError: Error, Equatable, CustomStringConvertible {
    public let text: String
    /// Characters before the fault.
    public let place: Int
    public let expected: String

    public var description: String {
        let rest = text.dropFirst(place).prefix(12)
        return "character \(place + 1): \(rest.isEmpty ? "the end" : "'\(rest)'"), expected \(expected)"
    }
}

/// Reads expressions by descent.
struct FeatureExpressionParser {
    private let text: String
    private let width: Int
    let characters: [Character]
    private(set) var position = 0

    init(_ text: String, width: Int) {
        (self.text, self.width) = (text, width)
        characters = Array(text)
    }

    func failure(_ expected: String) -> FeatureExpressionError {
        FeatureExpressionError(text: text, place: position, expected: expected)
    }

    private mutating func skipSpace() {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
    }

    mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        return true
    }

    mutating func sum(depth: Int) throws(FeatureExpressionError) -> FeatureExpression.Node {
        guard depth < FeatureExpression.deepest else { throw failure("at most \(FeatureExpression.deepest) brackets") }
        var node = try product(depth: depth)
        while true {
            if take("+") {
                node = .pair({ $0 + $1 }, node, try product(depth: depth))
            } else if take("-") || take("−") {
                node = .pair({ $0 - $1 }, node, try product(depth: depth))
            } else {
                skipSpace()
                return node
            }
        }
    }

    private mutating func product(depth: Int) throws(FeatureExpressionError) -> FeatureExpression.Node {
        var node = try signed(depth: depth)
        while true {
            if take("*") || take("·") {
                node = .pair({ $0 * $1 }, node, try signed(depth: depth))
            } else if take("/") {
                node = .pair({ $0 / $1 }, node, try signed(depth: depth))
            } else {
                return node
            }
        }
    }

    private mutating func signed(depth: Int) throws(FeatureExpressionError) -> FeatureExpression.Node {
        guard depth < FeatureExpression.deepest else { throw failure("fewer signs and powers") }
        if take("-") || take("−") { return .call({ -$0 }, try signed(depth: depth + 1)) }
        if take("+") { return try signed(depth: depth + 1) }
        let base = try atom(depth: depth)
        guard take("^") else { return base }
        return .pair({ pow($0, $1) }, base, try signed(depth: depth + 1))
    }

    private mutating func atom(depth: Int) throws(FeatureExpressionError) -> FeatureExpression.Node {
        if take("(") {
            let node = try sum(depth: depth + 1)
            guard take(")") else { throw failure("')'") }
            return node
        }
        skipSpace()
        guard position < characters.count else { throw failure("a number, a feature such as x1, or '('") }
        if characters[position].isNumber || characters[position] == "." { return try number() }
        return try named(depth: depth)
    }

    private mutating func number() throws(FeatureExpressionError) -> FeatureExpression.Node {
        let start = position
        while position < characters.count {
            let character = characters[position]
            let isExponentSign =
                (character == "-" || character == "+") && position > start && "eE".contains(characters[position - 1])
            guard character.isNumber || character == "." || character == "e" || character == "E" || isExponentSign
            else { break }
            position += 1
        }
        guard let value = Double(String(characters[start..<position])), value.isFinite else {
            position = start
            throw failure("a number")
        }
        return .number(value)
    }

    private mutating func named(depth: Int) throws(FeatureExpressionError) -> FeatureExpression.Node {
        let start = position
        while position < characters.count, characters[position].isLetter || characters[position].isNumber {
            position += 1
        }
        let name = String(characters[start..<position])
        if name.first == "x", let number = Int(name.dropFirst()) {
            guard (1...max(1, width)).contains(number), width > 0 else {
                position = start
                throw failure(width == 1 ? "x1" : "x1 to x\(width)")
            }
            return .feature(number - 1)
        }
        if let function = FeatureExpression.functions[name] {
            return .call(function, try arguments(1, depth: depth)[0])
        }
        if let function = FeatureExpression.functionsOfTwo[name] {
            let arguments = try arguments(2, depth: depth)
            return .pair(function, arguments[0], arguments[1])
        }
        position = start
        throw failure("a number, a feature such as x1, or one of abs, exp, log, sqrt, sin, cos, tanh, min, max")
    }

    private mutating func arguments(
        _ count: Int, depth: Int
    ) throws(FeatureExpressionError) -> [FeatureExpression.Node] {
        guard take("(") else { throw failure("'('") }
        var arguments = [try sum(depth: depth + 1)]
        while arguments.count < count {
            guard take(",") else { throw failure("','") }
            arguments.append(try sum(depth: depth + 1))
        }
        guard take(")") else { throw failure("')'") }
        return arguments
    }
}
