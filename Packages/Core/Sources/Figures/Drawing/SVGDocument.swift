/// Makes Cairo's SVG reproducible and readable without eyes.
enum SVGDocument {
    /// Cairo's document with identifiers counted from 0 and with `title` and all `texts` as its description.
    ///
    /// Cairo numbers surfaces and images per process, so the same picture drawn twice would differ. It also draws text
    /// as glyph outlines, which no reader or search could find.
    static func finished(_ document: [UInt8], title: String, texts: [String]) -> [UInt8] {
        let numbered = renumbered(document)
        guard let start = index(after: Array("<svg".utf8), in: numbered),
            let end = numbered[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return numbered }
        let notes = "\n<title>\(escaped(title))</title>\n<desc>\(escaped(texts.joined(separator: "; ")))</desc>"
        return Array(numbered[...end]) + Array(notes.utf8) + Array(numbered[(end + 1)...])
    }

    /// Identifiers such as `surface17` and `image23` numbered in their order of appearance.
    static func renumbered(_ document: [UInt8]) -> [UInt8] {
        let names = ["surface", "image", "mask", "source"].map { Array($0.utf8) }
        var numbers: [[UInt8]: Int] = [:]
        var result: [UInt8] = []
        result.reserveCapacity(document.count)
        var position = 0
        while position < document.count {
            let byte = document[position]
            result.append(byte)
            position += 1
            // Identifiers follow a quotation mark or a number sign, which embedded base64 data never contains.
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#"),
                let name = names.first(where: { document[position...].starts(with: $0) })
            else { continue }
            let digits = document[(position + name.count)...].prefix { (48...57).contains($0) }
            guard !digits.isEmpty else { continue }
            let key = name + digits
            let number = numbers[key] ?? numbers.count
            numbers[key] = number
            result += name + Array(String(number).utf8)
            position += key.count
        }
        return result
    }

    /// `text` with the characters that XML reserves written as entities, and without forbidden and control characters.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in Typeface.printable(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\u{FFFE}", "\u{FFFF}": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func index(after pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        bytes.indices.first { bytes[$0...].starts(with: pattern) }.map { $0 + pattern.count }
    }
}
