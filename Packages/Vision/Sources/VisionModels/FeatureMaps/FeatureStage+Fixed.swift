import Core

extension FeatureStage {
    /// The classic three stages without training: two filters 3×3 that respond to edges, three random ones 5×5×2, one
    /// random one 7×7×3; each followed by ReLU and 2×2 max pooling, without padding.
    ///
    /// A random filter has mean 0, so that it responds to patterns and not to brightness, and Σ w² = 1.
    public static func fixed(seed: UInt64) -> [FeatureStage] {
        [edges, random("stage 2", [3, 2, 5, 5], seed: seed), random("stage 3", [1, 3, 7, 7], seed: seed)]
    }

    /// Two filters 3×3: one responds where the picture becomes lighter from left to right, at vertical edges; the other
    /// where it becomes darker from top to bottom, at horizontal ones.
    public static var edges: FeatureStage {
        let weights: [Float] = [
            -1, 0, 1, -1, 0, 1, -1, 0, 1,
            1, 1, 1, 0, 0, 0, -1, -1, -1,
        ]
        return FeatureStage(
            "stage 1", weight: Tensor(weights, shape: [2, 1, 3, 3]), filterNames: ["vertical", "horizontal"])
    }

    /// Random filters from a stream of the stage's own.
    static func random(_ name: String, _ shape: Shape, seed: UInt64) -> FeatureStage {
        var random = RandomStream(seed: seed, name: .filters(name))
        let size = shape.dropFirst().reduce(1, *)
        let weights = (0..<shape[0]).flatMap { _ -> [Float] in
            let drawn = (0..<size).map { _ in random.normal() }
            let mean = drawn.reduce(0, +) / Double(size)
            let length = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
            return drawn.map { Float(($0 - mean) / max(length, 1e-9)) }
        }
        return FeatureStage(name, weight: Tensor(weights, shape: shape))
    }
}

extension StreamName {
    /// The random filters of a stage.
    static func filters(_ stage: String) -> StreamName { StreamName("filters.\(stage)") }
}
