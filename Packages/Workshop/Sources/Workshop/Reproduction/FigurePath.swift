import Core

/// A place in a JSON value: members and numbers of elements separated by dots, such as `trainings.training=adam.loss`.
///
/// `*` is every element, `name=value` the elements whose member has this text or number.
struct FigurePath {
    private let parts: [Substring]

    init(_ text: String) { parts = text.split(separator: ".") }

    /// The values there, in order; none where there is no such place.
    func values(in value: JSONValue) -> [JSONValue] {
        parts.reduce([value]) { values, part in values.flatMap { Self.step(part, in: $0) } }
    }

    private static func step(_ part: Substring, in value: JSONValue) -> [JSONValue] {
        switch value {
        case .object(let object): return object[String(part)].map { [$0] } ?? []
        case .array(let elements):
            if part == "*" { return elements }
            if let sign = part.firstIndex(of: "=") {
                let (name, wanted) = (String(part[..<sign]), part[part.index(after: sign)...])
                return elements.filter { element in
                    guard case .object(let object) = element, let member = object[name] else { return false }
                    if case .string(let text) = member { return text == wanted }
                    return member.text == wanted
                }
            }
            return Int(part).flatMap { elements.indices.contains($0) ? [elements[$0]] : nil } ?? []
        default: return []
        }
    }
}

extension JSONValue {
    /// The value as a number; a flag is 1 or 0, anything else nil.
    var figure: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }
}
