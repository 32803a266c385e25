#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The most memory this process has held.
public enum PeakMemory {
    /// The peak resident size in bytes, or nil where the system does not tell.
    ///
    /// Linux's `VmHWM` comes first: `ru_maxrss` also counts what the process was before it became this program.
    public static var bytes: Int? {
        Platform.smallFile("/proc/self/status").flatMap { bytes(inStatus: $0) } ?? bytesFromUsage
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
