/// "Did you mean": the nearest of the known names, and errors with it.
public enum Suggestions {
    /// The known name that the user probably meant, or nil where none is near. Case does not count. A name is near
    /// within one typing error for every three of its letters (at least one), or where one begins with the other.
    public static func nearest(to name: String, in known: [String]) -> String? {
        let typed = name.lowercased()
        guard !typed.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in known {
            let other = candidate.lowercased()
            let distance = EditDistance.between(typed, other)
            let isNear = distance <= max(1, max(typed.count, other.count) / 3) && distance < other.count
            if isNear, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        if let best { return best.name }
        return known.first { candidate in
            let other = candidate.lowercased()
            return min(typed.count, other.count) >= 3 && (other.hasPrefix(typed) || typed.hasPrefix(other))
        }
    }

    /// "unknown model 'cnov', did you mean 'conv'? Known: lin, full, conv, dnn".
    ///
    /// - Parameters:
    ///   - name: what the user typed.
    ///   - kind: what it should name, such as "model".
    ///   - known: the known names.
    public static func message(unknown name: String, kind: String, known: [String]) -> String {
        let list = known.joined(separator: ", ")
        guard let nearest = nearest(to: name, in: known) else { return "unknown \(kind) '\(name)'. Known: \(list)" }
        return "unknown \(kind) '\(name)', did you mean '\(nearest)'? Known: \(list)"
    }

    /// Finds an entry by its name.
    ///
    /// ```swift
    /// let models = [(name: "conv", layers: 4), (name: "lin", layers: 1)]
    /// let model = try Suggestions.find("conv", kind: "model", in: models, by: \.name)
    /// ```
    ///
    /// - Throws: ``ToolError`` (64) with ``message(unknown:kind:known:)`` where no entry has that name.
    public static func find<Entry>(
        _ name: String, kind: String, in entries: [Entry], by nameOf: (Entry) -> String
    ) throws(ToolError) -> Entry {
        if let entry = entries.first(where: { nameOf($0) == name }) { return entry }
        throw ToolError.usage(message(unknown: name, kind: kind, known: entries.map(nameOf)))
    }
}
