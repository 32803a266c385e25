import Foundations
import Tensors

/// Settings in a run's `config.json`; a damaged file may contain anything, so they are checked when they are read.
public protocol StoredSettings: Codable, Equatable, Sendable {
    /// The tool's name, which is the name of its folder of runs.
    static var tool: String { get }
    /// Checks every setting.
    ///
    /// - Throws: `SettingError`
    func checkAll() throws
    /// Options of settings whose option has another name, such as "preset" for a width that only presets choose.
    static var optionNames: [String: String] { get }
    /// What `--optimizer` names, and what a run's configuration may name: the built-in optimizers, and the tool's own.
    static var optimizers: [OptimizerChoice] { get }
    /// Converts the settings of a run of version 0.1.0 to the present form.
    static func upgrade(_ old: inout JSONObject)
}

extension StoredSettings {
    public static var optionNames: [String: String] { [:] }
    public static var optimizers: [OptimizerChoice] { OptimizerChoice.all }
    public static func upgrade(_ old: inout JSONObject) {}

    /// Checks settings from options.
    ///
    /// - Throws: `ToolError`, which names the option.
    public func checkOptions() throws {
        do { try checkAll() } catch let error as SettingError { throw error.usage }
    }
}
