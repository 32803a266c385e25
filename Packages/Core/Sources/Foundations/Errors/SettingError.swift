/// An invalid setting: its name, its value, and what was expected.
public struct SettingError: Error, Equatable, CustomStringConvertible {
    /// The setting's path within an experiment, such as "recipe.learningRate".
    public let setting: String
    /// Its value as text.
    public let value: String
    /// The valid values.
    public let expected: String

    public init(_ setting: String, _ value: Any, expected: String) {
        (self.setting, self.value, self.expected) = (setting, "\(value)", expected)
    }

    public var description: String { "\(setting) is \(value), expected \(expected)" }

    /// The same setting with the path of its container: "learningRate" of "recipe" is "recipe.learningRate".
    public func within(_ holder: String) -> SettingError {
        SettingError("\(holder).\(setting)", value, expected: expected)
    }
}

/// Checks of settings, from an option, a configuration file or a program.
public enum Setting {
    /// Checks that a number is between two others; NaN never is.
    public static func require<Number: Comparable>(
        _ name: String, _ value: Number?, in range: ClosedRange<Number>
    ) throws(SettingError) {
        guard let value, !range.contains(value) else { return }
        throw SettingError(name, value, expected: "\(range.lowerBound) to \(range.upperBound)")
    }

    /// Checks that all of several numbers are between two others.
    public static func require<Number: Comparable>(
        _ name: String, all values: [Number], in range: ClosedRange<Number>
    ) throws(SettingError) {
        for value in values { try require(name, value, in: range) }
    }

    /// Checks that a name is a known one.
    public static func require(_ name: String, _ value: String?, among known: [String]) throws(SettingError) {
        guard let value, !known.contains(value) else { return }
        throw SettingError(name, "'\(value)'", expected: known.joined(separator: ", "))
    }

    /// Checks anything else.
    public static func require(
        _ name: String, _ value: Any, _ isSound: Bool, expected: String
    ) throws(SettingError) {
        if !isSound { throw SettingError(name, value, expected: expected) }
    }
}
