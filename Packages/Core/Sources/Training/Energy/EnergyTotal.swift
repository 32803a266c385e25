import Foundations

/// The energy of a training, or of several, with its emissions: for summaries.
public struct EnergyTotal: Equatable, Sendable {
    /// All joules.
    public private(set) var joules = 0.0
    /// Those of them that were not read from a counter.
    public private(set) var estimatedJoules = 0.0
    /// Kilograms of CO₂ equivalents.
    public private(set) var kilograms = 0.0
    /// Whether some of the energy is unknown and missing here, such as that of a run's earlier part without a record.
    public private(set) var isPartial = false

    /// Kilograms of CO₂ equivalents that a car emits in a kilometer.
    public static let kilogramsPerCarKilometer = 0.17

    /// - Parameters:
    ///   - joules: all of them.
    ///   - estimatedJoules: those of them that were not read from a counter.
    ///   - kilograms: of CO₂ equivalents.
    ///   - isPartial: whether some of the energy is unknown and missing here.
    public init(joules: Double, estimatedJoules: Double, kilograms: Double, isPartial: Bool = false) {
        (self.joules, self.estimatedJoules, self.kilograms) = (joules, estimatedJoules, kilograms)
        self.isPartial = isPartial
    }

    /// The total of several trainings, as their summaries say it.
    ///
    /// - Parameter summaries: the objects; those without energy make the total partial.
    /// - Returns: nil where none has energy.
    public init?(of summaries: [JSONObject]) { self.init(sum: summaries.map { Self(in: $0) }) }

    /// The sum of totals, of which those that are unknown make it partial.
    ///
    /// - Returns: nil where none is known.
    public init?(sum parts: [EnergyTotal?]) {
        let known = parts.compactMap { $0 }
        guard !known.isEmpty else { return nil }
        for total in known {
            joules += total.joules
            estimatedJoules += total.estimatedJoules
            kilograms += total.kilograms
        }
        isPartial = known.count < parts.count || known.contains(where: \.isPartial)
    }

    private init?(in summary: JSONObject) {
        guard let joules = summary.number(Name.joules), let share = summary.number(Name.estimatedShare),
            let kilograms = summary.number(Name.kilograms)
        else { return nil }
        self.init(
            joules: joules, estimatedJoules: joules * share, kilograms: kilograms,
            isPartial: summary[Name.isPartial] == true)
    }

    /// Kilowatt-hours.
    public var kilowattHours: Double { joules / 3.6e6 }

    /// The share of the energy that was not read from a counter; 1 where there is no energy.
    public var estimatedShare: Double { joules > 0 ? min(1, estimatedJoules / joules) : 1 }

    /// The intensity of the electricity, in grams of CO₂ equivalents per kilowatt-hour, averaged over the energy; nil
    /// where there is no energy.
    public var intensity: CarbonIntensity? {
        guard joules > 0 else { return nil }
        let grams = kilograms * 1_000 / kilowattHours
        // The product and the quotient round.
        return (grams - CarbonIntensity.world.grams).magnitude < 1e-6 ? .world : CarbonIntensity(grams: grams)
    }

    /// The kilometers by car with the same emissions.
    public var carKilometers: Double { kilograms / Self.kilogramsPerCarKilometer }

    /// The names of the members in a summary.
    private enum Name {
        static let joules = "energy_joules"
        static let estimatedShare = "energy_estimated_share"
        static let kilograms = "emissions_kg_co2e"
        static let isPartial = "energy_is_partial"
    }

    /// The members of a summary.
    package var members: JSONObject {
        var object: JSONObject = [
            Name.joules: .number(joules), "energy_kwh": .number(kilowattHours),
            "energy_source": .string(
                estimatedShare == 1 ? "estimate" : estimatedShare == 0 ? "rapl" : "rapl, estimate"),
            Name.estimatedShare: .number(estimatedShare),
        ]
        object["carbon_intensity_g_per_kwh"] = intensity.map { .number(Self.rounded($0.grams)) }
        object[Name.kilograms] = .number(kilograms)
        object["car_km"] = .number(carKilometers)
        if isPartial { object[Name.isPartial] = true }
        return object
    }

    /// Without the last digits, which are those of rounding.
    private static func rounded(_ grams: Double) -> Double { (grams * 1e6).rounded() / 1e6 }

    /// Where the joules come from, such as "estimated".
    package var source: String {
        switch estimatedShare {
        case 1: "estimated"
        case 0: "measured (RAPL)"
        default: "measured (RAPL), \(Readable.percent(estimatedShare, places: estimatedShare < 0.01 ? 2 : 0)) estimated"
        }
    }

    /// The energy and its emissions as two lines, for reports without a summary in words.
    public var lines: [String] {
        var table = TextTable([.left(), .left()])
        table.add(["energy", energyWords])
        table.add(["carbon", emissionsWords])
        return table.lines
    }

    /// The joules in words: "412 J".
    package var joulesWords: String { "\(Readable.significant(joules)) J" }

    /// The energy in words: "412 J = 0.000114 kWh, estimated".
    var energyWords: String {
        "\(joulesWords) = \(Readable.significant(kilowattHours)) kWh, \(source)"
            + (isPartial ? ", without a part that is unknown" : "")
    }

    /// The emissions in words: "5.44e-05 kg CO₂e at 475 g/kWh (world average), 0.00032 km by car".
    var emissionsWords: String {
        let place = intensity.map {
            " at \(Readable.significant($0.grams)) g/kWh" + ($0 == .world ? " (world average)" : "")
        }
        return
            "\(Readable.significant(kilograms)) kg CO₂e\(place ?? ""), \(Readable.significant(carKilometers)) km by car"
    }
}
