import Core

/// Everything about the data that a trained network depends on, all of it from the training rows.
public struct HousingPreparation: Codable, Sendable, Equatable {
    public let inputs: Preparation
    /// The values between low and medium, and between medium and high.
    public let boundaries: [Float]
    /// Of the values, in dollars.
    public let mean: Float
    public let deviation: Float

    /// Fits to the training rows.
    ///
    /// - Parameters:
    ///   - values: of all rows, in dollars.
    ///   - recipe: says which inputs there are.
    ///   - seed: of the waves, where there are any.
    public init(of table: Table, values: [Float], recipe: HousingRecipe, fittedOn rows: [Int32], seed: UInt64) {
        let numbers = HousingColumns.features.map {
            (name: $0.name, scale: recipe.hasLogarithms ? $0.scale : Preparation.Scale.linear)
        }
        inputs = Preparation(
            of: table, numbers: numbers, texts: recipe.hasProximity ? [HousingColumns.proximity] : [],
            waves: recipe.waves > 0 ? Preparation.Waves(over: [0, 1], count: recipe.waves, seed: seed) : nil,
            fittedOn: rows)
        let known = rows.map { values[Int($0)] }.sorted()
        boundaries = [1, 2].map { Self.quantile(Double($0) / 3, of: known) }
        let count = Double(max(1, known.count))
        let mean = known.reduce(0) { $0 + Double($1) } / count
        let variance = known.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        self.mean = Float(mean)
        deviation = variance > 0 ? Float(variance.squareRoot()) : 1
    }

    /// The number below which a share of the sorted numbers lies, between two of them as NumPy's `quantile` takes it.
    static func quantile(_ share: Double, of sorted: [Float]) -> Float {
        guard let last = sorted.last else { return 0 }
        let place = share * Double(sorted.count - 1)
        let index = Int(place)
        guard index + 1 < sorted.count else { return last }
        return Float(
            Double(sorted[index]) + (place - Double(index)) * (Double(sorted[index + 1]) - Double(sorted[index])))
    }

    /// The class of a value: 0 low, 1 medium, 2 high.
    public func label(of value: Float) -> Int32 { Int32(boundaries.reduce(0) { $0 + (value >= $1 ? 1 : 0) }) }

    /// Whether a network can be fed by it.
    public var isSound: Bool {
        inputs.isSound && boundaries.count == 2 && boundaries[0].isFinite && boundaries[0] <= boundaries[1]
            && mean.isFinite && deviation.isFinite && deviation > 0
    }
}
