/// A path in the file system's form: bytes, which need not be UTF-8.
public struct BytePath: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ text: String) { bytes = Array(text.utf8) }
    public init(bytes: [UInt8]) { self.bytes = bytes }

    private static let slash = UInt8(ascii: "/")

    /// A file or folder in this folder; for an empty path only the name.
    public func appending(_ name: BytePath) -> BytePath {
        bytes.isEmpty ? name : name.bytes.isEmpty ? self : BytePath(bytes: bytes + [Self.slash] + name.bytes)
    }

    public func appending(_ name: String) -> BytePath { appending(BytePath(name)) }

    /// The last part.
    public var name: BytePath {
        BytePath(bytes: Array(bytes[(bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0)...]))
    }

    /// The text after the last dot of the name, in lower case; empty where there is none.
    public var suffix: String {
        let name = name.bytes
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return "" }
        return String(decoding: name[(dot + 1)...], as: UTF8.self).lowercased()
    }

    /// The path for the operating system.
    var cString: [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }
}

extension BytePath: Comparable {
    /// Compares bytes, which for UTF-8 is the order of code points.
    public static func < (first: BytePath, second: BytePath) -> Bool {
        first.bytes.lexicographicallyPrecedes(second.bytes)
    }
}

extension BytePath: CustomStringConvertible {
    /// As text; a byte that is not UTF-8 is written `\xE9`.
    public var description: String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var (text, place) = ("", 0)
        while place < bytes.count {
            let next = (1...4).lazy.compactMap { length -> (String, Int)? in
                let end = place + length
                guard end <= bytes.count else { return nil }
                return String(validating: bytes[place..<end], as: UTF8.self).map { ($0, length) }
            }.first
            if let (scalar, length) = next {
                text += scalar
                place += length
            } else {
                let digits = String(bytes[place], radix: 16, uppercase: true)
                text += "\\x" + (digits.count == 1 ? "0" : "") + digits
                place += 1
            }
        }
        return text
    }
}
