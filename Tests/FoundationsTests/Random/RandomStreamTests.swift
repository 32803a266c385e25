import Testing

@testable import Foundations

@Suite("RandomStream") struct RandomStreamTests {
    @Test("draws the blocks' words in order")
    func order() {
        var random = RandomStream(seed: 3, name: StreamName("order"))
        let drawn = (0..<6).map { _ in random.next() }
        let words = (0..<3).flatMap { block in
            let words = Philox.words(key: random.key, counter: UInt64(block))
            return [words.0, words.1]
        }
        #expect(drawn == words)
        #expect(random.position == 6)
    }

    @Test("restoring the position goes on exactly", arguments: [0, 1, 2, 7, 8])
    func restore(position: Int) {
        var random = RandomStream(seed: 5, name: StreamName("shuffle"))
        for _ in 0..<position { _ = random.next() }
        var restored = RandomStream(seed: 5, name: StreamName("shuffle"), position: random.position)
        for _ in 0..<9 { #expect(restored.next() == random.next()) }
        #expect(restored.position == random.position)
    }

    @Test("streams of other names or seeds differ")
    func independence() {
        let streams = [(1, "a"), (1, "b"), (2, "a"), (2, "b"), (1, "aa"), (1, ""), (0, "")] as [(UInt64, String)]
        let firsts = streams.map { seed, name in
            var random = RandomStream(seed: seed, name: StreamName(name))
            return random.next()
        }
        #expect(Set(firsts).count == streams.count)
    }

    @Test("a reservation takes whole blocks that nothing else draws from", arguments: [0, 1, 2, 3])
    func reservation(drawnBefore: Int) {
        var random = RandomStream(seed: 7, name: .dropout)
        for _ in 0..<drawnBefore { _ = random.next() }
        let first = random.reserve(blocks: 4)
        #expect(first == UInt64((drawnBefore + 1) / 2))
        #expect(random.position == (first + 4) * 2)
        #expect(random.next() == Philox.words(key: random.key, counter: first + 4).0)
    }

    @Test("the same stream everywhere and in every version")
    func golden() {
        var random = RandomStream(seed: 42, name: .initialization)
        let drawn = (0..<3).map { _ in random.next() }
        #expect(drawn == [4_313_134_757_063_221_951, 8_746_723_858_976_617_863, 10_368_805_929_922_605_061])
    }
}
