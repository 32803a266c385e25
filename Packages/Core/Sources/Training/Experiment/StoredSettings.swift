import Foundations

/// Settings as a run's `config.json` keeps them; a damaged file may say anything, so they are checked when they are read.
public protocol StoredSettings: Codable, Equatable, Sendable {
    /// The tool's name, under which its runs are kept.
    static var tool: String { get }
    /// Checks every setting.
    ///
    /// - Throws: `SettingError`
    func checkAll() throws
    /// Options of settings that have none of their own name, such as "preset" of a width that only presets choose.
    static var optionNames: [String: String] { get }
    /// Brings the settings of a run of version 0.1.0 into today's form.
    static func upgrade(_ old: inout JSONObject)
}

extension StoredSettings {
    public static var optionNames: [String: String] { [:] }
    public static func upgrade(_ old: inout JSONObject) {}

    /// Checks settings that options asked for.
    ///
    /// - Throws: `ToolError`, which names the option.
    public func checkOptions() throws {
        do { try checkAll() } catch let error as SettingError { throw error.usage }
    }
}
