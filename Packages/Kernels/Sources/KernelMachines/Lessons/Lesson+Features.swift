import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Lesson {
    /// The candidate features of the eight points.
    static let candidates: [(name: String, map: FeatureMap)] = [
        single("f1 = x₁² + x₂²") { x1, x2 in x1 * x1 + x2 * x2 },
        single("f2 = x₁²") { x1, _ in x1 * x1 },
        single("f3 = exp(−(x₁² + x₂²)/2)") { x1, x2 in exp(-(x1 * x1 + x2 * x2) / 2) },
        single("f4 = |1 − x₂|") { _, x2 in abs(1 - x2) },
        single("f5 = x₂ − x₁") { x1, x2 in x2 - x1 },
    ]

    private static func single(
        _ name: String, _ feature: @escaping @Sendable (Double, Double) -> Double
    ) -> (name: String, map: FeatureMap) {
        (name, FeatureMap(names: [name]) { [feature($0[0], $0[1])] })
    }

    /// φ(x) = (x₁, x₂, x₁x₂, x₁², x₂²)
    static let quadratic = FeatureMap(names: ["x₁", "x₂", "x₁x₂", "x₁²", "x₂²"]) { x in
        [x[0], x[1], x[0] * x[1], x[0] * x[0], x[1] * x[1]]
    }

    static let features = Lesson("features", "One feature instead of two: which one separates eight points?") {
        control throws(FitError) in
        let examples = PlaneExamples.eight()
        var sheet = Sheet("feature")
        let plot = DecisionPlot(examples)
        for (name, map) in candidates {
            try sheet.add(
                name, PlaneMachine(examples, kernel: .features(map), cost: 1, control: control), on: plot)
        }
        sheet.say(
            "A linear machine on one feature divides its axis at one point. None of the five features has one class "
                + "on one side.",
            "These are the eight points with the first version of the fifth point, at (0.81, 0.10).")
        sheet.picture("feature-values", featureValues(examples))
        return sheet.finished(
            "features", title: "Linear machines on one feature each, C = 1, drawn in the plane", columns: 3)
    }

    /// The values of each feature along its own line, by class.
    private static func featureValues(_ examples: PlaneExamples) -> any Figure {
        let plots = candidates.map { name, map -> ScatterPlot in
            let values = zip(examples.x1, examples.x2).map { map([$0, $1])[0] }
            let groups = examples.labels.enumerated().map { label, own -> ScatterPlot.Group in
                let numbers = examples.classes.indices.filter { examples.classes[$0] == label }
                return ScatterPlot.Group(
                    "class \(own.name)", xs: numbers.map { values[$0] }, ys: numbers.map { _ in Double(2 * label - 1) },
                    labels: numbers.map { "\($0 + 1)" }, radius: 6)
            }
            return ScatterPlot(
                name, x: "", y: Axis("class", range: -2...2, format: .compact), groups: groups, size: Size(900, 190))
        }
        return Panels(plots, title: "Eight points by one feature each", columns: 1)
    }

    static let construction = Lesson("construction", "A constructed feature separates circles and XOR") {
        control throws(FitError) in
        var sheet = Sheet("examples and features")
        let tasks: [(String, PlaneExamples, String, FeatureMap)] = [
            (
                "circles", .circles(200, noise: 0.08, seed: 1), "x₁² + x₂²",
                single("x₁² + x₂²") { x1, x2 in x1 * x1 + x2 * x2 }.map
            ),
            ("XOR", .xor(200, noise: 0.3, gap: 0.2, seed: 2), "x₁x₂", single("x₁x₂") { x1, x2 in x1 * x2 }.map),
        ]
        for (name, examples, feature, map) in tasks {
            let plot = DecisionPlot(examples)
            try sheet.add(
                "\(name): x₁, x₂", PlaneMachine(examples, kernel: .linear, cost: 1, control: control), on: plot)
            try sheet.add(
                "\(name): \(feature)", PlaneMachine(examples, kernel: .features(map), cost: 1, control: control),
                on: plot)
        }
        sheet.say(
            "No single line separates a ring from its middle, or corners from their neighbors. One number does: the squared "
                + "distance from the middle, and the product of the coordinates. The XOR points keep a distance of 0.2 "
                + "from both axes, so the sign of the product is their class.")
        return sheet.finished(
            "construction", title: "Linear machines on given and constructed features", columns: 2)
    }
}
