#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The standard error stream, for the one line that must be said before the program stops.
enum StandardError {
    static func say(_ line: String) {
        Array((line + "\n").utf8).withUnsafeBytes { bytes in
            // Nothing is left to do where even this fails.
            _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }
}
