import Synchronization

#if canImport(Glibc)
import Glibc
#endif

/// One aligned stretch of memory, returned to the pool when the last owner lets go.
public final class Memory {
    /// The first byte, aligned to 64.
    public let address: UnsafeMutableRawPointer
    private let sizeClass: Int

    /// At least `byteCount` bytes, with whatever content they had.
    public init(byteCount: Int) {
        (address, sizeClass) = MemoryPool.shared.take(byteCount)
    }

    deinit {
        MemoryPool.shared.giveBack(address, sizeClass: sizeClass)
    }
}

/// Keeps freed memory for the next request of its size: a fresh block faults in page by page, and every training step
/// asks for the same sizes again.
final class MemoryPool: Sendable {
    static let shared = MemoryPool()

    /// Free blocks beyond this many bytes, or beyond half of what is in use, go back to the system.
    static let mostFreeBytes = 256 << 20
    /// From this size on, blocks are made of pages of this size where the system has such: a gigabyte faults in within
    /// tenths of a second, not within two.
    static let hugePage = 2 << 20

    private struct State {
        var free = [[UInt]](repeating: [], count: 4 * 64)
        var freeBytes = 0
        var usedBytes = 0
    }

    private let state = Mutex(State())

    /// A block of at least `byteCount` bytes and the size class to give it back under.
    func take(_ byteCount: Int) -> (UnsafeMutableRawPointer, Int) {
        let sizeClass = Self.sizeClass(of: byteCount)
        let size = Self.size(ofClass: sizeClass)
        let reused = state.withLock { state -> UInt? in
            state.usedBytes += size
            guard let block = state.free[sizeClass].popLast() else { return nil }
            state.freeBytes -= size
            return block
        }
        if let reused, let address = UnsafeMutableRawPointer(bitPattern: reused) { return (address, sizeClass) }
        return (Self.allocated(size), sizeClass)
    }

    private static func allocated(_ size: Int) -> UnsafeMutableRawPointer {
        let isHuge = size >= 4 * hugePage
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: isHuge ? hugePage : 64)
        #if canImport(Glibc)
        // A wish: without it everything is as right, and slower.
        if isHuge { _ = madvise(block, size, MADV_HUGEPAGE) }
        #endif
        return block
    }

    func giveBack(_ address: UnsafeMutableRawPointer, sizeClass: Int) {
        let size = Self.size(ofClass: sizeClass)
        let isKept = state.withLock { state -> Bool in
            state.usedBytes -= size
            guard state.freeBytes + size <= max(Self.mostFreeBytes, state.usedBytes / 2) else { return false }
            state.free[sizeClass].append(UInt(bitPattern: address))
            state.freeBytes += size
            return true
        }
        if !isKept { address.deallocate() }
    }

    /// Four classes to each power of two, from 64 bytes on, so that at most a fifth of a block is idle.
    static func sizeClass(of byteCount: Int) -> Int {
        let wanted = max(byteCount, 64) - 1
        let power = Int.bitWidth - 1 - wanted.leadingZeroBitCount
        return 4 * power + (wanted >> (power - 2) & 3)
    }

    static func size(ofClass sizeClass: Int) -> Int {
        let power = sizeClass / 4
        return 1 << power + (sizeClass % 4 + 1) << (power - 2)
    }
}
