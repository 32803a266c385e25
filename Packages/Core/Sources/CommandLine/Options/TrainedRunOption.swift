import ArgumentParser

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
