import Testing

@testable import Engine

@Suite("The pool of memory") struct MemoryPoolTests {
    /// A block of a size class of its own; nobody writes to it, so it takes no memory.
    private static let large = 128 << 20

    @Test("what has been in use at once is kept, for the next step asks for it again")
    func keepsAStep() {
        let pool = MemoryPool()
        let blocks = (0..<4).map { _ in pool.take(Self.large) }
        for (address, sizeClass) in blocks { pool.giveBack(address, sizeClass: sizeClass) }
        #expect(pool.freeBytes == 4 * Self.large)
        let again = (0..<4).map { _ in pool.take(Self.large).0 }
        #expect(Set(again) == Set(blocks.map(\.0)))
        #expect(pool.freeBytes == 0)
        for address in again { pool.giveBack(address, sizeClass: blocks[0].1) }
    }

    @Test("blocks of other sizes make room: used and free together outgrow what was in use by a quarter at most")
    func makesRoom() {
        let pool = MemoryPool()
        let blocks = (0..<4).map { _ in pool.take(Self.large) }
        for (address, sizeClass) in blocks { pool.giveBack(address, sizeClass: sizeClass) }
        let other = pool.take(4 * Self.large)
        #expect(pool.freeBytes == MemoryPool.mostFreeBytes)
        pool.giveBack(other.0, sizeClass: other.1)
        // 512 MB more would make 768, and no more than 512 were ever in use.
        #expect(pool.freeBytes == MemoryPool.mostFreeBytes)
    }
}
