import Files
import Foundations

/// The energy of a run as CodeCarbon's `emissions.csv`, a row for each process that trained it.
///
/// `emissions` are kilograms of CO₂ equivalents, energies kilowatt-hours, powers watts averaged over `duration`, sizes
/// gibibytes, times UTC. `tracking_mode` is "machine" where the processors' counters were read, and "process" where their
/// energy is estimated. Kumiki uses no GPU, so that its energy is 0; an empty field is unknown.
///
/// Source: CodeCarbon 3.3, `EmissionsData`.
package enum EmissionsTable {
    /// The columns, as CodeCarbon orders them.
    package static let columns = [
        "timestamp", "project_name", "run_id", "experiment_id", "duration", "emissions", "emissions_rate", "cpu_power",
        "gpu_power", "ram_power", "cpu_energy", "gpu_energy", "ram_energy", "energy_consumed", "water_consumed",
        "country_name", "country_iso_code", "region", "cloud_provider", "cloud_region", "os", "python_version",
        "codecarbon_version", "cpu_count", "cpu_model", "gpu_count", "gpu_model", "longitude", "latitude",
        "ram_total_size", "tracking_mode", "cpu_utilization_percent", "gpu_utilization_percent",
        "ram_utilization_percent", "ram_used_gb", "on_cloud", "pue", "wue",
    ]

    /// The rows of a run's parts, by column.
    ///
    /// - Parameters:
    ///   - parts: in order.
    ///   - tool: the name of the project.
    ///   - run: the name of the experiment.
    package static func rows(_ parts: [EnergyRecord.Part], tool: String, run: String) -> [[String: String]] {
        parts.map { part in
            var row = energies(part)
            row["timestamp"] = part.time
            row["project_name"] = tool
            row["run_id"] = part.id
            row["experiment_id"] = run
            row["os"] = part.machine.system
            row["cpu_count"] = part.machine.processors.map(String.init)
            row["cpu_model"] = part.machine.processorModel
            row["ram_total_size"] = part.machine.memory.map { "\(Double($0) / 0x1p30)" }
            return row
        }
    }

    /// The fields with numbers of energy.
    private static func energies(_ part: EnergyRecord.Part) -> [String: String] {
        let use = part.use
        let kilograms = CarbonIntensity(grams: part.gramsPerKilowattHour).kilograms(joules: use.joules)
        var row = [
            "duration": "\(use.seconds)", "emissions": "\(kilograms)",
            "cpu_energy": "\(use.processor.joules / 3.6e6)", "ram_energy": "\(use.memory.joules / 3.6e6)",
            "energy_consumed": "\(use.joules / 3.6e6)", "gpu_power": "0.0", "gpu_energy": "0.0", "gpu_count": "0",
            "tracking_mode": use.processor.measured > use.processor.estimated ? "machine" : "process",
        ]
        guard use.seconds > 0 else { return row }
        row["emissions_rate"] = "\(kilograms / use.seconds)"
        row["cpu_power"] = "\(use.processor.joules / use.seconds)"
        row["ram_power"] = "\(use.memory.joules / use.seconds)"
        if row["tracking_mode"] == "process", let processors = part.machine.processors {
            row["cpu_utilization_percent"] = "\(100 * use.processorSeconds / use.seconds / Double(processors))"
        }
        return row
    }

    /// The file with some rows; what a row does not have is empty.
    package static func bytes(_ rows: [[String: String]]) -> [UInt8] {
        let text = rows.reduce(CSVTable.line(columns)) { text, row in
            text + CSVTable.line(columns.map { row[$0] ?? "" })
        }
        return Array(text.utf8)
    }
}
