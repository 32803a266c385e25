import Engine
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The peak memory of this process.
public enum PeakMemory {
    /// The peak resident size in bytes, or nil where the system does not report it.
    ///
    /// Linux's `VmHWM` comes first: `ru_maxrss` also counts what the process was before it became this program.
    public static var bytes: Int? { latestBytes.map { max($0, earlier.load(ordering: .relaxed)) } }

    /// The peak before the latest part began.
    private static let earlier = Atomic<Int>(0)

    /// The peak since the latest part began.
    private static var latestBytes: Int? {
        Platform.smallFile("/proc/self/status").flatMap { bytes(inStatus: $0) } ?? bytesFromUsage
    }

    /// Measures the memory of a part of the work separately: gives free memory back, and makes the system reset its
    /// peak.
    ///
    /// - Returns: a function for the peak since then; nil where the system cannot reset it (only Linux can, and not
    ///   everywhere).
    static func ofPart() -> (() -> Int?)? {
        let before = bytes ?? 0
        ComputeContext.releaseFreeMemory()
        guard Platform.overwrite(smallFile: "/proc/self/clear_refs", with: "5") else { return nil }
        earlier.store(before, ordering: .relaxed)
        return { latestBytes }
    }

    /// Reads "VmHWM:     12345 kB" out of `/proc/self/status`.
    static func bytes(inStatus status: String) -> Int? {
        for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count == 3, words[2] == "kB", let kibibytes = Int(words[1]) else { return nil }
            return kibibytes * 1024
        }
        return nil
    }

    private static var bytesFromUsage: Int? {
        var usage = rusage()
        #if canImport(Darwin)
        let (who, unit) = (RUSAGE_SELF, 1)
        #else
        let (who, unit) = (Int32(RUSAGE_SELF.rawValue), 1024)
        #endif
        return getrusage(who, &usage) == 0 ? Int(usage.ru_maxrss) * unit : nil
    }
}
