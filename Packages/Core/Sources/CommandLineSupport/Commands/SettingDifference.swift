import Core
import FoundationEssentials

/// The option that sets a setting, by name.
enum OptionName {
    private static let own = [
        "learningRate": "lr", "name": "optimizer", "clipValue": "clip", "decay": "optimizer", "floor": "schedule",
    ]

    /// "--batch-size" of "recipe.batchSize".
    static func of(_ setting: String) -> String {
        let parts = setting.split(separator: ".").map(String.init)
        if parts.contains("optimizer"), parts.last == "name" { return "--optimizer" }
        if parts.contains("schedule") { return "--schedule" }
        let last = parts.last ?? setting
        if let known = own[last] { return "--\(known)" }
        return "--" + last.map { $0.isUppercase ? "-\($0.lowercased())" : "\($0)" }.joined()
    }
}

/// What differs between two experiments, setting by setting.
enum SettingDifference {
    /// "--lr cannot be changed (0.01 there)", for every setting that differs.
    static func between<E: Experiment>(_ run: E, _ asked: E) -> [String] {
        let (old, new) = (leaves(of: run), leaves(of: asked))
        var told: [String] = []
        for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
            let line = "\(OptionName.of(key)) cannot be changed (\(old[key] ?? "none") in the run)"
            if !told.contains(line) { told.append(line) }
        }
        return told
    }

    private static func leaves<E: Experiment>(of experiment: E) -> [String: String] {
        guard let bytes = try? JSONEncoder().encode(experiment),
            let value = try? JSONDecoder().decode(JSONValue.self, from: bytes)
        else { return [:] }
        var leaves: [String: String] = [:]
        func visit(_ value: JSONValue, _ path: String) {
            guard case .object(let members) = value else {
                if case .string(let text) = value { leaves[path] = text } else { leaves[path] = value.text }
                return
            }
            for member in members.members { visit(member.value, path.isEmpty ? member.key : "\(path).\(member.key)") }
        }
        visit(value, "")
        return leaves
    }
}
