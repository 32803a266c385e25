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
