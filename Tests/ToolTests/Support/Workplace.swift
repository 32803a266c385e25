import Core
import Foundation
import Testing

/// A temporary folder in which a tool is run as a user would, with no data, no cache and no settings of the machine.
final class Workplace: Sendable {
    private let root: URL
    /// The tool that is run.
    let tool: String

    /// The tools' working folder.
    var folder: URL { root.appending(path: "work") }

    /// Where what the tools say is caught.
    var streams: URL { root.appending(path: "streams") }

    init(tool: String = "kmnist-train") throws {
        self.tool = tool
        root = FileManager.default.temporaryDirectory.appending(path: "kumiki-tools-\(UUID().uuidString)")
        for name in ["work", "home", "cache", "data", "streams"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: name), withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Starts the tool, or another one whose work it is to go on from.
    func start(
        _ arguments: [String], tool other: String? = nil, shellLine: String? = nil, limits: String? = nil,
        launcher: [String] = [], environment extra: [String: String] = [:]
    ) throws -> RunningTool {
        var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "", "SWIFT_BACKTRACE": "enable=no"]
        // Tests run side by side, and two tools that both use every core wait for one another.
        environment["OMP_NUM_THREADS"] = "1"
        environment["HOME"] = root.appending(path: "home").path
        environment["XDG_CACHE_HOME"] = root.appending(path: "cache").path
        environment["KUMIKI_DATA"] = root.appending(path: "data").path
        environment.merge(extra) { $1 }
        return try RunningTool(
            other ?? tool, arguments, shellLine: shellLine, limits: limits, launcher: launcher, in: self,
            environment: environment)
    }

    /// Runs the tool to its end.
    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        try start(arguments, environment: environment).outcome()
    }

    /// Runs a line of the shell that begins with the tool.
    func shell(_ line: String) throws -> Outcome { try start([], shellLine: line).outcome() }

    /// Runs the tool and expects success.
    @discardableResult
    func succeed(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
        let outcome = try start(arguments, environment: environment).outcome()
        try #require(outcome.code == 0, "\(tool) \(arguments.joined(separator: " ")): \(outcome.messages)")
        return outcome
    }

    /// A file or folder, from the working folder on.
    func path(_ name: String) -> String { folder.appending(path: name).path }

    func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: folder.appending(path: name))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    /// The names in a folder, hidden ones too, in order; empty where there is no such folder.
    func names(in folder: String = ".") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []).sorted()
    }
}
