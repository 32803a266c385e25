#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The standard error stream, for the one line that must be printed before the program stops.
package enum StandardError {
    package static func say(_ line: String) {
        Array((line + "\n").utf8).withUnsafeBytes { bytes in
            // Nothing can be done if even this fails.
            _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }

    /// Ends the program with one line and the exit code of a failure inside (`EX_SOFTWARE`): without memory nothing can
    /// be cleaned up, and every file with its final name is complete.
    package static func endOutOfMemory(asking bytes: Int) -> Never {
        let path = CommandLine.arguments.first ?? "kumiki"
        let tool = path.split(separator: "/").last.map(String.init) ?? path
        say("\(tool): error: there is no memory for \((bytes + 999_999) / 1_000_000) MB more")
        _exit(70)
    }
}
