import Core

/// Everything about the data that a trained network depends on, all of it from the training rows.
public struct HousingPreparation: Codable, Sendable, Equatable {
    public let inputs: Preparation
    /// The columns.
    public let layout: TableLayout
    public let task: TableTask
    /// The names of the classes; empty where the value itself is predicted.
    public let classNames: [String]
    /// The numbers that represent classes in the target, rising; nil where these are texts or thirds.
    public let classValues: [Float]?
    /// The values between low and medium, and between medium and high; empty except for thirds.
    public let boundaries: [Float]
    /// Of the values; 0 and 1 where classes are predicted by name.
    public let mean: Float
    public let deviation: Float

    /// Fits to the training rows.
    ///
    /// - Parameters:
    ///   - table: all rows, of which some are for training.
    ///   - layout: which columns are inputs, and which is the target.
    ///   - task: what is predicted of each row.
    ///   - experiment: defines how columns are prepared; its seed draws the waves.
    ///   - rows: numbers of the training rows.
    public init(
        of table: Table, _ layout: TableLayout, _ task: TableTask, for experiment: Housing, fittedOn rows: [Int32]
    ) {
        (self.layout, self.task) = (layout, task)
        let numbers = layout.numbers.map { name in
            let known = HousingColumns.features.first { $0.name == name }?.scale
            return (name: name, scale: experiment.hasLogarithms ? known ?? .linear : Preparation.Scale.linear)
        }
        let places = HousingColumns.places(among: layout.numbers).map { places in
            [places.longitude, places.latitude].compactMap { layout.numbers.firstIndex(of: $0) }
        }
        inputs = Preparation(
            of: table, numbers: numbers, texts: layout.texts,
            waves: experiment.waves > 0
                ? places.map { Preparation.Waves(over: $0, count: experiment.waves, seed: experiment.seed) } : nil,
            fittedOn: rows)
        let values = layout.hasTextTarget ? [] : table[layout.target]
        let known = values.isEmpty ? [] : rows.map { values[Int($0)] }.sorted()
        boundaries = task == .thirds ? [1, 2].map { Self.quantile(Double($0) / 3, of: known) } : []
        switch task {
        case .regression: (classNames, classValues) = ([], nil)
        case .thirds: (classNames, classValues) = (HousingColumns.thirds, nil)
        case .classes where layout.hasTextTarget:
            (classNames, classValues) = (table.texts[layout.target]?.names ?? [], nil)
        case .classes:
            let different = Set(values.filter { !$0.isNaN }).sorted()
            (classNames, classValues) = (different.map { Readable.shortest(Double($0)) }, different)
        }
        let count = Double(max(1, known.count))
        let mean = known.reduce(0) { $0 + Double($1) } / count
        let variance = known.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        self.mean = Float(mean)
        deviation = variance > 0 ? Float(variance.squareRoot()) : 1
    }

    /// The number below which a share of the sorted numbers is, interpolated as NumPy's `quantile` does.
    static func quantile(_ share: Double, of sorted: [Float]) -> Float {
        guard let last = sorted.last else { return 0 }
        let place = share * Double(sorted.count - 1)
        let index = Int(place)
        guard index + 1 < sorted.count else { return last }
        return Float(
            Double(sorted[index]) + (place - Double(index)) * (Double(sorted[index + 1]) - Double(sorted[index])))
    }

    /// The third of a value: 0 low, 1 medium, 2 high.
    public func third(of value: Float) -> Int32 { Int32(boundaries.reduce(0) { $0 + (value >= $1 ? 1 : 0) }) }

    /// The class of each row; −1 where the target is missing or is not a class of the training rows. Nil where the
    /// value itself is predicted.
    public func labels(of table: Table) -> [Int32]? {
        switch task {
        case .regression: return nil
        case .thirds: return table[layout.target].map { $0.isNaN ? -1 : third(of: $0) }
        case .classes:
            guard let classValues else { return table.codes(layout.target, among: classNames) }
            return table[layout.target].map { value in classValues.firstIndex(of: value).map(Int32.init) ?? -1 }
        }
    }

    /// The unit of errors, in the target's own unit: 100,000 for California's prices, which are in dollars; otherwise
    /// 1.
    public var unit: Float { layout.isInDollars ? 100_000 : 1 }

    /// A value of the target in words.
    public func text(of value: Float) -> String {
        layout.isInDollars ? Readable.dollars(value) : Readable.loss(Double(value))
    }

    /// An error of predictions in the target's unit.
    func errorText(_ error: Double) -> String {
        layout.isInDollars ? Readable.decimal(error, places: 4) : Readable.loss(error)
    }

    /// The target's unit in words, for errors of predictions.
    public var unitWords: String { layout.isInDollars ? "in $100,000" : "in units of \(layout.target)" }

    /// Checks every number: a damaged file may contain anything.
    public func check() throws(SettingError) {
        do { try inputs.check() } catch { throw error.within("inputs") }
        try layout.check()
        let (numbers, texts) = (inputs.numbers.map(\.name), inputs.texts.map(\.name))
        try Setting.require(
            "inputs.numbers", numbers.joined(separator: ", "), numbers == layout.numbers,
            expected: layout.numbers.joined(separator: ", "))
        try Setting.require(
            "inputs.texts", texts.joined(separator: ", "), texts == layout.texts,
            expected: layout.texts.joined(separator: ", "))
        let count = classNames.count
        try Setting.require(
            "classNames", "\(count) names", task == .regression ? count == 0 : (2...100_000).contains(count),
            expected: task == .regression ? "none" : "2 or more")
        try Setting.require(
            "classValues", "\(classValues?.count ?? 0) numbers", (classValues?.count ?? count) == count,
            expected: "\(count)")
        try Setting.require(
            "boundaries", boundaries,
            boundaries.isEmpty ? task != .thirds : boundaries.count == 2 && boundaries[0] <= boundaries[1],
            expected: "two numbers, the lower one first")
        let most = Float.greatestFiniteMagnitude
        try Setting.require("boundaries", all: boundaries + [mean], in: -most...most)
        try Setting.require("deviation", deviation, in: Float.leastNonzeroMagnitude...most)
    }
}
