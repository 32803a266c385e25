import Foundations

/// A choice among named values, each with its own numbers, in the form of files: `{"name": "adam", "beta1": 0.9, …}`.
///
/// A name without numbers means the default numbers. Unknown names, and numbers that the choice does not have, are
/// refused.
public protocol NamedSetting: Codable {
    /// The kind of the choice, such as "optimizer".
    static var kind: String { get }
    /// What can be chosen, with the usual numbers, where a decoder's ``choicesKey`` does not say.
    static var named: [Self] { get }
    var name: String { get }
    /// Its numbers, with the range of each.
    var numbers: [OptimizerChoice.Hyperparameter] { get }
    /// The same choice with numbers by name; nil where it has no number with this name.
    func with(_ values: [String: Double]) -> Self?
}

private struct SettingKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension NamedSetting {
    /// The key of a decoder's `userInfo` under which it finds what can be chosen.
    public static var choicesKey: CodingUserInfoKey? { CodingUserInfoKey(rawValue: "kumiki.\(kind)") }

    public init(from decoder: any Decoder) throws {
        let named = Self.choicesKey.flatMap { decoder.userInfo[$0] as? [Self] } ?? Self.named
        let path = decoder.codingPath.map(\.stringValue).filter { $0 != "experiment" }.joined(separator: ".")
        let setting = path.isEmpty ? Self.kind : path
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            self = try Self.known(name, setting, in: named)
            return
        }
        let members = try decoder.container(keyedBy: SettingKey.self)
        var values: [String: Double] = [:]
        for key in members.allKeys where key.stringValue != "name" {
            values[key.stringValue] = try members.decode(Double.self, forKey: key)
        }
        let choice = try Self.known(
            try members.decode(String.self, forKey: SettingKey(stringValue: "name")), setting, in: named)
        // Numbers out of range are refused before the conversion to a whole number, which may be impossible.
        for number in choice.numbers {
            try Setting.require("\(setting).\(number.name)", values[number.name], in: number.range)
        }
        guard let own = choice.with(values) else {
            throw SettingError(
                setting, values.keys.sorted().joined(separator: ", "),
                expected: "the numbers of \(choice.name): " + choice.numbers.map(\.name).joined(separator: ", "))
        }
        for number in own.numbers {
            guard let value = values[number.name], value != number.value else { continue }
            throw SettingError("\(setting).\(number.name)", value, expected: "a whole number")
        }
        self = own
    }

    private static func known(
        _ name: String, _ setting: String, in named: [Self]
    ) throws(SettingError) -> Self {
        if let choice = named.first(where: { $0.name == name }) { return choice }
        throw SettingError(setting, "'\(name)'", expected: named.map(\.name).joined(separator: ", "))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: SettingKey.self)
        try members.encode(name, forKey: SettingKey(stringValue: "name"))
        for number in numbers { try members.encode(number.value, forKey: SettingKey(stringValue: number.name)) }
    }

    /// Checks the numbers.
    public func check() throws(SettingError) {
        for number in numbers { try Setting.require("\(Self.kind).\(number.name)", number.value, in: number.range) }
    }
}
