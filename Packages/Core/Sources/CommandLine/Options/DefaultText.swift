/// Defaults as help shows them.
public enum DefaultText {
    /// A default that may differ from entry to entry: "10" where all are equal, "10; dnn 3" where most are.
    ///
    /// - Parameters:
    ///   - entries: the models or presets, in the order of their list.
    ///   - name: an entry's name.
    ///   - value: an entry's default, as text.
    public static func perEntry<Entry>(
        _ entries: [Entry], name: (Entry) -> String, value: (Entry) -> String
    ) -> String {
        let values = entries.map(value)
        let counts = values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        let most = counts.values.max() ?? 0
        // The first of the most frequent, so that the text does not depend on a dictionary's order.
        guard let common = values.first(where: { counts[$0] == most }) else { return "none" }
        let others = zip(entries, values).filter { $0.1 != common }.map { "\(name($0.0)) \($0.1)" }
        return ([common] + others).joined(separator: "; ")
    }
}
