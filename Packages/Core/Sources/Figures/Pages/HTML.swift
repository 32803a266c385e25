import Foundations

/// Text of a page. What is interpolated is escaped, so that names and paths from outside cannot become markup:
///
/// ```swift
/// let className = "R&B"
/// let cell: HTML = "<td>\(className)</td>"
/// ```
///
/// Only other `HTML` is inserted as it is.
public struct HTML: Equatable, Sendable, ExpressibleByStringInterpolation {
    /// The markup.
    public private(set) var text: String

    /// Markup that is known when the program is compiled.
    public init(stringLiteral value: String) { text = value }

    public init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

    /// Markup of Kumiki's own, such as a resource.
    init(markup: String) { text = markup }

    /// Text with lines that stay lines, such as a sample of a model, for an element that keeps white space.
    public init(lines: String) { text = lines.displayedLines.map(Self.escaped).joined(separator: "\n") }

    /// Nothing.
    public static let empty: HTML = ""

    /// A literal with escaped parts.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        public mutating func appendLiteral(_ literal: String) { text += literal }
        /// Text, whose reserved characters become entities, and whose control characters become visible.
        public mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value.displayed) }
        public mutating func appendInterpolation(_ value: Int) { text += String(value) }
        public mutating func appendInterpolation(_ value: HTML) { text += value.text }
        /// Parts, one after the other.
        public mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { text += part.text } }
        /// Bytes as the address of a picture, which then needs no file.
        public mutating func appendInterpolation(png bytes: [UInt8]) { text += HTML.address(png: bytes) }
    }

    public static func + (first: HTML, second: HTML) -> HTML { "\(first)\(second)" }

    /// `text` with the characters that HTML reserves, in elements and in quoted attributes, written as entities.
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x26, 0x3C, 0x3E, 0x22, 0x27].contains($0) }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// JSON for an element `<script type="application/json">`: no text in it can end the element or begin a comment.
    ///
    /// `<`, `>` and `&` occur in JSON only within texts, where the escape means the same character.
    ///
    /// Source: HTML Living Standard, "Restrictions for contents of script elements".
    public static func json(_ text: String) -> HTML {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes += Array("\\u003c".utf8)
            case UInt8(ascii: ">"): bytes += Array("\\u003e".utf8)
            case UInt8(ascii: "&"): bytes += Array("\\u0026".utf8)
            default: bytes.append(byte)
            }
        }
        return HTML(markup: String(decoding: bytes, as: UTF8.self))
    }
}

extension [HTML] {
    /// The parts with markup between them.
    public func joined(separator: HTML) -> HTML {
        HTML(markup: map(\.text).joined(separator: separator.text))
    }
}
