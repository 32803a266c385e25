import ArgumentParser

/// `--model`, of the tools that know several.
public struct ModelOptions<Defaults: OptionDefaults>: ParsableArguments {
    /// The model's name, one of `Defaults.models`; nil where the user gave none.
    @Option(
        help: ArgumentHelp(
            "Model: \(Defaults.models.joined(separator: ", ")). (default: \(Defaults.models.first ?? "none"))",
            valueName: "name"),
        completion: .list(Defaults.models))
    public var model: String?

    public init() {}

    /// The model's name, or the first one listed; the empty text where none is listed.
    public var name: String { model ?? Defaults.models.first ?? "" }

    /// Checks the model's name.
    ///
    /// - Throws: `ValidationError` with the nearest known name.
    public func validate() throws {
        try Self.check(model, kind: "model", known: Defaults.models)
    }
}
