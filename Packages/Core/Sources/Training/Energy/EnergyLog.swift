import FoundationEssentials
import Foundations

/// Measures the energy of a training from its beginning to its results, and keeps it in the run: as `energy.json`, and
/// as `emissions.csv` for other programs.
///
/// Every process that trains a run adds a part, so that a continued run counts the energy of all of them, also that of
/// steps which were taken again after a kill. It is not in checkpoints: equal trainings write equal ones.
public final class EnergyLog: TrainingHook {
    private let run: RunFolder?
    private let isShared: Bool
    private let communicator: Communicator
    /// The energy of all ranks up to the end of the training; nil before.
    private var ranks: RankEnergies?
    private let tool: String
    private let intensity: CarbonIntensity
    private let warn: (String) -> Void
    private let meter: EnergyMeter
    private let machine = MachineFacts.current
    private let id = UUID().uuidString.lowercased()
    private var earlier = EnergyRecord()
    private var hasWorked = false
    private var saved: ContinuousClock.Instant?

    /// A training may write after every epoch of some milliseconds; a killed one loses this much of its record.
    private static let pause = Duration.seconds(10)

    /// A log whose measurement begins now.
    ///
    /// - Parameters:
    ///   - run: where the energy is kept; nil for nowhere.
    ///   - tool: the tool that trains.
    ///   - measures: the intensity of electricity, and where the counters are.
    ///   - isShared: whether other processes do a part of the same work, whose energy is then unknown here.
    ///   - communicator: the ranks that do the same work, and say their energy at its end; nil for this process alone.
    ///   - warn: takes a warning about a damaged file of a continued run.
    public init(
        in run: RunFolder?, tool: String, measures: Measures, isShared: Bool = false,
        communicator: Communicator? = nil, warn: @escaping (String) -> Void = { _ in }
    ) {
        (self.run, self.tool, self.warn, intensity) = (run, tool, warn, measures.carbonIntensity)
        (self.isShared, self.communicator) = (isShared, communicator ?? .alone)
        meter = EnergyMeter(PowerCounters(in: measures.powercap))
    }

    /// Takes the energy of the run's earlier parts.
    ///
    /// - Parameter hasBegun: whether the run has been trained before.
    /// - Throws: `FileError` where a damaged record cannot be set aside.
    public func begin(hasBegun: Bool) throws {
        if let run { earlier = try EnergyRecord(continuing: run, hasBegun: hasBegun, warn: warn) }
    }

    /// Counts the energy of the last seconds, at most once a second. It takes some nanoseconds, and may be called from
    /// any thread.
    public var sampler: @Sendable () -> Void {
        let meter = meter
        return { meter.sampleIfDue() }
    }

    /// Says that this process has trained: only then it adds a part to a run that has earlier ones.
    public func noteWork() { hasWorked = true }

    /// The energy of all parts up to the latest ``save()``; nil where it is unknown.
    public var total: EnergyTotal? { record?.total }

    /// The earlier parts and this one, as of the latest sample; nil where the system does not say what this one uses.
    private var record: EnergyRecord? {
        if !hasWorked, !earlier.parts.isEmpty { return earlier }
        guard let part else { return nil }
        var record = earlier
        if let ranks {
            record.parts += ranks.parts(with: part)
            if ranks.isPartial { record.isPartial = true }
        } else {
            record.parts.append(part)
            if isShared || communicator.size > 1 { record.isPartial = true }
        }
        return record
    }

    /// This process's part; nil where the system does not say what it uses.
    private var part: EnergyRecord.Part? {
        meter.use.map {
            EnergyRecord.Part(
                id: id, time: String(Date().formatted(.iso8601).prefix(19)), use: $0,
                gramsPerKilowattHour: intensity.grams, machine: machine)
        }
    }

    /// Counts the energy up to now, and writes it where there is a run.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func save() throws {
        meter.sample()
        saved = .now
        if let run, let record { try record.write(to: run, tool: tool) }
    }

    // MARK: - A hook

    public func trainingWillBegin(_ state: TrainingState) throws { try begin(hasBegun: state.step > 0) }

    public func stepDidEnd(_ state: TrainingState) throws {
        hasWorked = true
        meter.sampleIfDue()
    }

    public func epochDidEnd(_ state: TrainingState) throws {
        if let saved, ContinuousClock.now - saved < Self.pause { return }
        try save()
    }

    public func trainingDidEnd(_ state: TrainingState) throws {
        if communicator.size > 1 {
            meter.sample()
            let own = RankEnergy(host: RankFacts.current.host, part: part)
            ranks = RankEnergies(try communicator.values(own))
        }
        try save()
    }
}
