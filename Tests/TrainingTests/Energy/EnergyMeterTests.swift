import Synchronization
import TestSupport
import Testing

@testable import Training

@Suite("The energy meter") struct EnergyMeterTests {
    private let powercap = FakePowercap()
    private let process = FakeProcess()

    /// A process of half a gibibyte, whose clock and work the test moves.
    private final class FakeProcess: Sendable {
        private let state = Mutex((time: Duration.zero, work: 0.0, isKnown: true))

        func pass(_ seconds: Double, working work: Double = 0) {
            state.withLock { state in
                state.time += .milliseconds(Int(seconds * 1_000))
                state.work += work
            }
        }

        func hide() { state.withLock { $0.isKnown = false } }

        var time: Duration { state.withLock { $0.time } }
        var load: EnergyMeter.Load? {
            state.withLock {
                $0.isKnown ? EnergyMeter.Load(processorSeconds: $0.work, residentBytes: 1 << 29) : nil
            }
        }
    }

    private func meter() -> EnergyMeter {
        let process = process
        return EnergyMeter(PowerCounters(in: powercap.path), now: { process.time }, load: { process.load })
    }

    private func use(_ meter: EnergyMeter) throws -> EnergyUse { try #require(meter.use) }

    @Test("several packages and memory add up")
    func measured() throws {
        try powercap.write("intel-rapl:0", "package-0", 1_000_000)
        try powercap.write("intel-rapl:1", "package-1", 2_000_000)
        try powercap.write("intel-rapl:1:0", "dram", 3_000_000)
        let meter = meter()
        for _ in 1...3 {
            process.pass(1, working: 2)
            try powercap.set("intel-rapl:0", 41_000_000)
            try powercap.set("intel-rapl:1", 62_000_000)
            try powercap.set("intel-rapl:1:0", 8_000_000)
            meter.sample()
            process.pass(1)
            try powercap.set("intel-rapl:0", 51_500_000)
            try powercap.set("intel-rapl:1", 62_000_001)
            try powercap.set("intel-rapl:1:0", 8_500_000)
            meter.sample()
            try powercap.set("intel-rapl:0", 1_000_000)
            try powercap.set("intel-rapl:1", 2_000_000)
            try powercap.set("intel-rapl:1:0", 3_000_000)
        }
        let use = try use(meter)
        #expect(use.seconds == 6 && use.processorSeconds == 6)
        // In rounds two and three the counters fell by what no overflow explains in a second: the first second of those is
        // estimated, from two seconds of work and half a gibibyte.
        #expect((use.processor.measured - (40 + 60 + 3 * 10.500001)).magnitude < 1e-9)
        #expect(use.processor.estimated == 2 * 2 * 4)
        #expect((use.memory.measured - (5 + 3 * 0.5)).magnitude < 1e-9 && use.memory.estimated == 2 * 0.5 * 0.375)
    }

    @Test("a counter that overflows counts on, again and again")
    func overflow() throws {
        let range: UInt64 = 65_532_610_987
        try powercap.write("intel-rapl:0", "package-0", range - 10_000_000, range: range)
        let meter = meter()
        var counter = range - 10_000_000
        // 100 W for an hour: more than five times the range.
        for _ in 1...720 {
            process.pass(5)
            counter = (counter + 500_000_000) % range
            try powercap.set("intel-rapl:0", counter)
            meter.sample()
        }
        let use = try use(meter)
        #expect((use.processor.measured - 360_000).magnitude < 1e-3 && use.processor.estimated == 0)
    }

    @Test("a time in which a counter may have overflowed more than once is estimated")
    func long() throws {
        try powercap.write("intel-rapl:0", "package-0", 0, range: 65_532_610_987)
        let meter = meter()
        process.pass(66, working: 10)
        try powercap.set("intel-rapl:0", 3_000_000_000)
        meter.sample()
        #expect(try use(meter).processor == part(measured: 0, estimated: 40))
        process.pass(60)
        try powercap.set("intel-rapl:0", 4_000_000_000)
        meter.sample()
        #expect(try use(meter).processor == part(measured: 1_000, estimated: 40))
    }

    @Test("a counter that stands still, falls without a known range or cannot be read any more is estimated")
    func broken() throws {
        try powercap.write("intel-rapl:0", "package-0", 7_000_000, range: nil)
        let meter = meter()
        process.pass(1, working: 1)
        meter.sample()
        #expect(try use(meter).processor == part(measured: 0, estimated: 4))
        process.pass(1, working: 1)
        try powercap.set("intel-rapl:0", 1_000_000)
        meter.sample()
        #expect(try use(meter).processor == part(measured: 0, estimated: 8))
        process.pass(1, working: 1)
        try powercap.set("intel-rapl:0", 21_000_000)
        meter.sample()
        #expect(try use(meter).processor == part(measured: 20, estimated: 8))
        process.pass(1, working: 1)
        try powercap.forbid("intel-rapl:0")
        meter.sample()
        #expect(try use(meter).processor == part(measured: 20, estimated: 12))
        #expect(try use(meter).memory == part(measured: 0, estimated: 4 * 0.5 * 0.375))
    }

    @Test("without counters everything is estimated from the work and the memory of the process")
    func estimated() throws {
        let meter = meter()
        process.pass(10, working: 15)
        meter.sample()
        let use = try use(meter)
        #expect(use.processor == part(measured: 0, estimated: 60))
        #expect(use.memory == part(measured: 0, estimated: 10 * 0.5 * 0.375))
    }

    @Test("what the system does not say is unknown, and not 0")
    func unknown() throws {
        let meter = meter()
        process.pass(1)
        process.hide()
        meter.sample()
        #expect(meter.use == nil)
    }

    @Test("steps sample once a second")
    func pace() throws {
        let meter = meter()
        for _ in 1...999 {
            process.pass(0.001, working: 0.001)
            meter.sampleIfDue()
        }
        #expect(try use(meter).seconds == 0)
        process.pass(0.001)
        meter.sampleIfDue()
        #expect(try use(meter).seconds == 1)
        for _ in 1...1_500 {
            process.pass(0.001)
            meter.sampleIfDue()
        }
        #expect(try use(meter).seconds == 2)
    }

    @Test("this process works and has memory")
    func own() throws {
        let load = try #require(EnergyMeter.currentLoad)
        #expect(load.processorSeconds > 0 && load.residentBytes > 1_000_000)
    }

    private func part(measured: Double, estimated: Double) -> EnergyUse.Part {
        var part = EnergyUse.Part()
        (part.measured, part.estimated) = (measured, estimated)
        return part
    }
}
