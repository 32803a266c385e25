import ArgumentParser

/// `--preset`, of the tools that know recipes by name.
public struct PresetOption<Defaults: OptionDefaults>: ParsableArguments {
    /// The preset's name, one of `Defaults.presets`; nil where the user gave none.
    @Option(
        name: .customLong("preset"), help: ArgumentHelp(Self.help, valueName: "name"),
        completion: .list(Defaults.presets.map(\.name)),
        transform: OptionValue.name(of: "preset", in: Defaults.presets.map(\.name)))
    public var name: String?

    public init() {}

    private static var help: String {
        let list = Defaults.presets.map { "\($0.name) (\($0.summary))" }.joined(separator: ", ")
        return "\(Defaults.presetMeaning): \(list)." + (Defaults.preset.map { " (default: \($0))" } ?? "")
    }
}
