import Testing

@testable import Training

@Suite("Energy of ranks") struct RankEnergyTests {
    private func part(_ name: String, measured: Double = 0, estimated: Double = 0) -> EnergyRecord.Part {
        var use = EnergyUse()
        (use.seconds, use.processorSeconds) = (10, 5)
        (use.processor.measured, use.processor.estimated, use.memory.estimated) = (measured, estimated, 1)
        return EnergyRecord.Part(
            id: name, time: "2026-01-01T00:00:00", use: use, gramsPerKilowattHour: 100, machine: .current)
    }

    @Test("estimates of a host's processes are added, a host after the other")
    func estimates() {
        let own = part("0", estimated: 4)
        let ranks = RankEnergies([
            RankEnergy(host: "a", part: own), RankEnergy(host: "b", part: part("1", estimated: 5)),
            RankEnergy(host: "a", part: part("2", estimated: 6)), RankEnergy(host: "b", part: part("3", estimated: 7)),
        ])
        var later = own
        later.use.processor.estimated = 40
        let parts = ranks.parts(with: later)
        #expect(!ranks.isPartial && parts.map(\.id) == ["0", "1"])
        #expect(parts.map(\.use.processor.estimated) == [46, 12] && parts.map(\.use.memory.estimated) == [2, 2])
        #expect(parts.map(\.use.processorSeconds) == [10, 10] && parts.map(\.use.seconds) == [10, 10])
    }

    @Test("a counter is the whole machine's, and counts once")
    func counters() {
        let measured = ["0", "1"].map { RankEnergy(host: "a", part: part($0, measured: 100)) }
        let ranks = RankEnergies(measured)
        let parts = ranks.parts(with: part("0", measured: 110))
        #expect(parts.count == 1 && parts[0].use.processor.joules == 110 && parts[0].use.memory.joules == 2)
    }

    @Test("a rank whose energy is unknown makes the sum partial")
    func unknown() {
        let ranks = RankEnergies([RankEnergy(host: "a", part: part("0")), RankEnergy(host: "b", part: nil)])
        #expect(ranks.isPartial && ranks.parts(with: part("0")).map(\.id) == ["0"])
    }
}
