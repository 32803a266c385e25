/// Text as JSON writes it.
public enum JSONString {
    /// `text` in quotes, with quotes, backslashes and control characters escaped (RFC 8259, section 7).
    public static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{C}": result += "\\f"
            case "\0"..<" ", "\u{7F}": result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// JSON in which control characters are also escapes; outside of texts there are none.
    public static func displayed(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: \.steersDisplay) else { return json }
        var result = ""
        for scalar in json.unicodeScalars {
            if scalar.steersDisplay { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// A character of the Basic Multilingual Plane as `\u` and four digits.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
