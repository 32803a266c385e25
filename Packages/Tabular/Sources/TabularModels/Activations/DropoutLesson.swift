import Core

/// Dropout at work on one layer: the same outputs with several masks, and their mean over many.
public struct DropoutLesson: Sendable {
    public let rate: Double
    /// The outputs of the units without dropout.
    public let units: [Double]
    /// The outputs under each of some masks: 0 where a unit is dropped, otherwise the output times 1 / (1 − rate).
    public let draws: [[Double]]
    /// The mean output of each unit over ``meanCount`` masks.
    public let means: [Double]

    public static let drawCount = 6
    public static let meanCount = 10_000

    /// - Parameters:
    ///   - rate: the share of the units that is dropped, 0 or more, below 1.
    ///   - seed: of the masks.
    public init(rate: Double, seed: UInt64) {
        let units: [Float] = [0.9, 0.3, 0.7, 0.5, 1.2, 0.2, 0.8, 0.6]
        let (random, dropout) = (RandomStreams(seed: seed), Dropout(rate))
        var draws: [[Double]] = []
        var sums = [Double](repeating: 0, count: units.count)
        for number in 0..<Self.meanCount {
            var outputs: [Double] = []
            _ = valueAndGradients(at: [Tensor(units)], in: .training(drawingFrom: random)) { inputs in
                let dropped = dropout(inputs[0])
                outputs = dropped.doubles
                return dropped.sum()
            }
            if number < Self.drawCount { draws.append(outputs) }
            for unit in sums.indices { sums[unit] += outputs[unit] }
        }
        (self.rate, self.units, self.draws) = (rate, units.map(Double.init), draws)
        means = sums.map { $0 / Double(Self.meanCount) }
    }

    /// The layer without dropout, each draw, and the mean, each row with its name.
    public var rows: [(name: String, outputs: [Double])] {
        [("no dropout", units)] + draws.enumerated().map { ("draw \($0 + 1)", $1) } + [("mean of 10,000", means)]
    }

    /// The rows as colored cells.
    public var figure: HeatMap {
        let format = NumberFormat.compact
        return HeatMap(
            "Dropout \(format.text(rate)): kept units × \(format.text(1 / (1 - rate))), others 0",
            x: "unit of the layer; numbers and colors: its output", values: rows.map(\.outputs),
            rowLabels: rows.map(\.name), columnLabels: units.indices.map { "\($0 + 1)" }, colors: .blues,
            numbers: .format(.fixed(2)), barFormat: .fixed(1), cellSide: 44)
    }
}
