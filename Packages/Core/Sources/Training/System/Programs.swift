import Files
import FoundationEssentials
import Foundations

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The places of programs: beside this one, and on the `PATH`.
package enum Programs {
    /// The folder of this program, and the folders of `PATH`, each once.
    package static func folders(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        let own = Program.path.map { AtomicFile.folder(of: $0) }
        // An empty part of PATH means the current folder, in which no program is looked for.
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        var seen: Set<String> = []
        return ((own.map { [$0] } ?? []) + path).filter { seen.insert(AtomicFile.resolved($0)).inserted }
    }

    /// Whether a file can be started.
    package static func isProgram(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }

    /// The first program of a name; nil where there is none.
    package static func path(of name: String, in folders: [String] = folders()) -> String? {
        folders.lazy.map { "\($0)/\(name)" }.first(where: isProgram)
    }
}

extension Programs {
    /// What one of a program's standard streams is connected to.
    package enum Stream {
        /// An open file of this process.
        case descriptor(Int32)
        /// A file that is opened for the program.
        case file(String, flags: Int32)
    }

    /// Starts a program in a process group of its own: Ctrl-C in a terminal is for this process, which decides what
    /// becomes of the other.
    ///
    /// - Parameters:
    ///   - words: the program's file and its arguments.
    ///   - environment: all of its variables.
    ///   - streams: by their descriptors in the program; others are this process's own.
    /// - Returns: the process and 0, or an error number.
    package static func start(
        _ words: [String], environment: [String: String], streams: [(number: Int32, stream: Stream)]
    ) -> (process: pid_t, failure: Int32) {
        #if canImport(Darwin)
        var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
        #else
        var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, stream) in streams {
            switch stream {
            case .descriptor(let own): posix_spawn_file_actions_adddup2(&actions, own, number)
            case .file(let path, let flags): posix_spawn_file_actions_addopen(&actions, number, path, flags, 0)
            }
        }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var arguments = words.map { strdup($0) }
        var variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { (arguments + variables).forEach { free($0) } }
        arguments.append(nil)
        variables.append(nil)
        var process: pid_t = 0
        let failure = posix_spawn(&process, words[0], &actions, &attributes, arguments, variables)
        return (process, failure)
    }
}
