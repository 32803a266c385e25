import FoundationEssentials
import Foundations

/// The option that sets a setting, by name.
enum OptionName {
    private static let own = [
        "learningRate": "lr", "name": "optimizer", "clipValue": "clip", "decay": "optimizer", "texts": "text",
        "syncBatchNorm": "sync-batchnorm",
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

/// The differences between two experiments of any kind, setting by setting.
public enum SettingDifference {
    /// "--lr cannot be changed (0.01 in the run)", for every option whose setting differs. A model has its own
    /// settings: where the model differs, only the model is named.
    public static func between<E: Encodable>(_ run: E, _ asked: E) -> [String] {
        changes(run, asked).map { "\($0.option) cannot be changed (\($0.known) in the run)" }
    }

    /// The options whose settings differ, such as "--lr".
    public static func options<E: Encodable>(_ run: E, _ other: E) -> [String] { changes(run, other).map(\.option) }

    /// The settings that differ, by their names in configurations: "recipe.learningRate", "text.fingerprint".
    public static func names<E: Encodable>(_ run: E, _ other: E) -> [String] { changes(run, other).map(\.setting) }

    /// The options whose settings are not the same in all of several experiments, with the value of each.
    public static func varying<E: Encodable>(_ experiments: [E]) -> [(option: String, values: [String])] {
        let all = experiments.map { leaves(of: $0) }
        let keys = Set(all.flatMap(\.keys)).filter { key in !all.dropFirst().allSatisfy { $0[key] == all[0][key] } }
        var found: [(option: String, values: [String])] = []
        for key in keys.sorted() {
            let option = option(of: key, in: E.self)
            let values = all.map { $0[key].flatMap { $0.isEmpty ? nil : $0 } ?? "none" }
            if !found.contains(where: { $0.option == option }) { found.append((option, values)) }
        }
        return found
    }

    private typealias Change = (setting: String, option: String, known: String)

    /// Options of settings whose option has another name.
    private static func borrowed<E>(_ type: E.Type) -> [String: String] {
        (type as? any StoredSettings.Type)?.optionNames ?? [:]
    }

    private static func option<E>(of key: String, in type: E.Type) -> String {
        borrowed(type)[key].map { "--\($0)" } ?? OptionName.of(key)
    }

    private static func changes<E: Encodable>(_ run: E, _ asked: E) -> [Change] {
        let (old, new) = (leaves(of: run), leaves(of: asked))
        let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        var found: [Change] = []
        for key in changed.sorted() {
            let choice = key.split(separator: ".").dropLast().joined(separator: ".")
            let option = option(of: key, in: E.self)
            // Another optimizer has other settings.
            let follows = changed.contains("\(choice).name") && !key.hasSuffix(".name")
            if follows || found.contains(where: { $0.option == option }) { continue }
            let known = old[key].flatMap { $0.isEmpty ? nil : $0 } ?? "none"
            found.append((key, option, borrowed(E.self)[key] == nil ? known : "\(key) is \(known)"))
        }
        return found.first { $0.option == "--model" }.map { [$0] } ?? found
    }

    private static func leaves<E: Encodable>(of experiment: E) -> [String: String] {
        guard let bytes = try? JSONEncoder().encode(experiment),
            let value = try? JSONDecoder().decode(JSONValue.self, from: bytes)
        else { return [:] }
        return leaves(of: value)
    }

    /// The settings of a configuration by their names, such as "recipe.learningRate", as text.
    static func leaves(of value: JSONValue) -> [String: String] {
        var leaves: [String: String] = [:]
        func visit(_ value: JSONValue, _ path: String) {
            switch value {
            case .object(let members):
                for member in members.members {
                    visit(member.value, path.isEmpty ? member.key : "\(path).\(member.key)")
                }
            // For objects in a list each member is compared separately.
            case .array(let elements) where elements.contains(where: \.isObject):
                for (place, element) in elements.enumerated() { visit(element, "\(path).\(place)") }
            case .string(let text): leaves[path] = text
            default: leaves[path] = value.text
            }
        }
        visit(value, "")
        return leaves
    }
}

extension JSONValue {
    fileprivate var isObject: Bool { if case .object = self { true } else { false } }
}

extension SettingError {
    /// The same as an error of the option that sets it: "--dropout 2: expected 0 to 0.9".
    public var usage: ToolError { .usage("\(OptionName.of(setting)) \(value): expected \(expected)") }
}
