import Foundations

/// Finds the number that does not fit its type, such as −1 for a seed: Foundation's error names neither it nor its
/// place.
struct UnfitNumber {
    /// Whether a configuration fits its type.
    let fits: (JSONValue) -> Bool

    /// "seed is -1"; nil where it is not a single number's fault.
    func words(in value: JSONValue, path: [String] = [], rest: (JSONValue) -> JSONValue = { $0 }) -> String? {
        switch value {
        case .integer, .unsigned, .number:
            return fits(rest(1)) ? "\(path.joined(separator: ".")) is \(value.text)" : nil
        case .array(let elements):
            for (place, element) in elements.enumerated() {
                var others = elements
                let found = words(in: element, path: path) {
                    others[place] = $0
                    return rest(.array(others))
                }
                if let found { return found }
            }
        case .object(let object):
            for member in object.members {
                var others = object
                let found = words(in: member.value, path: path + (member.key == "experiment" ? [] : [member.key])) {
                    others[member.key] = $0
                    return rest(.object(others))
                }
                if let found { return found }
            }
        default: break
        }
        return nil
    }
}
