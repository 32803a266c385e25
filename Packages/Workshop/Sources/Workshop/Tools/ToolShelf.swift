import Core
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The tools that `kumiki` finds: those of the workshop, and other people's `kumiki-NAME`.
public struct ToolShelf: Sendable {
    /// A tool that can be started.
    public struct Tool: Equatable, Sendable {
        /// The word after `kumiki` that starts it.
        public let command: String
        /// Its file.
        public let path: String
        /// Its purpose; nil for a tool of other people.
        public let purpose: String?
    }

    /// The tools that are found, the workshop's first.
    public let tools: [Tool]
    /// The tools of the workshop that are in none of the folders.
    public let missing: [KnownTool]

    /// The beginning of the names of other people's tools.
    static let prefix = "kumiki-"

    /// - Parameter folders: where to look, in order; of two files of one name the first counts.
    public init(in folders: [String]) {
        var (tools, missing): ([Tool], [KnownTool]) = ([], [])
        for known in KnownTool.all {
            if let path = folders.lazy.map({ "\($0)/\(known.name)" }).first(where: Programs.isProgram) {
                tools.append(Tool(command: known.name, path: path, purpose: known.purpose))
            } else {
                missing.append(known)
            }
        }
        var taken = Set(KnownTool.all.map(\.name))
        var others: [Tool] = []
        for folder in folders {
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            for name in names where name.hasPrefix(Self.prefix) && name.utf8.count > Self.prefix.utf8.count {
                let (command, path) = (String(name.dropFirst(Self.prefix.count)), "\(folder)/\(name)")
                guard Programs.isProgram(path), taken.insert(command).inserted else { continue }
                others.append(Tool(command: command, path: path, purpose: nil))
            }
        }
        (self.tools, self.missing) = (tools + others.sorted { $0.command < $1.command }, missing)
    }

    /// The folder of this program, and the folders of `PATH`, each once.
    public static func folders(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        Programs.folders(environment: environment)
    }

    /// The tool that a word starts.
    public func tool(_ command: String) -> Tool? { tools.first { $0.command == command } }

    /// Replaces this process by a tool.
    ///
    /// - Returns: only where the system refuses, with its error.
    public static func start(_ tool: Tool, _ arguments: [String]) -> ToolError {
        var words = ([tool.path] + arguments).map { strdup($0) }
        words.append(nil)
        execv(tool.path, words)
        let code = errno
        words.forEach { free($0) }
        return ToolError("\(tool.path): \(Platform.message(for: code))", exitCode: ExitStatus.unavailable)
    }
}
