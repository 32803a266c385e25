import Testing

@testable import Datasets

@Suite("Stratified splits") struct StratifiedSplitTests {
    @Test("a fifth of every stratum, exactly a fifth of all, and every row once")
    func shares() {
        let strata = StratifiedSplit.strata(of: (0..<20_640).map { Float(($0 * 7919) % 20_640) }, count: 10)
        let split = StratifiedSplit(strata: strata, testShare: 0.2, seed: 3)
        #expect(split.test.count == 4_128 && split.training.count == 16_512)
        #expect((split.training + split.test).sorted() == Array(0..<20_640))
        for stratum in Int32(0)..<10 {
            let count = split.test.count { strata[Int($0)] == stratum }
            #expect((412...413).contains(count))
        }
    }

    @Test("another seed draws other rows, the same seed the same ones")
    func seeds() {
        let strata = [Int32](repeating: 0, count: 100)
        let splits = [1, 1, 2].map { StratifiedSplit(strata: strata, testShare: 0.3, seed: $0) }
        #expect(splits[0] == splits[1])
        #expect(splits[0] != splits[2])
        // A second split of the same rows is drawn from a stream of its own, and the usual stream keeps its name.
        let own = StratifiedSplit(strata: strata, testShare: 0.3, seed: 1, stream: .validation)
        #expect(own != splits[0])
        #expect(StratifiedSplit(strata: strata, testShare: 0.3, seed: 1, stream: .split) == splits[0])
    }

    @Test("numbers that are missing belong to no stratum and to no part")
    func missing() {
        let strata = StratifiedSplit.strata(of: [3, .nan, 1, 2, .nan, 4], count: 2)
        #expect(strata == [1, -1, 0, 0, -1, 1])
        let split = StratifiedSplit(strata: strata, testShare: 0.5, seed: 0)
        #expect(split.training.count == 2 && split.test.count == 2)
    }
}
