import Engine
import Files
import FoundationEssentials
import Foundations

/// A command that trained a run, and the machine that it ran on: an element of the run's `commands.json`.
///
/// Every part of a training that was interrupted has its own.
public struct CommandRecord: Codable, Equatable, Sendable {
    /// The command as a user types it.
    public var command: String
    /// When it began, in UTC: "2026-11-29T14:03:12Z".
    public var began: String
    /// Kumiki's version.
    public var version: String
    /// The engine's library and its version.
    public var engine: String
    /// The widest instruction set that the engine uses; nil where it names none.
    public var instructionSet: String?
    /// The processor's name; nil where the system does not say.
    public var processor: String?
    /// The processors that are switched on.
    public var processors: Int
    /// The machine's memory in bytes; nil where the system does not say.
    public var memoryBytes: Int?
    /// The operating system's name; nil where it does not say.
    public var system: String?

    /// The command that started this process, on this machine.
    static var current: CommandRecord {
        let (facts, machine) = (EngineFacts.current, MachineFacts.current)
        return CommandRecord(
            command: command(CommandLine.arguments), began: Date().formatted(.iso8601),
            version: KumikiVersion.current, engine: facts.library, instructionSet: facts.instructionSet,
            processor: machine.processorModel,
            processors: machine.processors ?? ProcessInfo.processInfo.processorCount, memoryBytes: machine.memory,
            system: Platform.value(of: "PRETTY_NAME", in: "/etc/os-release", after: "="))
    }

    /// Words as a user types them: the program by its name, without the folder that it is in.
    static func command(_ words: [String]) -> String {
        let program = words.first.map { word in word.split(separator: "/").last.map(String.init) ?? word } ?? ""
        return ([program] + words.dropFirst()).map(ShellWord.quoted).joined(separator: " ")
    }
}

extension RunFolder {
    /// The commands that trained the run.
    public var commandsFile: String { path + "/commands.json" }

    /// The most commands that are kept: the first one and the latest ones.
    private static let mostCommands = 100

    /// Adds the command of this process to the run's commands. A damaged list is replaced.
    ///
    /// - Throws: `FileError` where it cannot be written.
    public func recordCommand() throws {
        var all = (try? commands()) ?? []
        all.append(.current)
        if all.count > Self.mostCommands { all.remove(at: 1) }
        try write(all, to: commandsFile)
    }

    /// The commands that trained the run, in order; empty where none is recorded.
    ///
    /// - Throws: `FileError` where the list is damaged.
    public func commands() throws(FileError) -> [CommandRecord] {
        guard FileStamp(commandsFile) != nil else { return [] }
        let bytes = try WholeFile.read(commandsFile, limit: 16 << 20)
        do {
            return try JSONDecoder().decode([CommandRecord].self, from: Data(bytes))
        } catch {
            throw FileError(.badData, commandsFile, "is not a list of commands")
        }
    }
}
