import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Settings that the OpenMP library reads once, as it is loaded.
enum OpenMPSettings {
    /// How often a waiting thread polls before it sleeps.
    ///
    /// The library's own choice (about a millisecond) makes threads spin against any other program on the machine: with
    /// one busy neighbor on two cores an epoch took 14 s instead of 1.2 s. With this value a step of a small model next
    /// to a busy program is eight times faster than with ten times as many polls, and as fast on an idle machine.
    private static let spinCount = "1000"

    /// Restarts the program with the settings, unless the user has set their own. Returns where that is impossible.
    static func apply() {
        #if os(Linux)
        let isChosen = ["GOMP_SPINCOUNT", "OMP_WAIT_POLICY"].contains { (name: String) in getenv(name) != nil }
        guard !isChosen, setenv("GOMP_SPINCOUNT", spinCount, 0) == 0 else { return }
        var arguments = CommandLine.arguments.map { strdup($0) }
        arguments.append(nil)
        // By its own path, because a process that was started through the link is listed as "exe".
        if let path = Program.bytes { execv(path, arguments) }
        arguments.forEach { free($0) }
        #endif
    }
}
