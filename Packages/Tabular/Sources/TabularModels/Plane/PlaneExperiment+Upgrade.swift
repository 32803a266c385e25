import Core
import FoundationEssentials

extension PlaneExperiment {
    public static func upgrade(_ old: inout JSONObject) {
        old.upgradeRecipe(momentum: 0.9, moving: ["hidden", "activation", "enough", "restartInterval"])
        let names = [
            "file": "data", "enough": "stopAt", "restartInterval": "restartAfter", "givenScale": "fromGiven",
        ]
        for (name, new) in names { (old[new], old[name]) = (old[name], nil) }
        if old["activation"] == "step", case .object(var recipe)? = old["recipe"] {
            recipe["epochs"] = 0
            old["recipe"] = .object(recipe)
        }
        (old["isAnimated"], old["columns"]) = (false, [:])
        old["domain"] = json(PlaneDomain())
        // Version 0.1.0 recorded nothing of the points; it read or drew them again when it needed their scaling.
        guard
            var experiment = try? JSONDecoder().decode(
                Self.self, from: FoundationEssentials.Data(JSONValue.object(old).text.utf8)),
            (try? experiment.checkAll()) != nil, let points = try? experiment.readData(Console(isQuiet: true))
        else { return }
        experiment.adopt(points)
        old["domain"] = json(experiment.domain)
    }

    private static func json(_ domain: PlaneDomain) -> JSONValue {
        func list(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
        return [
            "classNames": .array(domain.classNames.map { .string($0) }),
            "scaling": ["center": list(domain.scaling.center), "scale": list(domain.scaling.scale)],
            "low": list(domain.low), "high": list(domain.high),
        ]
    }
}
