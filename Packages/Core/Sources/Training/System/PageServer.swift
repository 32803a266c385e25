import FoundationEssentials
import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The program `kumiki watch` beside a training, which shows the run as a live page.
///
/// It reads the run's files like any other reader, so that the training waits neither for it nor for a browser. Its
/// standard input is a pipe from this process: when that closes, because the training has ended or was killed, the
/// server ends, too.
public final class PageServer {
    /// The address of the page.
    public let address: String
    private let input: Int32

    /// How long the program may take to say its address, in milliseconds: far beyond the few that it needs.
    private static let patience: Int32 = 20_000

    /// The program.
    ///
    /// - Throws: `ToolError` (69) where it is neither beside this one nor on the `PATH`.
    public static func program() throws(ToolError) -> String {
        if let path = Programs.path(of: "kumiki") { return path }
        throw ToolError(
            "--watch needs the program kumiki, which is neither beside this one nor on the PATH; build it with: "
                + "swift build --product kumiki", exitCode: ExitStatus.unavailable)
    }

    /// Starts the program and waits for its address.
    ///
    /// - Parameters:
    ///   - program: the file of `kumiki`.
    ///   - run: the run, whose folder exists and is locked.
    /// - Throws: `ToolError` (69) where it cannot be started, or ends without an address.
    public init(_ program: String, showing run: RunFolder) throws(ToolError) {
        func fail(_ reason: String) -> ToolError {
            ToolError("--watch: \(program): \(reason)", exitCode: ExitStatus.unavailable)
        }
        var (toServer, fromServer): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
        guard pipe(&toServer) == 0 else { throw fail(Platform.message(for: errno)) }
        guard pipe(&fromServer) == 0 else {
            toServer.forEach { close($0) }
            throw fail(Platform.message(for: errno))
        }
        // The server must not keep its own input open, and no other program may.
        for descriptor in toServer + fromServer { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        defer {
            close(toServer[0])
            fromServer.forEach { close($0) }
        }
        let failure = Programs.start(
            [program, "watch", "--quiet", "--until-input-ends", "--", run.path],
            environment: ProcessInfo.processInfo.environment,
            streams: [(STDIN_FILENO, .descriptor(toServer[0])), (STDOUT_FILENO, .descriptor(fromServer[1]))]
        ).failure
        close(fromServer[1])
        fromServer[1] = -1
        guard failure == 0, let line = Self.line(from: fromServer[0]) else {
            close(toServer[1])
            throw fail(
                failure != 0
                    ? Platform.message(for: failure) : "did not say the address of a page; is it of this version?")
        }
        (address, input) = (line, toServer[1])
    }

    /// The server sends its last page and ends by itself; nobody waits for it.
    deinit { close(input) }

    /// The first line that a program writes; nil where it ends before, or takes too long.
    private static func line(from descriptor: Int32) -> String? {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 256)
        while bytes.count < 4096 {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let count = poll(&ready, 1, patience) == 1 ? read(descriptor, &block, block.count) : 0
            guard count > 0 else { return nil }
            bytes += block[..<count]
            if let end = bytes.firstIndex(of: 0x0A) { return String(decoding: bytes[..<end], as: UTF8.self) }
        }
        return nil
    }
}
