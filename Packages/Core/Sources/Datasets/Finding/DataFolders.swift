import FoundationEssentials
import Foundations

/// The folders that are searched for data sets by name.
public enum DataFolders {
    /// The folder that the user named, $KUMIKI_DATA, and the user's cache folder, in this order; only existing ones.
    public static func roots(
        _ folder: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> [String] {
        let cache = CacheFolder.path(environment).map { $0 + "/kumiki" }
        return [folder, environment["KUMIKI_DATA"], cache].compactMap { $0 }
            .filter { !$0.isEmpty }
    }

    /// The path of a name: the name itself if it is a file or folder, otherwise the one of that name in the first root
    /// that has it, otherwise the name.
    public static func path(of name: String, in roots: [String]) -> String {
        let manager = FileManager.default
        if name.isEmpty || name.hasPrefix("/") || name.hasPrefix(".") || manager.fileExists(atPath: name) {
            return name
        }
        return roots.map { "\($0)/\(name)" }.first { manager.fileExists(atPath: $0) } ?? name
    }
}

/// The reason why a data set is not found.
public enum DatasetError: ExitCodeProviding, Equatable {
    /// - Parameter fetched: the name by which `kumiki fetch` gets it; nil for a set that it does not know.
    case missing(name: String, what: String, folders: [String], origin: String, fetched: String? = nil)
    /// - Parameter known: the known names.
    case unknown(String, known: [String])
    /// - Parameters:
    ///   - name: the set's name.
    ///   - folders: the folders that were searched for a run's data set.
    case moved(name: String, folders: [String])

    public var description: String {
        switch self {
        case .missing(let name, let what, let folders, let origin, let fetched):
            "\(name) is not here. Looked for \(what) in "
                + (folders.isEmpty ? "no folder: give one with --data" : folders.joined(separator: ", "))
                + (fetched.map { "; kumiki fetch \($0) gets it" } ?? "; it comes") + " from \(origin)"
        case .unknown(let name, let known):
            name.contains("/") || known.isEmpty
                ? "no data set or folder '\(name)'"
                : Suggestions.message(unknown: name, kind: "data set", known: known)
        case .moved(let name, let folders):
            "\(name): the folder or file of the run's data is not here. Looked in \(folders.joined(separator: ", ")); "
                + "--dataset or --data names its new place"
        }
    }

    public var exitCode: Int32 { ExitStatus.noInput }
}
