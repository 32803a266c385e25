import Testing

@testable import Foundations
@testable import Training

@Suite("Energy in summaries") struct EnergyTotalTests {
    /// A kilowatt-hour at the world's average.
    private let large = EnergyTotal(joules: 3.6e6, estimatedJoules: 0, kilograms: 0.475)

    @Test("kilowatt-hours, kilograms and kilometers")
    func units() {
        #expect(large.kilowattHours == 1 && large.intensity == .world)
        #expect((large.carKilometers - 0.475 / 0.17).magnitude < 1e-12)
        #expect(
            JSONValue.object(large.members).text
                == """
                {"energy_joules":3600000,"energy_kwh":1,"energy_source":"rapl","energy_estimated_share":0,\
                "carbon_intensity_g_per_kwh":475,"emissions_kg_co2e":0.475,"car_km":\(0.475 / 0.17)}
                """)
    }

    @Test("every summary says them, and where they come from")
    func words() {
        var summary = RunSummary(tool: "tiny")
        summary.peakMemoryBytes = nil
        #expect(summary.lines.isEmpty && summary.json["energy_joules"] == nil, "unknown energy is no zero")
        summary.energy = large
        #expect(
            summary.lines == [
                "energy  3,600,000 J = 1 kWh, measured (RAPL)",
                "carbon  0.475 kg CO₂e at 475 g/kWh (world average), 2.79 km by car",
            ])
        summary.energy = EnergyTotal(joules: 41.234, estimatedJoules: 41.234, kilograms: 41.234 / 3.6e6 * 0.05)
        #expect(
            summary.lines == [
                "energy  41.2 J = 1.15e-05 kWh, estimated",
                "carbon  5.73e-07 kg CO₂e at 50 g/kWh, 3.37e-06 km by car",
            ])
        summary.energy = EnergyTotal(joules: 400, estimatedJoules: 40, kilograms: 0, isPartial: true)
        #expect(
            summary.lines == [
                "energy  400 J = 0.000111 kWh, measured (RAPL), 10 % estimated, without a part that is unknown",
                "carbon  0 kg CO₂e at 0 g/kWh, 0 km by car",
            ])
        #expect(summary.json["energy_source"] == "rapl, estimate" && summary.json["energy_is_partial"] == true)
    }

    @Test("the energy of several trainings adds up, and says what it lacks")
    func sum() throws {
        let some = EnergyTotal(joules: 100, estimatedJoules: 25, kilograms: 1)
        let total = try #require(EnergyTotal(of: [large.members, some.members]))
        #expect(total.joules == 3_600_100 && total.estimatedJoules == 25 && total.kilograms == 1.475)
        #expect(!total.isPartial)
        #expect(EnergyTotal(of: [large.members, ["run": "x"]])?.isPartial == true)
        #expect(EnergyTotal(of: [["run": "x"]]) == nil && EnergyTotal(of: []) == nil)
    }

    @Test(
        "quantities have three digits",
        arguments: [
            (0, "0"), (0.000_114_4, "0.000114"), (5.4123e-5, "5.41e-05"), (0.123_456, "0.123"), (41.26, "41.3"),
            (999.4, "999"), (999.6, "1,000"), (123_456.7, "123,457"), (1e20, "1e+20"), (.nan, "nan"),
        ] as [(Double, String)])
    func significant(value: Double, text: String) { #expect(Readable.significant(value) == text) }

    @Test("the environment gives the intensity, and what is no intensity is refused")
    func intensity() throws {
        #expect(try CarbonIntensity(environment: nil) == .world && CarbonIntensity(environment: "") == .world)
        #expect(try CarbonIntensity(environment: "50.5").grams == 50.5)
        for text in ["-1", "nan", "inf", "5001", "50 g", "x"] {
            #expect(
                throws: ToolError.usage(
                    "KUMIKI_CARBON_INTENSITY \(text): expected a number from 0 to 5,000, in g/kWh")
            ) { try CarbonIntensity(environment: text) }
        }
    }
}
