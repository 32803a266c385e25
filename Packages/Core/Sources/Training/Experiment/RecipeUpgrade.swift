import Foundations

// Configurations of version 0.1.0, whose recipes named optimizers without their settings and also contained the model's
// sizes.

extension JSONObject {
    /// Converts the recipe of a configuration to the present form.
    ///
    /// - Parameters:
    ///   - momentum: the tool's momentum where the recipe does not have it.
    ///   - own: members of the recipe that now belong to the experiment.
    public mutating func upgradeRecipe(momentum: Double = 0, moving own: [String] = []) {
        guard case .object(let old)? = self["recipe"] else { return }
        for key in own { self[key] = old[key] }
        var recipe: JSONObject = [:]
        for key in ["epochs", "batchSize", "learningRate", "clipValue", "clipNorm", "patience"] {
            recipe[key] = old[key]
        }
        recipe["steps"] = old["iterations"]
        recipe["schedule"] = old["schedule"] ?? "constant"
        recipe["weightDecay"] = old["weightDecay"] ?? .number(0)
        var optimizer: JSONObject = ["name": old["optimizer"] ?? .null]
        if let name = Self.text(old["optimizer"]) {
            if name == "sgd" || name == "nesterov" { optimizer["momentum"] = old["momentum"] ?? .number(momentum) }
            if name == "adam" { optimizer["beta1"] = old["beta1"] }
        }
        recipe["optimizer"] = .object(optimizer)
        self["recipe"] = .object(recipe)
    }

    private static func text(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }
}
