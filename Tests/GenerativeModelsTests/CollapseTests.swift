import Testing

@testable import GenerativeModels

@Suite("Collapse") struct CollapseTests {
    private func epoch(
        _ d: Double, _ g: Double, real: Double, fake: Double, variety: Double = 50
    ) -> CollapseWatch.Epoch {
        CollapseWatch.Epoch(discriminatorLoss: d, generatorLoss: g, onReal: real, onFake: fake, variety: variety)
    }

    @Test("a fair fight is none")
    func fair() {
        let epochs = (0..<6).map { epoch(1.2 + Double($0) / 100, 0.9, real: 0.6, fake: 0.4) }
        #expect(CollapseWatch.collapses(of: epochs).isEmpty)
    }

    @Test("each kind is reported when three epochs in a row show it")
    func kinds() {
        let fair = epoch(1.2, 0.9, real: 0.6, fake: 0.4)
        let won = (0..<3).map { epoch(0.01 / Double($0 + 1), 8 + Double($0), real: 0.995, fake: 0.004) }
        #expect(CollapseWatch.collapses(of: [fair] + won) == [.discriminatorWon])
        #expect(CollapseWatch.collapses(of: Array(won.dropFirst())).isEmpty)
        #expect(CollapseWatch.collapses(of: won + [fair]).isEmpty)
        let gaveUp = (0..<3).map { epoch(1.38 + Double($0) / 50, 0.69, real: 0.501, fake: 0.499) }
        #expect(CollapseWatch.collapses(of: gaveUp) == [.discriminatorGaveUp])
        let same = (0..<3).map { epoch(1.2 + Double($0) / 50, 0.9, real: 0.6, fake: 0.4, variety: 0.5) }
        #expect(CollapseWatch.collapses(of: same) == [.sameness])
        let still = [fair, fair, fair]
        #expect(CollapseWatch.collapses(of: still) == [.standstill])
    }
}
