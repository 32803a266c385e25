import Files
import FoundationEssentials
import Foundations

/// What each process that trained a run has used: the run's `energy.json`.
package struct EnergyRecord: Codable, Equatable, Sendable {
    /// One process's part.
    package struct Part: Codable, Equatable, Sendable {
        /// A name that no other part of any run has.
        package var id: String
        /// When it was written last, in UTC, such as "2026-11-29T08:12:30".
        package var time: String
        package var use: EnergyUse
        /// Grams of CO₂ equivalents per kilowatt-hour.
        package var gramsPerKilowattHour: Double
        package var machine: MachineFacts
    }

    package var parts: [Part] = []
    /// Whether a part is unknown: an earlier one, or that of other processes.
    package var isPartial = false

    package init() {}

    /// The energy of all parts; nil where there is no part.
    package var total: EnergyTotal? {
        guard !parts.isEmpty else { return nil }
        let kilograms = parts.reduce(0) {
            $0 + CarbonIntensity(grams: $1.gramsPerKilowattHour).kilograms(joules: $1.use.joules)
        }
        return EnergyTotal(
            joules: parts.reduce(0) { $0 + $1.use.joules },
            estimatedJoules: parts.reduce(0) { $0 + $1.use.estimatedJoules }, kilograms: kilograms,
            isPartial: isPartial)
    }

    /// The record of a run; nil where it has none.
    ///
    /// - Throws: `FileError` where it is damaged.
    package init?(of run: RunFolder) throws(FileError) {
        guard FileManager.default.fileExists(atPath: run.energyFile) else { return nil }
        let bytes = try WholeFile.read(run.energyFile)
        guard let record = try? JSONDecoder().decode(EnergyRecord.self, from: Data(bytes)),
            record.parts.allSatisfy({
                $0.use.isPossible && CarbonIntensity.range.contains($0.gramsPerKilowattHour)
            })
        else { throw FileError(.badData, run.energyFile, "is not a record of energy") }
        self = record
    }

    /// The record of a continued run. A damaged one is set aside, and `warn` gets a message.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - hasBegun: whether it has been trained before, so that a missing record is energy that is unknown.
    ///   - warn: takes the message.
    /// - Throws: `FileError` where a damaged file cannot be set aside.
    init(continuing run: RunFolder, hasBegun: Bool, warn: (String) -> Void) throws(FileError) {
        do throws(FileError) {
            if let known = try EnergyRecord(of: run) {
                self = known
                return
            }
            isPartial = hasBegun
            if hasBegun { warn("\(run.energyFile) is missing; the energy of earlier parts is unknown") }
        } catch {
            guard error.kind == .badData else { throw error }
            let kept = try DamagedFile.setAside(run.energyFile)
            isPartial = true
            warn("\(error); the energy of earlier parts is unknown, and the damaged file is kept as \(kept)")
        }
    }

    /// Writes the record, and `emissions.csv` of it.
    ///
    /// - Throws: `FileError` where they cannot be written.
    func write(to run: RunFolder, tool: String) throws {
        try run.write(self, to: run.energyFile)
        let rows = EmissionsTable.rows(parts, tool: tool, run: run.name)
        try AtomicFile.write(EmissionsTable.bytes(rows), to: run.emissionsFile)
    }
}

extension RunFolder {
    /// What each process that trained the run has used.
    package var energyFile: String { path + "/energy.json" }
    /// The same as CodeCarbon writes it.
    package var emissionsFile: String { path + "/emissions.csv" }
}
