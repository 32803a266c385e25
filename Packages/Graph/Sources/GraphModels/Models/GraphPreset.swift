/// A model with its recipe, as `--preset` names them.
public struct GraphPreset: Sendable {
    public let name: String
    public let summary: String
    /// A name of `GraphModelEntry.all`.
    public let model: String

    public static let all = [
        GraphPreset(name: "best", summary: "a graph random network, trained for longer", model: "grand")
    ]
}
