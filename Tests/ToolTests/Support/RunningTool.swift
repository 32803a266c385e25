import Foundation
import Testing

/// A started tool.
final class RunningTool {
    /// Far beyond what any test needs: a hanging tool ends a test, a slow machine does not.
    private static let patience = 300.0

    private let process = Process()
    private let tool: String
    /// Kept, for its folder goes with it.
    private let place: Workplace
    private let ended = DispatchSemaphore(value: 0)
    private let output: URL
    private let messages: URL

    /// - Parameters:
    ///   - shellLine: what follows the tool's name in a line for the shell, instead of `arguments`.
    ///   - limits: a command of the shell before that line, such as "ulimit -f 8".
    ///   - launcher: a program and its arguments that starts the tool, such as `mpirun`; none by default.
    init(
        _ tool: String, _ arguments: [String], shellLine: String? = nil, limits: String? = nil,
        launcher: [String] = [], in place: Workplace, environment: [String: String]
    ) throws {
        self.tool = tool
        self.place = place
        let name = UUID().uuidString
        (output, messages) = (
            place.streams.appending(path: name + ".out"), place.streams.appending(path: name + ".err")
        )
        let binary = try #require(Self.binary(tool), "\(tool) has not been built")
        process.executableURL = shellLine == nil ? binary : URL(filePath: "/bin/sh")
        process.arguments =
            shellLine.map { ["-c", "\(limits.map { $0 + "; " } ?? "")'\(binary.path)' \($0)"] } ?? arguments
        if let first = launcher.first {
            process.executableURL = URL(filePath: first)
            process.arguments = launcher.dropFirst() + [binary.path] + arguments
        }
        process.currentDirectoryURL = place.folder
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        // Files, not pipes: nobody has to read along.
        for file in [output, messages] { try Data().write(to: file) }
        let streams = try [output, messages].map { try FileHandle(forWritingTo: $0) }
        // Foundation never frees a process with a termination handler, and its streams would stay open with it: at some
        // 1,300 open files its next start reads beyond its list of them and crashes.
        defer { for stream in streams { try? stream.close() } }
        (process.standardOutput, process.standardError) = (streams[0], streams[1])
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        // Threads of the test runner block signals, and a program would inherit that: mpirun would hear of none.
        var (none, own) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &own)
        defer { pthread_sigmask(SIG_SETMASK, &own, nil) }
        try process.run()
    }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Kills the tool and waits until it is dead. The programs that it has started go on; `outcome` would wait for them.
    func killAlone() {
        signal(SIGKILL)
        var end = siginfo_t()
        waitid(P_PID, id_t(process.processIdentifier), &end, WEXITED | WNOWAIT)
    }

    var isRunning: Bool { process.isRunning }

    /// What has been written to standard output so far.
    var outputSoFar: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }

    /// What has been written to standard error so far.
    var messagesSoFar: String { (try? String(contentsOf: messages, encoding: .utf8)) ?? "" }

    /// Waits until something holds or the tool has ended; says which.
    func reaches(_ condition: () -> Bool) -> Bool {
        let end = Date(timeIntervalSinceNow: Self.patience)
        while Date() < end {
            if condition() { return true }
            if !process.isRunning { return condition() }
            usleep(1_000)
        }
        return false
    }

    /// Waits for the end.
    func outcome() throws -> Outcome {
        if ended.wait(timeout: .now() + Self.patience) == .timedOut {
            signal(SIGKILL)
            Issue.record("\(tool) did not end: \(messagesSoFar)")
            ended.wait()
        }
        let code = process.terminationStatus
        return Outcome(
            tool: tool, code: process.terminationReason == .exit ? code : -code,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self), messages: messagesSoFar)
    }

    /// The tool beside the test bundle.
    static func binary(_ tool: String) -> URL? {
        let here = [URL(filePath: CommandLine.arguments[0]), Bundle.main.executableURL, Bundle.main.bundleURL]
        for place in here.compactMap({ $0?.resolvingSymlinksInPath() }) {
            var folder = place
            // In a bundle the executable lies a few folders deep.
            for _ in 0..<5 {
                folder = folder.deletingLastPathComponent()
                let file = folder.appending(path: tool)
                if FileManager.default.isExecutableFile(atPath: file.path) { return file }
            }
        }
        return nil
    }
}

/// How a tool ended.
struct Outcome {
    /// The tool's name, with which its errors begin.
    let tool: String
    /// The exit code, or minus the signal that killed the tool.
    let code: Int32
    /// Standard output.
    let output: String
    /// Standard error.
    let messages: String

    var messageLines: [String] { messages.split(separator: "\n").map(String.init) }

    /// The one line that tells of an error; nil where there is none or more than one. Warnings and notes are no errors.
    var errorLine: String? {
        let label = "\(tool): error: "
        let lines = messageLines.filter { $0.hasPrefix(label) }
        guard lines.count == 1, lines[0] == messageLines.last(where: { !$0.hasPrefix("See '") }) else { return nil }
        return String(lines[0].dropFirst(label.count))
    }

    /// The last line of standard output as a JSON object.
    func json() throws -> [String: Any] {
        let last = try #require(output.split(separator: "\n").last)
        return try #require(JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any])
    }
}
