import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Adds up the energy since it was made: read from the machine's counters, and estimated for the times that they cannot
/// tell.
///
/// A counter begins at 0 again after some minutes of full load, so it is sampled every second. A difference that no
/// processor can have used (after a sleep of the machine), a counter that stands still (in some virtual machines), and a
/// time so long that a counter may have overflowed more than once are estimated instead. The counters are the whole
/// machine's, other programs included; an estimate is only of this process.
package final class EnergyMeter: Sendable {
    /// What the process has used so far.
    package struct Load: Sendable {
        /// Seconds of processors' time, over all threads.
        package var processorSeconds: Double
        package var residentBytes: Int

        package init(processorSeconds: Double, residentBytes: Int) {
            (self.processorSeconds, self.residentBytes) = (processorSeconds, residentBytes)
        }
    }

    private struct Reading {
        var time: Duration
        var load: Load?
        var processors: [Double?]
        var memory: [Double?]
    }

    private struct State {
        var latest: Reading
        var use = EnergyUse()
        /// Whether the system did not say what this process uses.
        var isUnknown = false
    }

    package let counters: PowerCounters
    private let now: @Sendable () -> Duration
    private let load: @Sendable () -> Load?
    private let state: Mutex<State>
    /// When the next sample is due, in nanoseconds.
    private let due: Atomic<Int64>

    /// Seconds from one sample to the next.
    private static let interval = Duration.seconds(1)
    /// No package uses more watts than this.
    private static let mostWatts = 1_000.0
    /// Joules that a counter may jump by: it is updated a thousand times a second, not at every read.
    private static let jump = 10.0

    /// - Parameters:
    ///   - counters: the machine's.
    ///   - now: the time since some moment, without sleep.
    ///   - load: what this process has used; nil where the system does not say.
    package init(
        _ counters: PowerCounters, now: @escaping @Sendable () -> Duration = EnergyMeter.wakingTime(),
        load: @escaping @Sendable () -> Load? = { EnergyMeter.currentLoad }
    ) {
        (self.counters, self.now, self.load) = (counters, now, load)
        let first = Self.reading(counters, now(), load())
        state = Mutex(State(latest: first))
        due = Atomic((first.time + Self.interval).nanoseconds)
    }

    /// The energy so far, up to the latest sample; nil where the system does not say what this process uses.
    package var use: EnergyUse? { state.withLock { $0.isUnknown ? nil : $0.use } }

    /// Takes a sample if the latest one is a second old. It may be called from any thread, after every step.
    package func sampleIfDue() {
        if now().nanoseconds >= due.load(ordering: .relaxed) { sample() }
    }

    /// Takes a sample.
    package func sample() {
        let reading = Self.reading(counters, now(), load())
        due.store((reading.time + Self.interval).nanoseconds, ordering: .relaxed)
        state.withLock { state in
            add(reading, to: &state)
            state.latest = reading
        }
    }

    private func add(_ reading: Reading, to state: inout State) {
        let before = state.latest
        let seconds = (reading.time - before.time).seconds
        guard seconds > 0 else { return }
        guard let load = reading.load, let earlier = before.load else { return state.isUnknown = true }
        let worked = max(0, load.processorSeconds - earlier.processorSeconds)
        state.use.seconds += seconds
        state.use.processorSeconds += worked
        if let joules = Self.joules(counters.processors, before.processors, reading.processors, seconds) {
            state.use.processor.measured += joules
        } else {
            state.use.processor.estimated += EnergyEstimate.processor(seconds: worked)
        }
        if let joules = Self.joules(counters.memory, before.memory, reading.memory, seconds) {
            state.use.memory.measured += joules
        } else if !counters.includesMemory {
            state.use.memory.estimated += EnergyEstimate.memory(bytes: load.residentBytes, seconds: seconds)
        }
    }

    private static func reading(_ counters: PowerCounters, _ time: Duration, _ load: Load?) -> Reading {
        Reading(
            time: time, load: load, processors: counters.processors.map(\.microjoules),
            memory: counters.memory.map(\.microjoules))
    }

    /// The joules between two readings of some counters; nil where there are none, or where one of them cannot tell.
    private static func joules(
        _ zones: [PowerCounters.Zone], _ before: [Double?], _ after: [Double?], _ seconds: Double
    ) -> Double? {
        guard !zones.isEmpty else { return nil }
        var sum = 0.0
        for (index, zone) in zones.enumerated() {
            guard let old = before[index], let new = after[index] else { return nil }
            var joules = (new - old) / 1e6
            if let range = zone.range {
                if range / 1e6 <= mostWatts * seconds { return nil }
                if joules < 0 { joules += range / 1e6 }
            }
            guard joules > 0, joules <= mostWatts * seconds + jump else { return nil }
            sum += joules
        }
        return sum
    }

    // MARK: - The process

    /// A clock that stands still while the machine sleeps.
    package static func wakingTime() -> @Sendable () -> Duration {
        let start = SuspendingClock.now
        return { SuspendingClock.now - start }
    }

    /// What this process has used so far.
    package static var currentLoad: Load? {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0,
            let resident = residentBytes ?? PeakMemory.bytes
        else { return nil }
        return Load(
            processorSeconds: Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9, residentBytes: resident)
    }

    /// "2345 678 …": pages of address space, and of memory.
    private static var residentBytes: Int? {
        let words = Platform.smallFile("/proc/self/statm")?.split(separator: " ") ?? []
        return words.count > 1 ? Int(words[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}

extension Duration {
    /// Whole nanoseconds.
    fileprivate var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
