import Core
import FoundationEssentials
import KernelMachines

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

// Run folders as this tool uses them.

extension RunFolder {
    var hasMachine: Bool { FileManager.default.fileExists(atPath: machineFile) }

    /// Makes the folder of a new run and locks it for `body`; of several ranks, the first one does. If `body` throws
    /// before it writes a file, the folder is removed, with the folders made above it.
    ///
    /// - Throws: `FileError` where a run already exists or another process has locked it, and the errors of `body`.
    static func withNew(_ name: String?, _ part: TaskPart, _ body: (RunFolder) throws -> Void) throws {
        let wanted = name.map { named($0, tool: SVM.name) } ?? new(tool: SVM.name)
        let missing = sequence(first: wanted.path) { path in
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            return parent.isEmpty ? nil : parent
        }.filter { !FileManager.default.fileExists(atPath: $0) }
        let (folder, lock) = try Ranks.folder { try begin(name, tool: SVM.name, part, otherwise: "another name") }
        try withExtendedLifetime(lock) {
            do { try body(folder) } catch {
                // The deepest first. A folder that is not empty stays.
                // Other parts may use an empty one.
                if Ranks.isFirst, part.isWhole {
                    for path in (name == nil ? [folder.path] : []) + missing { _ = rmdir(path) }
                }
                throw error
            }
        }
    }

    /// The run to continue: fits, which have a machine, or a search for C and γ, which does not.
    ///
    /// - Parameters:
    ///   - name: nil for the latest.
    ///   - kind: "fit" or "search".
    /// - Throws: `ToolError` where there is none.
    static func toContinue(_ name: String?, _ kind: String) throws(ToolError) -> RunFolder {
        let isRight = { (folder: RunFolder) in folder.hasMachine == (kind == "fit") }
        guard let folder = name.map({ named($0, tool: SVM.name) }) ?? latest(of: SVM.name, where: isRight) else {
            throw .noInput("no \(kind) in runs/\(SVM.name) to continue")
        }
        guard isRight(folder), FileManager.default.fileExists(atPath: folder.configurationFile) else {
            throw .noInput("\(folder.path): no \(kind) to continue")
        }
        return folder
    }

    /// The model file that `--run` and `--model` mean, or the latest run's.
    ///
    /// - Throws: `ToolError` where there is none.
    static func machineFile(run: String?, model: String?) throws(ToolError) -> String {
        if let model { return model }
        if let run {
            let folder = named(run, tool: SVM.name)
            if !folder.hasMachine, case .file(let file)? = try? ModelPlace(run, tools: [SVM.name]) {
                throw .usage("--run \(run): \(file) is a file; --model reads one")
            }
            guard folder.hasMachine else { throw .noInput("\(folder.path): no run with a model.svm") }
            return folder.machineFile
        }
        guard let folder = latest(of: SVM.name, where: \.hasMachine) else {
            throw .noInput("no run in runs/\(SVM.name) has a model: train one first, or name a file with --model")
        }
        return folder.machineFile
    }
}

extension SettingDifference {
    /// Checks that the options do not change settings that a continued run cannot change.
    ///
    /// - Parameters:
    ///   - allowed: the run's settings with the allowed changes.
    ///   - asked: the same with all changes of the options.
    /// - Throws: `ToolError` that names the options.
    static func requireNone<E: StoredSettings>(_ allowed: E, _ asked: E) throws(ToolError) {
        guard allowed != asked else { return }
        let changes = between(allowed, asked).joined(separator: ", ")
        throw .usage("--resume continues with the run's own settings; \(changes)")
    }
}
