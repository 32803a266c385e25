import Core

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A started program whose streams are files, and how it ended.
struct ChildProcess {
    /// How a program ended.
    struct Outcome: Equatable {
        /// The exit code; 128 plus the signal's number for a program that a signal ended.
        var code: Int32
        /// The signal that ended it; nil for one that ended itself.
        var signal: Int32?
        /// Seconds from start to end.
        var seconds: Double
        /// Seconds of all its threads on processors.
        var processorSeconds: Double
        /// The most memory that it had at once, in bytes.
        var peakMemory: Int
    }

    /// The program's file.
    let program: String
    let arguments: [String]
    let environment: [String: String]
    /// The files for its standard output, which is replaced, and its messages, which are added.
    let (output, messages): (String, String)

    /// Starts the program and waits for its end. An interruption is passed on once, so that it can save its state.
    ///
    /// It has a process group of its own: Ctrl-C in a terminal would reach it a second time, which means "at once".
    ///
    /// - Parameters:
    ///   - isInterrupted: asked many times a second.
    ///   - waiting: called about as often, with the seconds since the start.
    /// - Throws: `ToolError` (69) where the system cannot start it, or a file cannot be made.
    func run(isInterrupted: () -> Bool, waiting: (Double) -> Void = { _ in }) throws(ToolError) -> Outcome {
        let start = ContinuousClock.now
        let process = try started()
        var (status, usage): (Int32, rusage) = (0, rusage())
        var isTold = false
        while true {
            let ended = wait4(process, &status, WNOHANG, &usage)
            if ended == process { break }
            if ended < 0, errno != EINTR {
                throw ToolError("\(program): \(Platform.message(for: errno))", exitCode: ExitStatus.software)
            }
            if isInterrupted(), !isTold {
                isTold = true
                _ = kill(process, SIGTERM)
            }
            waiting((ContinuousClock.now - start).seconds)
            usleep(20_000)
        }
        let signal = status & 0x7F
        #if canImport(Darwin)
        let unit = 1
        #else
        let unit = 1024
        #endif
        return Outcome(
            code: signal == 0 ? status >> 8 & 0xFF : 128 + signal, signal: signal == 0 ? nil : signal,
            seconds: (ContinuousClock.now - start).seconds,
            processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
            peakMemory: Int(usage.ru_maxrss) * unit)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }

    private func started() throws(ToolError) -> pid_t {
        for file in [output, messages] {
            let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (file == output ? O_TRUNC : O_APPEND)
            let descriptor = open(file, flags, 0o666)
            guard descriptor >= 0 else {
                throw .cannotCreate("\(file): \(Platform.message(for: errno))")
            }
            close(descriptor)
        }
        let append = O_WRONLY | O_APPEND
        let (process, failure) = Programs.start(
            [program] + arguments, environment: environment,
            streams: [
                (STDIN_FILENO, .file("/dev/null", flags: O_RDONLY)), (STDOUT_FILENO, .file(output, flags: append)),
                (STDERR_FILENO, .file(messages, flags: append)),
            ])
        guard failure == 0 else {
            throw ToolError("\(program): \(Platform.message(for: failure))", exitCode: ExitStatus.unavailable)
        }
        return process
    }
}
