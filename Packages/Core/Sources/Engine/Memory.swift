import Foundations
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// One aligned block of memory, returned to the pool when the last owner releases it.
// Sendable although unchecked: address and size do not change, and only an engine that is the only owner writes to it.
public final class Memory: @unchecked Sendable {
    /// The first byte, aligned to 64.
    package let address: UnsafeMutableRawPointer
    private let sizeClass: Int

    /// At least `byteCount` bytes with undefined content.
    public init(byteCount: Int) {
        #if SANITIZED
        // Blocks of exactly this size, whose ends the sanitizer knows, and which are not reused.
        (address, sizeClass) = (UnsafeMutableRawPointer.allocate(byteCount: max(1, byteCount), alignment: 64), 0)
        #else
        (address, sizeClass) = MemoryPool.shared.take(byteCount)
        #endif
    }

    deinit {
        #if SANITIZED
        address.deallocate()
        #else
        MemoryPool.shared.giveBack(address, sizeClass: sizeClass)
        #endif
    }
}

/// Keeps freed memory for the next request of its size: a new block faults in page by page, and every training step
/// requests the same sizes again.
final class MemoryPool: Sendable {
    static let shared = MemoryPool()

    /// This many bytes may always be free.
    static let mostFreeBytes = 256 << 20
    /// From this size on, blocks are made of pages of this size where the system supports it: a gigabyte then faults in
    /// within tenths of a second, not two seconds.
    static let hugePage = 2 << 20

    private struct State {
        var free = [[UInt]](repeating: [], count: 4 * 64)
        var freeBytes = 0
        var usedBytes = 0 {
            didSet { mostUsedBytes = max(mostUsedBytes, usedBytes) }
        }
        private var mostUsedBytes = 0

        /// The number of bytes that may be free: the next step requests again all bytes that this one had in use at the
        /// same time, and a quarter more, since the blocks of one size are not all free when those of another are
        /// needed.
        private var allowance: Int { max(MemoryPool.mostFreeBytes, mostUsedBytes / 4 * 5 - usedBytes) }

        /// Whether a block of `size` bytes may also be free.
        func hasRoom(for size: Int) -> Bool { freeBytes + size <= allowance }

        /// Removes free blocks, the largest first, until the rest may stay.
        mutating func surplus() -> [UInt] {
            var blocks: [UInt] = []
            for sizeClass in free.indices.reversed() {
                while freeBytes > allowance, let block = free[sizeClass].popLast() {
                    freeBytes -= MemoryPool.size(ofClass: sizeClass)
                    blocks.append(block)
                }
            }
            return blocks
        }
    }

    private let state = Mutex(State())

    /// The bytes of all free blocks.
    var freeBytes: Int { state.withLock { $0.freeBytes } }

    /// A block of at least `byteCount` bytes and the size class to give it back under.
    func take(_ byteCount: Int) -> (UnsafeMutableRawPointer, Int) {
        let sizeClass = Self.sizeClass(of: byteCount)
        let size = Self.size(ofClass: sizeClass)
        let (reused, surplus) = state.withLock { state -> (UInt?, [UInt]) in
            state.usedBytes += size
            guard let block = state.free[sizeClass].popLast() else {
                return (nil, state.freeBytes > Self.mostFreeBytes ? state.surplus() : [])
            }
            state.freeBytes -= size
            return (block, [])
        }
        for block in surplus { free(UnsafeMutableRawPointer(bitPattern: block)) }
        if let reused, let address = UnsafeMutableRawPointer(bitPattern: reused) { return (address, sizeClass) }
        return (Self.allocated(size), sizeClass)
    }

    private static func allocated(_ size: Int) -> UnsafeMutableRawPointer {
        let isHuge = size >= hugePage
        var allocated: UnsafeMutableRawPointer?
        guard posix_memalign(&allocated, isHuge ? hugePage : 64, size) == 0, let block = allocated else {
            StandardError.endOutOfMemory(asking: size)
        }
        #if canImport(Glibc)
        // Only a hint: without it results are the same, but slower.
        if isHuge { _ = madvise(block, size, MADV_HUGEPAGE) }
        #endif
        return block
    }

    func giveBack(_ address: UnsafeMutableRawPointer, sizeClass: Int) {
        let size = Self.size(ofClass: sizeClass)
        let isKept = state.withLock { state -> Bool in
            state.usedBytes -= size
            guard state.hasRoom(for: size) else { return false }
            state.free[sizeClass].append(UInt(bitPattern: address))
            state.freeBytes += size
            return true
        }
        if !isKept { free(address) }
    }

    /// Gives every free block back.
    func release() {
        let blocks = state.withLock { state -> [UInt] in
            defer { (state.free, state.freeBytes) = ([[UInt]](repeating: [], count: state.free.count), 0) }
            return state.free.flatMap { $0 }
        }
        for block in blocks { free(UnsafeMutableRawPointer(bitPattern: block)) }
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

extension ComputeContext {
    /// Gives free memory back to the system, so that the memory of later work can be measured separately.
    public static func releaseFreeMemory() { MemoryPool.shared.release() }
}
