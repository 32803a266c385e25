/// A model and a recipe of ours, as `--preset` names them.
public struct GraphPreset: Sendable {
    public let name: String
    public let summary: String
    public let model: String
    public let recipe: GraphRecipe

    public static let all = [
        GraphPreset(
            name: "best", summary: "a graph random network, trained for longer", model: "grand",
            recipe: GraphModelEntry.all.first { $0.name == "grand" }?.recipe ?? GraphRecipe())
    ]
}
