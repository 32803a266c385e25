import Core
import Foundation
import Testing

@Suite("Energy in every tool that trains") struct EnergyTests {
    private func place(_ tool: String = "kmnist-train") throws -> Workplace {
        let place = try Workplace(tool: tool)
        try place.write(SmallSet(), to: "set")
        return place
    }

    private static let small = ["--model", "lin", "--dataset", "set", "--epochs", "2"]

    /// What a summary says of its energy, which must fit together.
    private func check(
        _ object: [String: Any], grams: Double = 475, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        func number(_ name: String) throws -> Double {
            try #require(object[name] as? Double, "\(name)", sourceLocation: sourceLocation)
        }
        let (joules, kilowattHours) = (try number("energy_joules"), try number("energy_kwh"))
        let (kilograms, kilometers) = (try number("emissions_kg_co2e"), try number("car_km"))
        let (share, intensity) = (try number("energy_estimated_share"), try number("carbon_intensity_g_per_kwh"))
        #expect(joules > 0 && (0...1).contains(share), sourceLocation: sourceLocation)
        #expect((kilowattHours * 3.6e6 / joules - 1).magnitude < 1e-9, sourceLocation: sourceLocation)
        let expected = kilowattHours * grams / 1_000
        #expect((kilograms - expected).magnitude <= 1e-9 * expected, sourceLocation: sourceLocation)
        #expect((kilometers - kilograms / 0.17).magnitude <= 1e-9, sourceLocation: sourceLocation)
        #expect(intensity == grams, sourceLocation: sourceLocation)
        let source = try #require(object["energy_source"] as? String)
        #expect(["rapl", "estimate", "rapl, estimate"].contains(source), sourceLocation: sourceLocation)
        #expect(object["energy_is_partial"] == nil, sourceLocation: sourceLocation)
    }

    @Test("the summary ends with it in words, and --quiet does not hide results")
    func words() throws {
        let place = try place()
        let lines = try place.start(Self.small + ["--quiet"]).outcome().output.split(separator: "\n")
        let energy = try #require(lines.first { $0.hasPrefix("energy") })
        #expect(
            energy.contains(" J = ") && energy.contains(" kWh, ")
                && energy.firstMatch(of: #/measured|estimated/#) != nil)
        let carbon = try #require(lines.first { $0.hasPrefix("carbon") })
        #expect(carbon.contains(" kg CO₂e at 475 g/kWh (world average), ") && carbon.hasSuffix(" km by car"))
    }

    @Test("the option comes before the environment, and the environment before the world's average")
    func intensity() throws {
        let place = try place()
        let train = Self.small + ["--json", "--quiet"]
        try check(try place.start(train).outcome().json())
        let environment = ["KUMIKI_CARBON_INTENSITY": "56"]
        try check(try place.start(train, environment: environment).outcome().json(), grams: 56)
        let given = train + ["--carbon-intensity", "0"]
        try check(try place.start(given, environment: environment).outcome().json(), grams: 0)
        for value in ["-1", "much", "6000"] {
            try place.run("--carbon-intensity=\(value)").expectRefusal(
                64, "--carbon-intensity \(value): expected a number from 0 to 5000")
        }
        for arguments in [train, ["--dry-run"], ["sweep", "--lr", "1,2"], ["--resume"]] {
            let outcome = try place.start(arguments, environment: ["KUMIKI_CARBON_INTENSITY": "much"]).outcome()
            outcome.expectRefusal(64, "KUMIKI_CARBON_INTENSITY much: expected a number from 0 to 5,000, in g/kWh")
        }
    }

    @Test("a run that was stopped counts its parts, in CodeCarbon's table a row each")
    func parts() throws {
        let place = try place()
        try place.succeed("--model", "lin", "--dataset", "set", "--epochs", "2", "--run", "./r", "--quiet")
        let outcome = try place.succeed("--resume", "--run", "./r", "--epochs", "4", "--quiet", "--json")
        let object = try outcome.json()
        try check(object)
        let table = try CSVTable.read(place.path("r/emissions.csv"))
        #expect(
            table.header.joined(separator: ",")
                == """
                timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,\
                ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,water_consumed,country_name,\
                country_iso_code,region,cloud_provider,cloud_region,os,python_version,codecarbon_version,cpu_count,\
                cpu_model,gpu_count,gpu_model,longitude,latitude,ram_total_size,tracking_mode,\
                cpu_utilization_percent,gpu_utilization_percent,ram_utilization_percent,ram_used_gb,on_cloud,pue,wue
                """)
        #expect(table.rows.count == 2)
        let total = try table.numbers("energy_consumed").reduce(0, +)
        let kilowattHours = object["energy_kwh"] as? Double ?? 0
        #expect((total - kilowattHours).magnitude < 1e-12)
    }

    @Test("seeds and sweeps add up")
    func series() throws {
        let place = try place()
        let seeds = try place.start(Self.small + ["--runs", "3", "--run", "./seeds", "--json", "--quiet"]).outcome()
        try check(try seeds.json())
        #expect(try place.text("seeds/summary.json") == seeds.output)
        let (first, others) = (
            try CSVTable.read(place.path("seeds/emissions.csv")),
            try CSVTable.read(place.path("seeds/seeds/emissions.csv"))
        )
        #expect(first.rows.count == 1 && others.rows.count == 2)
        let all = try (first.numbers("energy_consumed") + others.numbers("energy_consumed")).reduce(0, +)
        let kilowattHours = try seeds.json()["energy_kwh"] as? Double ?? 0
        #expect((all - kilowattHours).magnitude < 1e-12)
        let sweep = try place.start(
            ["sweep", "--model", "lin", "--dataset", "set", "--epochs", "1", "--lr", "0.1,1e30", "--run", "./sweep"]
        ).outcome()
        #expect(sweep.code == 0 && sweep.output.contains("\nenergy"))
        let rows = try CSVTable.read(place.path("sweep/emissions.csv"))
        #expect(try rows.column("experiment_id") == ["lr-0.1", "lr-1e+30"], "also what has diverged")
    }

    @Test("fits and searches of support vector machines have it, too")
    func machines() throws {
        let place = try place("svm")
        let fit = try place.succeed("train", "--dataset", "moons", "--run", "./f", "--carbon-intensity", "20", "--json")
        try check(try fit.json(), grams: 20)
        #expect(try place.text("f/summary.json") == fit.output)
        let again = try place.succeed("train", "--resume", "--run", "./f", "--json")
        #expect(again.output == fit.output, "nothing was done")
        try check(
            try place.succeed("train", "--resume", "--run", "./f", "--runs", "2", "--carbon-intensity", "20", "--json")
                .json(), grams: 20)
        #expect(try CSVTable.read(place.path("f/emissions.csv")).rows.count == 2)
        let grid = ["grid", "--dataset", "moons", "--costs", "1", "--gammas", "1", "--folds", "2"]
        try check(try place.start(grid + ["--run", "./g", "--json"]).outcome().json())
        #expect(try CSVTable.read(place.path("g/emissions.csv")).column("tracking_mode").count == 1)
        #expect(try place.start(grid + ["--run", "./h"]).outcome().output.contains("\nenergy"))
    }

    @Test(
        "every other tool",
        arguments: [
            ["mri-train", "--dataset", "set", "--epochs", "1"],
            ["charrnn", "--text", "text.txt", "--hidden", "8", "--epochs", "1"],
            ["anbn-train", "--max-n", "3", "--epochs", "1"],
            ["copy-transformer", "--training-sequences", "32", "--test-sequences", "9", "--epochs", "1"],
            ["housing-train", "--steps", "5"], ["plane-train", "--given"],
            ["gnn-train", "--dataset", "karate", "--epochs", "1"],
            ["gan-train", "--dataset", "set", "--training-examples", "20", "--batch-size", "10", "--epochs", "1"],
            ["curve-train", "--epochs", "1"],
        ])
    func others(arguments: [String]) throws {
        let place = try Workplace.withSmallData(for: arguments[0])
        let outcome = try place.start(arguments.dropFirst() + ["--json", "--quiet", "--run", "./r"]).outcome()
        try #require(outcome.code == 0, "\(outcome.messages)")
        try check(try outcome.json())
        #expect(try CSVTable.read(place.path("r/emissions.csv")).column("project_name") == [arguments[0]])
    }
}
