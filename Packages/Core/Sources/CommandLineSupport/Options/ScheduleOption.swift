import ArgumentParser
import Core

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
