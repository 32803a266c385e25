import TestSupport
import Testing

@testable import Training

@Suite("Energy counters") struct PowerCountersTests {
    private let powercap = FakePowercap()

    @Test("packages and their memory are counted, and no part of them a second time")
    func zones() throws {
        try powercap.write("intel-rapl:0", "package-0", 5_000_000)
        try powercap.write("intel-rapl:0:0", "core", 3_000_000)
        try powercap.write("intel-rapl:0:1", "uncore", 1_000)
        try powercap.write("intel-rapl:0:2", "dram", 700_000, range: nil)
        try powercap.write("intel-rapl:1", "package-1", 9_000_000)
        try powercap.write("intel-rapl:1:0", "dram", 800_000)
        try powercap.write("intel-rapl:2", "psys", 90_000_000)
        try powercap.write("intel-rapl-mmio:0", "package-0", 5_000_100)
        try powercap.folder.write([], to: "intel-rapl/enabled")
        let counters = PowerCounters(in: powercap.path)
        #expect(counters.problem == nil && counters.names == ["package-0", "package-1", "dram", "dram"])
        #expect(counters.processors.map(\.microjoules) == [5_000_000, 9_000_000])
        #expect(counters.memory.map(\.range) == [nil, 262_143_328_850] && !counters.includesMemory)
    }

    @Test("a machine without counters, and one whose folder has other things")
    func missing() throws {
        #expect(PowerCounters(in: powercap.path + "/none").problem == .missing)
        try powercap.write("intel-rapl:0:0", "core", 1)
        try powercap.folder.write([1], to: "intel-rapl:7/energy_uj")
        #expect(PowerCounters(in: powercap.path).problem == .missing)
        #expect(PowerCounters(in: powercap.path).names.isEmpty)
    }

    @Test("counters that this user may not read, one package or all")
    func forbidden() throws {
        try powercap.write("intel-rapl:0", "package-0", 1)
        try powercap.write("intel-rapl:1", "package-1", 2)
        try powercap.forbid("intel-rapl:1")
        let counters = PowerCounters(in: powercap.path)
        #expect(counters.problem == .forbidden(file: powercap.path + "/intel-rapl:1/energy_uj"))
        #expect(counters.processors.isEmpty && counters.memory.isEmpty)
    }

    @Test("memory that cannot be read leaves the packages readable")
    func memory() throws {
        try powercap.write("intel-rapl:0", "package-0", 1)
        try powercap.write("intel-rapl:0:0", "dram", 2)
        try powercap.forbid("intel-rapl:0:0")
        let counters = PowerCounters(in: powercap.path)
        #expect(counters.problem == nil && counters.names == ["package-0"])
    }

    @Test("dies that show one counter count once, and packages of equal counters each")
    func dies() throws {
        try powercap.write("intel-rapl:0", "package-0-die-0", 500_000_000)
        try powercap.write("intel-rapl:1", "package-0-die-1", 500_000_400)
        try powercap.write("intel-rapl:2", "package-1-die-0", 500_000_800)
        try powercap.write("intel-rapl:3", "package-1-die-1", 900_000_000)
        #expect(
            PowerCounters(in: powercap.path).names == ["package-0-die-0", "package-1-die-0", "package-1-die-1"])
        try powercap.write("intel-rapl:0", "package-0", 500_000_000)
        try powercap.write("intel-rapl:1", "package-1", 500_000_000)
        #expect(PowerCounters(in: powercap.path).names.prefix(2) == ["package-0", "package-1"])
    }

    @Test("the counter of the whole machine where no package is listed")
    func whole() throws {
        try powercap.write("intel-rapl:0", "psys", 5)
        try powercap.write("intel-rapl:0:0", "dram", 5)
        let counters = PowerCounters(in: powercap.path)
        #expect(counters.names == ["psys"] && counters.includesMemory)
    }
}
