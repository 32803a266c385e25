import Core

// The valid settings, and the settings of version 0.1.0.

extension AdversarialExperiment {
    /// The maximum for one layer: more does not fit into the machines that these models are made for.
    private static var mostWeights: Int { 2_000_000_000 }

    public func check() throws {
        try Setting.require("model", model, among: Entries.models.map(\.name))
        let entry = try Entries.model(model)
        for (name, text) in [("dataset", dataset), ("data", data)] {
            try Setting.require(name, "'\(text ?? "")'", text != "", expected: "a name or a folder")
        }
        try Setting.require("trainingExamples", trainingExamples, in: 1...Recipe.mostCount)
        try Setting.require("size", size, in: 4...1_024)
        try Setting.require(
            "classNames", classNames, (1...100_000).contains(classNames.count) && !classNames.contains(""),
            expected: "the names of 1 to 100,000 classes")
        let width = entry.isConditional ? classNames.count : DenseGenerator.widths.max() ?? 1
        try Setting.require(
            "picture", picture,
            picture.count == 3 && (1...3).contains(picture[0]) && picture[1...].allSatisfy { (1...1_024).contains($0) }
                && picture.elementCount * width <= Self.mostWeights,
            expected: "channels, height and width of a picture that a model can make")
        try Setting.require("noise", noise, in: 1...10_000)
        try Setting.require("lrDiscriminator", lrDiscriminator, in: Recipe.rates)
        try Setting.require("labelSmoothing", labelSmoothing, in: 0...0.5)
        try Setting.require(
            "dropout", dropout.map { "\($0)" } ?? "not given", (dropout == nil) == (entry.dropout == nil),
            expected: entry.dropout == nil ? "none, because the discriminator of \(model) has no dropout" : "a rate")
        try Setting.require("dropout", dropout, in: 0...0.9)
        try Setting.require("average", average, in: 0...0.999_99)
        try Setting.require("gridEpochs", "[]", gridEpochs?.isEmpty != true, expected: "epochs")
        try Setting.require("gridEpochs", all: gridEpochs ?? [], in: 0...Recipe.mostCount)
        try Setting.require("scoreEvery", scoreEvery, in: 1...Recipe.mostCount)
    }

    public static func upgrade(_ old: inout JSONObject) {
        guard case .object(let recipe)? = old["recipe"] else { return }
        // For optimizers other than Adam, β₁ was the momentum.
        old.upgradeRecipe(momentum: recipe.number("beta1") ?? 0, moving: ["noise", "labelSmoothing", "dropout"])
        old["lrDiscriminator"] = recipe["discriminatorLearningRate"] ?? recipe["learningRate"]
        old["average"] = recipe["averaging"] ?? 0
        if old["model"] != .string(GANEntry.all[0].name) { old["dropout"] = nil }
        (old["scoreEvery"], old["scoreInterval"]) = (old["scoreInterval"], nil)
        // Pictures from files are squares; others need no preparation.
        guard case .array(let picture)? = old["picture"], picture.count == 3 else { return }
        if picture[1] == picture[2], picture[1] != 28 { old["size"] = picture[1] }
        old["color"] = .bool(picture[0] == 3 && picture[1] == picture[2])
    }
}
