import ArgumentParser
import Core

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

/// `--schedule`, of the tools whose learning rate may change over time.
public struct ScheduleOption<Defaults: OptionDefaults>: ParsableArguments {
    /// The schedule's name, one of `ScheduleEntry.all`; nil where the user gave none.
    @Option(
        name: .customLong("schedule"),
        help: ArgumentHelp(
            "Learning rate over time: \(ScheduleEntry.all.map(\.name).joined(separator: ", ")). "
                + "(default: \(Defaults.schedule))", valueName: "name"),
        completion: .list(ScheduleEntry.all.map(\.name)),
        transform: OptionValue.name(of: "schedule", in: ScheduleEntry.all.map(\.name)))
    public var name: String?

    public init() {}
}

/// `--run`, of the commands that use a trained model.
public struct TrainedRunOption: ParsableArguments {
    /// A run's name or folder, or a file of weights; nil for the latest run.
    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Run, by name or folder, or a .safetensors file. (default: the latest)", valueName: "name"),
        transform: OptionValue.runName)
    public var name: String?

    public init() {}
}
