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
    ///   - experiment: says which inputs there are; waves are drawn by its seed.
    public init(of table: Table, values: [Float], for experiment: Housing, fittedOn rows: [Int32]) {
        let numbers = HousingColumns.features.map {
            (name: $0.name, scale: experiment.hasLogarithms ? $0.scale : Preparation.Scale.linear)
        }
        inputs = Preparation(
            of: table, numbers: numbers, texts: experiment.hasProximity ? [HousingColumns.proximity] : [],
            waves: experiment.waves > 0
                ? Preparation.Waves(over: [0, 1], count: experiment.waves, seed: experiment.seed) : nil,
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

    /// Checks every number: a damaged file may say anything.
    public func check() throws(SettingError) {
        do { try inputs.check() } catch { throw error.within("inputs") }
        let (numbers, texts) = (inputs.numbers.map(\.name), inputs.texts.map(\.name))
        try Setting.require(
            "inputs.numbers", numbers.joined(separator: ", "), numbers == HousingColumns.names,
            expected: HousingColumns.names.joined(separator: ", "))
        try Setting.require(
            "inputs.texts", texts.joined(separator: ", "), texts.isEmpty || texts == [HousingColumns.proximity],
            expected: "\(HousingColumns.proximity), or none")
        try Setting.require(
            "boundaries", boundaries, boundaries.count == 2 && boundaries[0] <= boundaries[1],
            expected: "two numbers, the lower one first")
        let most = Float.greatestFiniteMagnitude
        try Setting.require("boundaries", all: boundaries + [mean], in: -most...most)
        try Setting.require("deviation", deviation, in: Float.leastNonzeroMagnitude...most)
    }
}
